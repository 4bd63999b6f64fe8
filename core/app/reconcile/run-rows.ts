import { money } from '#core/domain/money.ts';
import type { DocumentRow, GroupRow } from '#core/storage/repositories/reconciliation-rows.ts';
import type { PeriodReconciliation } from './reconcile-period.ts';
import { fingerprint, isInPeriod, type SideDocument } from './sides.ts';
import { type Comparable, daysApart, explainMatch, sumOf } from './suggest-matches.ts';

interface Grouped<Document extends Comparable = SideDocument> {
  readonly status: GroupRow['status'];
  readonly origin: GroupRow['origin'];
  readonly rule: string;
  readonly matchId: string | null;
  readonly reason: string;
  readonly left: readonly Document[];
  readonly right: readonly Document[];
}

/** A run's rows for the workbench: what touches the period, and the loose documents of the days around it. */
export function rowsOf(
  runId: string,
  found: PeriodReconciliation,
): { readonly groups: GroupRow[]; readonly documents: DocumentRow[] } {
  const groups: GroupRow[] = [];
  const documents: DocumentRow[] = [];
  const seen = new Set<SideDocument>();
  for (const group of groupsOf(found)) {
    for (const document of [...group.left, ...group.right]) seen.add(document);
    const isHere = [...group.left, ...group.right].some(({ on }) => isInPeriod(found.window, on));
    if (!isHere) continue;
    const number = groups.length + 1;
    groups.push({ ...groupRow(runId, group), number });
    const add = (side: 'left' | 'right') => (document: SideDocument) =>
      documents.push(documentRow(runId, side, document, found, { status: group.status, number }));
    group.left.forEach(add('left'));
    group.right.forEach(add('right'));
  }
  const loose = { status: 'unmatched', number: null } as const;
  for (const side of ['left', 'right'] as const) {
    for (const document of found[side]) {
      if (!seen.has(document)) documents.push(documentRow(runId, side, document, found, loose));
    }
  }
  return { groups, documents };
}

function* groupsOf(found: PeriodReconciliation): Generator<Grouped, void> {
  for (const { row, left, right } of found.people) {
    const { origin, rule, id: matchId, reason } = row;
    yield { status: 'matched', origin, rule, matchId, reason, left, right };
  }
  const byRule = { origin: 'rule', matchId: null, reason: '' } as const;
  for (const { rule, left, right } of found.pairs) {
    yield { status: 'matched', ...byRule, rule, left: [left], right: [right] };
  }
  const taken = new Set(found.suggested.flatMap(({ left, right }) => [...left, ...right]));
  for (const suggestion of found.suggested) yield { status: 'suggested', ...byRule, ...suggestion };
  for (const tie of found.ambiguous) {
    if ([...tie.left, ...tie.right].every((document) => !taken.has(document))) {
      yield { status: 'ambiguous', ...byRule, ...tie };
    }
  }
}

/** The row of a group without its number. */
export function groupRow(runId: string, group: Grouped<Comparable>): Omit<GroupRow, 'number'> {
  const main = (group.left[0] ?? group.right[0]) as Comparable;
  const [leftMinor, rightMinor] = [sumOf(group.left), sumOf(group.right)];
  const words = [...group.left, ...group.right].flatMap(wordsOf);
  const explanation = explainMatch(group);
  return {
    run_id: runId,
    status: group.status,
    origin: group.origin,
    rule: group.rule,
    match_id: group.matchId,
    scope: main.scope,
    legal_entity: main.legalEntity,
    currency: main.amount.currency,
    left_count: group.left.length,
    left_minor: Number(leftMinor),
    right_count: group.right.length,
    right_minor: Number(rightMinor),
    difference_minor: Number(leftMinor - rightMinor),
    days: daysApart(group.left, group.right),
    reference: main.reference ?? main.externalId,
    customer: main.customer,
    happened_on: main.on,
    explanation: group.reason === '' ? explanation : `${explanation} ${group.reason}`,
    search: [...new Set(words)].join(' ').toLowerCase(),
  };
}

function documentRow(
  runId: string,
  side: 'left' | 'right',
  document: SideDocument,
  found: PeriodReconciliation,
  place: { readonly status: DocumentRow['status']; readonly number: number | null },
): DocumentRow {
  return {
    run_id: runId,
    side,
    document_key: document.key,
    status: place.status,
    group_number: place.number,
    scope: document.scope,
    legal_entity: document.legalEntity,
    kind: document.kind,
    connection_id: document.connectionId,
    external_id: document.externalId,
    entity_id: document.entityId,
    reference: document.reference,
    customer: document.customer,
    happened_on: document.on,
    in_period: isInPeriod(found.window, document.on) ? 1 : 0,
    currency: document.amount.currency,
    amount_minor: Number(document.amount.minor),
    fingerprint: fingerprint(document),
    note: found.notes.get(`${side} ${document.key}`) ?? null,
    search: wordsOf(document).join(' ').toLowerCase(),
  };
}

function wordsOf({ externalId, reference, customer, kind }: Comparable): string[] {
  return [kind, externalId, reference ?? '', customer ?? ''];
}

/** A kept document as the engine's words have it. */
export function comparable(row: DocumentRow): Comparable {
  return {
    scope: row.scope as SideDocument['scope'],
    legalEntity: row.legal_entity,
    kind: row.kind as SideDocument['kind'],
    externalId: row.external_id,
    reference: row.reference,
    customer: row.customer,
    on: row.happened_on,
    amount: money(row.amount_minor, row.currency),
  };
}
