import { AssertionError, present } from '#core/base/assert.ts';
import { canonicalJson, type CanonicalValue } from '#core/base/canonical-json.ts';
import type { WireBreak, WireReconciliation } from '#core/contract/reconciliation.ts';
import type { RecordedEvent } from '#core/journal/event.ts';
import type { Projector } from '#core/journal/projection.ts';
import { ManualMatchRepository } from '#core/storage/repositories/manual-matches.ts';
import { type BreakRow, ReconciliationRepository } from '#core/storage/repositories/reconciliations.ts';
import type { Store } from '#core/storage/store.ts';
import { sealedKeys, type SealedSides } from './people-matches.ts';
import type {
  BreakDecidedPayload,
  ConfirmedPayload,
  MatchedPayload,
  RunUndonePayload,
  SuggestionRejectedPayload,
} from './reconciliation-events.ts';

interface Tables {
  readonly reconciliations: ReconciliationRepository;
  readonly matches: ManualMatchRepository;
}

/**
 * Follows `reconciliation.*`: every run stays; the breaks are those of a period's newest run, with what people said of
 * them; and the matches that people made.
 */
export function createReconciliationProjector(store: Store): Projector {
  const tables = {
    reconciliations: new ReconciliationRepository(store),
    matches: new ManualMatchRepository(store),
  };
  return {
    name: 'reconciliations',
    tables: ['reconciliations', 'breaks', 'break_decisions', 'manual_matches', 'rejected_suggestions'],
    handles: ['reconciliation.'],
    apply: (event) => apply(tables, event),
  };
}

function apply(tables: Tables, event: RecordedEvent): void {
  switch (event.type) {
    case 'reconciliation.completed':
      return completed(tables, event);
    case 'reconciliation.confirmed': {
      const { runId, asOfSeq } = payloadOf<ConfirmedPayload>(event);
      return tables.reconciliations.confirm(runId, asOfSeq);
    }
    case 'reconciliation.matched':
      return matched(tables, event);
    case 'reconciliation.unmatched':
      return matchEnded(tables, event, 'unmatched');
    case 'reconciliation.match-voided':
      return matchEnded(tables, event, 'voided');
    case 'reconciliation.suggestion-rejected': {
      const { suggestionKey, reason } = payloadOf<SuggestionRejectedPayload>(event);
      return tables.matches.reject(suggestionKey, event.actor, reason, event.seq);
    }
    case 'reconciliation.run-undone': {
      const { runId } = payloadOf<RunUndonePayload>(event);
      return tables.reconciliations.markUndone(runId, event.actor);
    }
    case 'reconciliation.break-explained':
      return breakDecided(tables, event, 'explained');
    case 'reconciliation.break-accepted':
      return breakDecided(tables, event, 'accepted');
    case 'reconciliation.break-reopened':
      return breakDecided(tables, event, 'open');
    default:
      throw new AssertionError(`no projection of ${event.type}`);
  }
}

function completed({ reconciliations, matches }: Tables, event: RecordedEvent): void {
  const result = payloadOf<WireReconciliation>(event);
  const id = `${event.aggregateId}/${event.aggregateVersion}`;
  const number = (reconciliations.newest(result.period)?.number ?? 0) + 1;
  reconciliations.save({
    id,
    seq: event.seq,
    period: result.period,
    as_of_seq: result.asOfSeq,
    evidence_hash: result.evidenceHash,
    body: canonicalJson({
      scopes: result.scopes,
      explained: result.explained,
      ambiguous: result.ambiguous,
      entities: result.entities ?? [],
    }),
    number,
    state: 'current',
    is_tied_out: result.isTiedOut ? 1 : 0,
    ran_by: event.actor,
    ran_at: event.recordedAt,
    undone_by: null,
  });
  reconciliations.replaceBreaks(
    result.period,
    result.breaks.map((found, index) => breakRow(found, `${id}/${index + 1}`, id, result.period)),
  );
  for (const match of matches.live()) {
    const { matched_by: by, reason, sides } = match;
    reconciliations.settle(result.period, sealedKeys(JSON.parse(sides) as SealedSides), { by, reason });
  }
}

function breakRow(found: WireBreak, id: string, runId: string, period: string): BreakRow {
  const side = found.left ?? found.right;
  const words = [found.class, found.scope, found.legalEntity, found.message];
  for (const one of [found.left, found.right]) {
    if (one) words.push(one.externalId, one.reference ?? '', one.customer ?? '');
  }
  return {
    id,
    reconciliation_id: runId,
    class: found.class,
    scope: found.scope,
    legal_entity: found.legalEntity,
    period,
    currency: found.difference.currency,
    amount_minor: Number(found.difference.minor),
    left_id: found.left?.externalId ?? null,
    right_id: found.right?.externalId ?? null,
    body: canonicalJson(found),
    break_key: found.key ?? '',
    state: found.decision?.how ?? 'open',
    decided_by: found.decision?.by ?? null,
    reason: found.decision?.reason ?? null,
    left_key: found.left && keyOf('left', found.left),
    right_key: found.right && keyOf('right', found.right),
    happened_on: side?.on ?? '',
    reference: side?.reference ?? side?.externalId ?? null,
    search: words.join(' ').toLowerCase(),
  };
}

/** A document of a side, as breaks and matches name it. */
function keyOf(side: 'left' | 'right', document: NonNullable<WireBreak['left']>): string {
  return `${side} ${document.kind} ${document.connectionId}/${document.externalId}`;
}

function matched({ reconciliations, matches }: Tables, event: RecordedEvent): void {
  const { period, origin, rule, sides, differenceMinor, currency, reason } = payloadOf<MatchedPayload>(event);
  matches.insert({
    id: event.aggregateId,
    period,
    state: 'live',
    origin,
    rule,
    sides: canonicalJson(sides as unknown as CanonicalValue),
    difference_minor: Number(differenceMinor),
    currency,
    matched_by: event.actor,
    reason,
    version: event.aggregateVersion,
    seq: event.seq,
  });
  reconciliations.settle(period, sealedKeys(sides), { by: event.actor, reason });
}

function matchEnded(
  { reconciliations, matches }: Tables,
  event: RecordedEvent,
  state: 'unmatched' | 'voided',
): void {
  const match = present(matches.get(event.aggregateId), 'the match that ended');
  matches.end(match.id, state, event.aggregateVersion, event.seq);
  reconciliations.settle(match.period, sealedKeys(JSON.parse(match.sides) as SealedSides), null);
}

function breakDecided(
  { reconciliations }: Tables,
  event: RecordedEvent,
  state: 'explained' | 'accepted' | 'open',
): void {
  const { period, breakKey, reason } = payloadOf<BreakDecidedPayload>(event);
  reconciliations.decide({
    break_key: breakKey,
    period,
    state,
    decided_by: event.actor,
    reason,
    version: event.aggregateVersion,
    seq: event.seq,
  });
}

function payloadOf<Payload>(event: RecordedEvent): Payload {
  return event.payload as unknown as Payload;
}
