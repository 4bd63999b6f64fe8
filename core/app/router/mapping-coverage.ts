import type * as z from 'zod';
import type { coverageInput, coverageOutput } from '#core/contract/mappings.ts';
import { dayOfEpochMs } from '#core/domain/day.ts';
import { type CoverageFinding, proveCoverage } from '#core/mapping/coverage.ts';
import type { Core } from '../create-core.ts';
import { offersOf } from './coverage-offers.ts';

/** The proof that everything sold is mapped, or where it is not. */
export function coverageOf(
  core: Core,
  input: z.output<typeof coverageInput>,
): z.output<typeof coverageOutput> {
  const offers = input.offers ?? offersOf(core);
  const { months } = input;
  const fromOn = input.fromOn ?? dayOfEpochMs(core.clock.now());
  const proof = proveCoverage(core.mapping.rows(), { offers, fromOn, months });
  return {
    isProved: proof.isProved,
    offers: offers.length,
    fromOn,
    months,
    smallest: proof.smallest && { ...proof.smallest, mappingIds: [...proof.smallest.mappingIds] },
    gaps: proof.gaps.map(copied),
    overlaps: proof.overlaps.map(copied),
    fallbacks: proof.fallbacks.map(copied),
    fallbackUses: [...core.mapping.fallbackUses()],
  };
}

function copied(finding: CoverageFinding) {
  return { ...finding, legalEntities: [...finding.legalEntities], mappingIds: [...finding.mappingIds] };
}
