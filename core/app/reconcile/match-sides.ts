import { breaksOf } from '#core/reconciliation/breaks.ts';
import type { BreakContext, BreakFinding, PostedFields } from '#core/reconciliation/classify-break.ts';
import { type DocumentSet, DocumentSetBuilder, Vocabulary } from '#core/reconciliation/document-set.ts';
import { matchEntries, tieEntries } from '#core/reconciliation/match-entries.ts';
import { matchInSteps } from '#core/reconciliation/match-sets.ts';
import { relateBreaks } from '#core/reconciliation/relate-breaks.ts';
import { matchPass } from '#core/reconciliation/rules.ts';
import type { PeriodWindow, SideDocument } from './sides.ts';

/** At most this many minor units between two systems' arithmetic count as rounding. */
const roundingMinor = 2;
/** Cash that is dated this many days later in the ERP was on its way. */
export const cashInTransitDays = 5;

/**
 * From exact to tolerant: the ERP document that a posting became, then the number that both systems carry. Amount, day,
 * customer and subsidiary have to agree; whatever does not is related again and classified, never matched.
 */
const exactPasses = [
  matchPass({ id: 'external-link', keys: ['externalLink', 'kind', 'customer', 'entity'] }),
  matchPass({ id: 'reference', keys: ['reference', 'kind', 'customer', 'entity'] }),
];

export interface MatchedPair {
  readonly rule: string;
  readonly left: SideDocument;
  readonly right: SideDocument;
}

export interface FoundBreak {
  readonly left: SideDocument | null;
  readonly right: SideDocument | null;
  readonly finding: BreakFinding;
}

export interface TiedDocuments {
  readonly rule: string;
  readonly left: readonly SideDocument[];
  readonly right: readonly SideDocument[];
}

export interface SidesMatched {
  readonly pairs: readonly MatchedPair[];
  readonly breaks: readonly FoundBreak[];
  readonly ambiguous: readonly TiedDocuments[];
}

/** Both sides as the engine takes them; rows are numbered as the documents are. */
export function setsOf(
  left: readonly SideDocument[],
  right: readonly SideDocument[],
): { readonly left: DocumentSet; readonly right: DocumentSet } {
  const vocabulary = new Vocabulary();
  const build = (documents: readonly SideDocument[]) => {
    const builder = new DocumentSetBuilder(vocabulary, documents.length);
    for (const document of documents) {
      builder.add({
        id: document.key,
        reference: document.reference,
        externalLink: document.link,
        customer: document.customer,
        entity: document.subsidiary,
        kind: document.kind,
        currency: document.amount.currency,
        amountMinor: document.amount.minor,
        day: document.on,
      });
    }
    return builder.finish();
  };
  return { left: build(left), right: build(right) };
}

/** Matches the two sides with the reconciliation engine and classifies what is left. Yields the rule it is in. */
export function* matchSides(
  left: readonly SideDocument[],
  right: readonly SideDocument[],
  window: PeriodWindow,
): Generator<string, SidesMatched> {
  const sets = setsOf(left, right);
  const steps = matchInSteps(sets.left, sets.right, exactPasses);
  let step = steps.next();
  for (; !step.done; step = steps.next()) yield exactPasses[step.value]?.id ?? '';
  const run = step.value;
  const at = (documents: readonly SideDocument[], row: number): SideDocument | null => documents[row] ?? null;
  const pairs: MatchedPair[] = [];
  for (const { rule, leftRows, rightRows } of matchEntries(run)) {
    const [one, other] = [at(left, leftRows[0] as number), at(right, rightRows[0] as number)];
    if (one && other) pairs.push({ rule, left: one, right: other });
  }
  const relating = relateBreaks(run);
  let related = relating.next();
  for (; !related.done; related = relating.next()) yield 'breaks';
  const breaks: FoundBreak[] = [];
  for (const found of breaksOf(run, related.value, contextOf(left, window))) {
    breaks.push({ left: at(left, found.leftRow), right: at(right, found.rightRow), finding: found.finding });
  }
  const ambiguous = [...tieEntries(run)].map(({ rule, leftRows, rightRows }) => ({
    rule,
    left: [...leftRows].flatMap((row) => at(left, row) ?? []),
    right: [...rightRows].flatMap((row) => at(right, row) ?? []),
  }));
  return { pairs, breaks, ambiguous };
}

function contextOf(left: readonly SideDocument[], window: PeriodWindow): BreakContext {
  const byKey = new Map(left.map((document) => [document.key, document]));
  const { firstDay, lastDay } = window;
  return {
    period: { firstDay, lastDay },
    roundingMinor,
    timingDays: 0,
    mappedCustomer: (customer) => customer,
    mappedEntity: (entity) => entity,
    posted: (document) => postedFields(byKey.get(document?.id ?? '') ?? null),
  };
}

/** What we sent, where we sent it: then the ERP showing something else is an edit by hand and nothing more general. */
function postedFields(document: SideDocument | null): PostedFields | null {
  const posting = document?.posting;
  if (!document || posting?.state !== 'POSTED' || posting.payload === '') return null;
  const { command } = posting;
  if (!('total' in command) || !('postedOn' in command)) return null;
  const isNegative = document.kind === 'credit-note' || document.kind === 'refund';
  return {
    customer: command.customerId,
    entity: command.subsidiaryId,
    currency: command.total.currency,
    amountMinor: isNegative ? -command.total.minor : command.total.minor,
    day: command.postedOn,
  };
}
