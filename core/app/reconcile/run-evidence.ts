import { canonicalJson } from '#core/base/canonical-json.ts';
import type { WireReconciliation } from '#core/contract/reconciliation.ts';
import { sha256 } from '#core/journal/digest.ts';
import type { MatchedPair } from './match-sides.ts';
import type { ContractPrint } from './recurring-revenue.ts';
import { fingerprint, isInPeriod, type PeriodWindow, type SideDocument } from './sides.ts';

/** What a reconciliation found and what it found it in. */
export interface RunFindings {
  readonly body: Pick<WireReconciliation, 'period' | 'scopes' | 'breaks' | 'explained' | 'ambiguous'>;
  readonly window: PeriodWindow;
  readonly left: readonly SideDocument[];
  readonly right: readonly SideDocument[];
  /** What the rules matched. */
  readonly pairs: readonly MatchedPair[];
  readonly contracts: readonly ContractPrint[];
}

/**
 * The hash of the whole evidence, and of what concerns each legal entity. Documents of the days around the period are in it
 * only as counterparts: the next month's business is no evidence of this one.
 */
export function evidenceHashesOf(
  findings: RunFindings,
  asOfSeq: number,
): Pick<WireReconciliation, 'evidenceHash' | 'entities'> {
  const { body, contracts } = findings;
  const names = new Set<string>();
  for (const { legalEntity } of [...body.scopes, ...body.breaks]) names.add(legalEntity);
  const bearing = new Map([...names].map((name) => [name, documentsOf()]));
  for (const [document, side, entities] of documentsWithEntities(findings)) {
    for (const legalEntity of entities) bearing.get(legalEntity)?.[side].add(fingerprint(document));
  }
  const entities = [...names].sort().map((legalEntity) => {
    const documents = bearing.get(legalEntity) ?? documentsOf();
    return { legalEntity, evidenceHash: hashOfEntity(findings, legalEntity, documents), asOfSeq };
  });
  const all = [...bearing.values()];
  const whole = {
    ...body,
    left: sorted(all.flatMap(({ left }) => [...left])),
    right: sorted(all.flatMap(({ right }) => [...right])),
    contracts: contracts.map(({ print }) => print),
  };
  return { evidenceHash: sha256(canonicalJson(whole)), entities };
}

interface Documents {
  readonly left: Set<string>;
  readonly right: Set<string>;
}

function documentsOf(): Documents {
  return { left: new Set(), right: new Set() };
}

/**
 * What people decided is not in it: the same documents are the same evidence before and after a decision, which a sign-off
 * binds by itself.
 */
function hashOfEntity({ body, contracts }: RunFindings, legalEntity: string, documents: Documents): string {
  const own = {
    period: body.period,
    left: sorted(documents.left),
    right: sorted(documents.right),
    contracts: contracts.filter((one) => one.legalEntity === legalEntity).map(({ print }) => print),
  };
  return sha256(canonicalJson(own));
}

/** Every document that bears on the period, with the legal entities that it bears on. */
function* documentsWithEntities({
  window,
  left,
  right,
  pairs,
}: RunFindings): Generator<readonly [SideDocument, 'left' | 'right', readonly string[]]> {
  for (const document of left) {
    if (isInPeriod(window, document.on)) yield [document, 'left', [document.legalEntity]];
  }
  for (const document of right) {
    if (isInPeriod(window, document.on)) yield [document, 'right', [document.legalEntity]];
  }
  for (const pair of pairs) {
    const entities = [pair.left, pair.right]
      .filter(({ on }) => isInPeriod(window, on))
      .map(({ legalEntity }) => legalEntity);
    yield [pair.left, 'left', entities];
    yield [pair.right, 'right', entities];
  }
}

function sorted(prints: Iterable<string>): readonly string[] {
  return [...new Set(prints)].sort();
}
