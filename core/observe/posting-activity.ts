import type { Money } from '../domain/money.ts';
import { fromWire } from '../domain/wire.ts';
import type { RecordedEvent } from '../journal/event.ts';
import type { TimedFacts } from '../storage/repositories/activity.ts';
import { type ActivityLedger, type Moment, momentOf } from './activity-ledger.ts';

interface PreparedFacts {
  readonly subjectId: string;
  readonly sourceReference: string;
  readonly legalEntity: string;
  readonly period: string;
  readonly amount: Money;
  readonly command: { readonly type: string };
  readonly holdReasons: readonly unknown[];
  readonly state?: 'HELD' | 'SHADOW';
}

/**
 * One posting as three clocks: from the first sight of its source until the vendor confirms (`posting`), while a person
 * has to decide (`held`), and while it is approved and not yet confirmed (`queued`).
 */
export function followPosting(
  ledger: ActivityLedger,
  event: RecordedEvent,
  firstSeenAt: (subjectId: string) => string | null,
): void {
  const at = momentOf(event.recordedAt);
  const id = event.aggregateId;
  const what = event.type.slice('posting.'.length);
  if (what === 'held' || what === 'revised') {
    const prepared = fromWire<PreparedFacts>(event.payload);
    if (prepared.state !== 'SHADOW') prepare(ledger, id, prepared, at, firstSeenAt);
    return;
  }
  const base = ledger.factsOf('posting', id);
  if (base === null) return;
  switch (what) {
    case 'approved':
    case 'revived':
      ledger.close('held', id, at);
      return ledger.open('queued', id, factsOf(base), at);
    case 'returned':
    case 'recalled':
      ledger.close('queued', id, at);
      return ledger.open('held', id, factsOf(base), at);
    case 'rejected':
    case 'dead':
      return ledger.close('queued', id, at);
    case 'declined':
    case 'withdrawn':
      ledger.close('held', id, at);
      ledger.close('queued', id, at);
      return ledger.drop('posting', id, at);
    default:
      followSending(ledger, event, what, factsOf(base), at);
  }
}

function followSending(
  ledger: ActivityLedger,
  event: RecordedEvent,
  what: string,
  facts: TimedFacts,
  at: Moment,
): void {
  const id = event.aggregateId;
  if (what === 'posted') {
    ledger.close('held', id, at);
    ledger.close('queued', id, at);
    ledger.close('posting', id, at);
    ledger.happened('posted', facts, at);
  } else if (what === 'sending') {
    const { attempt } = event.payload as { readonly attempt: number };
    if (attempt > 1) ledger.happened('retry', facts, at);
  } else if (what === 'looked-up') {
    const { outcome } = event.payload as { readonly outcome: string };
    ledger.happened('look-up', { ...facts, kind: outcome }, at);
  }
}

function prepare(
  ledger: ActivityLedger,
  id: string,
  prepared: PreparedFacts,
  at: Moment,
  firstSeenAt: (subjectId: string) => string | null,
): void {
  const facts: TimedFacts = {
    kind: prepared.command.type,
    legalEntity: prepared.legalEntity,
    period: prepared.period,
    currency: prepared.amount.currency,
    amountMinor: Number(prepared.amount.minor),
    label: prepared.sourceReference,
  };
  const seenAt = firstSeenAt(prepared.subjectId);
  const startedMs = seenAt === null ? at.ms : Math.min(at.ms, Date.parse(seenAt));
  ledger.close('queued', id, at);
  ledger.open('posting', id, facts, at, startedMs);
  // What nothing holds is released in the same breath and never waited for anyone.
  if (prepared.holdReasons.length > 0) ledger.open('held', id, facts, at);
}

function factsOf(row: TimedFacts): TimedFacts {
  const { kind, legalEntity, period, currency, amountMinor, label } = row;
  return { kind, legalEntity, period, currency, amountMinor, label };
}
