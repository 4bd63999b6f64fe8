import type { Money } from '../domain/money.ts';
import { fromWire } from '../domain/wire.ts';
import type { RecordedEvent } from '../journal/event.ts';
import type { Projector } from '../journal/projection.ts';
import { ActivityRepository, type TimedFacts } from '../storage/repositories/activity.ts';
import type { Store } from '../storage/store.ts';
import { ActivityLedger, momentOf } from './activity-ledger.ts';
import { followPosting } from './posting-activity.ts';

interface RaisedFacts {
  readonly code: string;
  readonly subjectId: string;
  readonly legalEntity: string | null;
  readonly period: string | null;
  readonly amount: Money | null;
  readonly message: string;
}

interface ExpectedFacts {
  readonly type: string;
  readonly subjectId: string;
  readonly legalEntity: string | null;
  readonly amount: Money | null;
}

interface BreakFacts {
  readonly class: string;
  readonly legalEntity: string;
  readonly period: string;
  readonly difference: Money;
}

/**
 * Follows what waits, how long it waited and what happened each day, so that trends and percentiles cost the same
 * however long the journal grows. It reads the event, its own tables and, for the start of a clock, earlier entries.
 */
export function createActivityProjector(store: Store): Projector {
  const rows = new ActivityRepository(store);
  const ledger = new ActivityLedger(rows);
  return {
    name: 'activity',
    tables: ['timings', 'measure_days'],
    handles: ['posting.', 'exception.', 'expectation.', 'reconciliation.'],
    apply(event) {
      const area = event.type.slice(0, event.type.indexOf('.'));
      if (area === 'posting') followPosting(ledger, event, (id) => rows.firstRecordedAt(id));
      else if (area === 'exception') followException(ledger, event);
      else if (area === 'expectation') followExpectation(ledger, event);
      else followReconciliation(ledger, event);
    },
  };
}

function followException(ledger: ActivityLedger, event: RecordedEvent): void {
  const at = momentOf(event.recordedAt);
  const id = event.aggregateId;
  if (event.type === 'exception.raised') {
    const { code, legalEntity, period, amount, subjectId } = fromWire<RaisedFacts>(event.payload);
    ledger.open('exception', id, factsOf({ kind: code, legalEntity, period, amount, label: subjectId }), at);
  } else if (event.type === 'exception.restated') {
    const { amount } = fromWire<Pick<RaisedFacts, 'amount'>>(event.payload);
    ledger.restate('exception', id, moneyOf(amount), at);
  } else if (event.type === 'exception.resolved' || event.type === 'exception.dismissed') {
    ledger.close('exception', id, at);
  }
}

function followExpectation(ledger: ActivityLedger, event: RecordedEvent): void {
  const at = momentOf(event.recordedAt);
  const id = event.aggregateId;
  if (event.type === 'expectation.met') return ledger.close('expected', id, at);
  if (event.type === 'expectation.withdrawn') return ledger.drop('expected', id, at);
  const { type, subjectId, legalEntity, amount } = fromWire<ExpectedFacts>(event.payload);
  ledger.open(
    'expected',
    id,
    factsOf({ kind: type, legalEntity, period: null, amount, label: subjectId }),
    at,
  );
}

function followReconciliation(ledger: ActivityLedger, event: RecordedEvent): void {
  if (event.type !== 'reconciliation.completed') return;
  const { period, breaks } = fromWire<{ readonly period: string; readonly breaks: readonly BreakFacts[] }>(
    event.payload,
  );
  const facts = breaks.map((found) =>
    factsOf({
      kind: found.class,
      legalEntity: found.legalEntity,
      period,
      amount: found.difference,
      label: '',
    }),
  );
  ledger.standsAt('break', period, facts, momentOf(event.recordedAt));
}

function factsOf(about: {
  readonly kind: string;
  readonly legalEntity: string | null;
  readonly period: string | null;
  readonly amount: Money | null;
  readonly label: string;
}): TimedFacts {
  return {
    kind: about.kind,
    legalEntity: about.legalEntity ?? '',
    period: about.period ?? '',
    ...moneyOf(about.amount),
    label: about.label,
  };
}

function moneyOf(amount: Money | null): Pick<TimedFacts, 'currency' | 'amountMinor'> {
  return amount === null
    ? { currency: '', amountMinor: 0 }
    : { currency: amount.currency, amountMinor: Number(amount.minor) };
}
