import {
  coverageInput,
  coverageOutput,
  decideMappingsInput,
  listMappingsInput,
  listMappingsOutput,
  mappingHistoryInput,
  mappingsOutput,
  proposeMappingsInput,
  rejectMappingsInput,
  type WireMapping,
} from '#core/contract/mappings.ts';
import { dayOfEpochMs } from '#core/domain/day.ts';
import { proveCoverage } from '#core/mapping/coverage.ts';
import type { MappingFilter } from '#core/mapping/mapping-desk.ts';
import type { MappingDraft } from '#core/mapping/mapping-draft.ts';
import type { MappingRow } from '#core/mapping/mapping-row.ts';
import { valueOf } from './api-error.ts';
import { offersOf } from './coverage-offers.ts';
import { allowed, router } from './procedure.ts';

export const mappingsRouter = router({
  list: allowed('workspace.read')
    .input(listMappingsInput)
    .output(listMappingsOutput)
    .query(({ ctx: { core }, input }) => ({
      mappings: core.mapping.list(input as MappingFilter).map(wireMapping),
      asOfSeq: core.journal.head().seq,
    })),

  propose: allowed('mapping.propose')
    .input(proposeMappingsInput)
    .output(mappingsOutput)
    .mutation(({ ctx: { core, actor }, input }) => ({
      mappings: valueOf(
        core.mapping.propose(input.drafts as unknown as readonly MappingDraft[], actor, input.reason),
      ).map(wireMapping),
    })),

  approve: allowed('mapping.approve')
    .input(decideMappingsInput)
    .output(mappingsOutput)
    .mutation(({ ctx: { core, actor }, input: { ids, reason, overridesFreeze } }) => ({
      mappings: valueOf(core.mapping.approve(ids, { by: actor, reason, overridesFreeze })).map(wireMapping),
    })),

  reject: allowed('mapping.reject')
    .input(rejectMappingsInput)
    .output(mappingsOutput)
    .mutation(({ ctx: { core, actor }, input: { ids, reason } }) => ({
      mappings: valueOf(core.mapping.reject(ids, { by: actor, reason })).map(wireMapping),
    })),

  history: allowed('workspace.read')
    .input(mappingHistoryInput)
    .output(mappingsOutput)
    .query(({ ctx: { core }, input }) => ({ mappings: core.mapping.history(input).map(wireMapping) })),

  coverage: allowed('workspace.read')
    .input(coverageInput)
    .output(coverageOutput)
    .query(({ ctx: { core }, input }) => {
      const offers = input.offers ?? offersOf(core);
      const { months } = input;
      const fromOn = input.fromOn ?? dayOfEpochMs(core.clock.now());
      const { isProved, smallest, gaps, overlaps, fallbacks } = proveCoverage(core.mapping.rows(), {
        offers,
        fromOn,
        months,
      });
      return {
        isProved,
        offers: offers.length,
        fromOn,
        months,
        smallest: smallest && { ...smallest, mappingIds: [...smallest.mappingIds] },
        gaps: gaps.map(copied),
        overlaps: overlaps.map(copied),
        fallbacks: fallbacks.map(copied),
        fallbackUses: [...core.mapping.fallbackUses()],
      };
    }),
});

function copied<
  Finding extends { readonly legalEntities: readonly string[]; readonly mappingIds: readonly string[] },
>(finding: Finding) {
  return { ...finding, legalEntities: [...finding.legalEntities], mappingIds: [...finding.mappingIds] };
}

function wireMapping(row: MappingRow): WireMapping {
  return { ...row, target: { ...row.target } };
}
