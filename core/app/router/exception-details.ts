import { toInstant } from '#core/base/clock.ts';
import type { ExceptionDetails } from '#core/contract/exceptions.ts';
import { isCurrencyCode } from '#core/domain/currency.ts';
import { add, type Money, zero } from '#core/domain/money.ts';
import type { RecordedEvent } from '#core/journal/event.ts';
import type { ExceptionItem } from '#core/storage/repositories/exceptions.ts';
import { SourceRecordRepository } from '#core/storage/repositories/source-records.ts';
import { type ListedException } from '#core/storage/repositories/exception-list.ts';
import type { Core } from '../create-core.ts';
import { wireException, wirePerson } from './wire-exception.ts';
import { totalsOf, wireMoney } from './wire-totals.ts';

type Comparison = NonNullable<ExceptionDetails['comparison']>;
type Shown = Comparison['fields'][number]['expected'];

/** One exception with both sides of it, what it hangs together with, and what was done about it. */
export function exceptionDetails(core: Core, listed: ListedException): ExceptionDetails {
  const { item } = listed;
  const nowAt = toInstant(core.clock.now());
  const comparison = compare(core, item);
  return {
    exception: wireException(core, listed, nowAt),
    comparison,
    facts: comparison ? [] : factsOf(item),
    cause: {
      causeKey: item.causeKey,
      totals: totalsOf(core.exceptions.exceptions.openOfCause(item.causeKey).map(({ amount }) => amount)),
    },
    links: linksOf(core, item),
    history: historyOf(core, item),
    nowAt,
    asOfSeq: core.journal.head().seq,
  };
}

function compare(core: Core, item: ExceptionItem): Comparison | null {
  switch (item.code) {
    case 'SAME_KEY_DIFFERENT_CONTENT':
      return between('applied', 'came later', pairsIn(item.detail));
    case 'ATTRIBUTE_CONFLICT': {
      const { attribute, owner, ownerValue, other, otherValue } = item.detail;
      const field = { field: String(attribute), expected: shown(ownerValue), received: shown(otherValue) };
      return between(`${owner} (owner)`, String(other), [field]);
    }
    case 'SOURCE_CHANGED_AFTER_POSTING':
      return changedAfterPosting(core, item);
    case 'MANUAL_EDIT_IN_ERP':
    case 'BILLING_CORRECTION_DUE':
      return editedInErp(core, item);
    case 'DOCUMENT_TOTAL_DIFFERS':
      return totalsOfDocument(core, item);
    case 'RECORD_QUARANTINED':
      return quarantined(core, item);
    default:
      return null;
  }
}

function between(
  expectedFrom: string,
  receivedFrom: string,
  fields: Comparison['fields'],
): Comparison | null {
  return fields.length === 0 ? null : { expectedFrom, receivedFrom, fields };
}

function pairsIn(detail: ExceptionItem['detail']): Comparison['fields'] {
  return Object.keys(detail)
    .filter((name) => name.startsWith('applied '))
    .map((name) => name.slice('applied '.length))
    .map((field) => ({
      field,
      expected: shown(detail[`applied ${field}`]),
      received: shown(detail[`came ${field}`]),
    }));
}

function changedAfterPosting(core: Core, item: ExceptionItem): Comparison | null {
  const posting = item.postingId === null ? null : core.desk.postings.get(item.postingId);
  if (!posting || item.amount === null) return null;
  const field = { field: 'total', expected: ofMoney(posting.amount), received: ofMoney(item.amount) };
  return between(`posted as ${posting.documentId ?? 'a document'}`, 'billing now', [field]);
}

function editedInErp(core: Core, item: ExceptionItem): Comparison | null {
  const posting = item.postingId === null ? null : core.desk.postings.get(item.postingId);
  if (!posting || posting.documentId === null) return null;
  const stored = core.books.entities.find(posting.connectionId, 'ledger-document', posting.documentId);
  if (!stored) return null;
  const { entity, isDeleted } = stored;
  const isStanding = !entity.isVoid && !isDeleted;
  return between('posted', `the ERP now, changed by ${entity.lastModifiedBy ?? 'someone'}`, [
    { field: 'total', expected: ofMoney(posting.amount), received: ofMoney(entity.total) },
    ...(isStanding
      ? []
      : [{ field: 'state', expected: shown('posted'), received: shown(isDeleted ? 'deleted' : 'void') }]),
  ]);
}

function totalsOfDocument(core: Core, item: ExceptionItem): Comparison | null {
  const stored = core.books.entities.get(item.subjectId);
  if (stored?.kind !== 'invoice' && stored?.kind !== 'credit-note') return null;
  const { total, lines } = stored.entity;
  const nothing = zero(total.currency);
  const sum = (amounts: readonly Money[]): Money =>
    amounts.reduce((left, right) => add(left, right), nothing);
  const net = sum(lines.map(({ amount }) => amount));
  const tax = sum(lines.map((line) => line.tax));
  return between('the document says', 'its lines add up to', [
    { field: 'lines', expected: { is: 'none' }, received: ofMoney(net) },
    { field: 'tax', expected: { is: 'none' }, received: ofMoney(tax) },
    { field: 'total', expected: ofMoney(total), received: ofMoney(add(net, tax)) },
  ]);
}

function quarantined(core: Core, item: ExceptionItem): Comparison | null {
  const last = core.journal.ofAggregate(item.causeKey).at(-1);
  const { where, expected, found } = (last?.payload ?? {}) as Readonly<Record<string, string | undefined>>;
  if (expected === undefined && found === undefined) return null;
  return between('expected shape', 'received', [
    { field: where ?? 'record', expected: shown(expected), received: shown(found) },
  ]);
}

function shown(value: string | number | null | undefined): Shown {
  return value === null || value === undefined || value === ''
    ? { is: 'none' }
    : { is: 'text', text: String(value) };
}

function ofMoney(amount: Money): Shown {
  return isCurrencyCode(amount.currency)
    ? { is: 'money', money: wireMoney(amount) }
    : { is: 'text', text: `${amount.minor} ${amount.currency}` };
}

function factsOf({ detail }: ExceptionItem): ExceptionDetails['facts'] {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => ({ name, value: String(value) }));
}

function linksOf(core: Core, item: ExceptionItem): ExceptionDetails['links'] {
  const posting = item.postingId === null ? null : core.desk.postings.get(item.postingId);
  const stored = core.books.entities.get(item.subjectId);
  const { type, key, legalEntity, on } = item.detail;
  return {
    posting: posting && {
      id: posting.id,
      state: posting.state,
      sourceReference: posting.sourceReference,
      commandType: posting.commandType,
    },
    traceId: stored?.externalId ?? null,
    mapping:
      typeof type === 'string' && typeof key === 'string'
        ? { type, key, legalEntity: String(legalEntity ?? ''), on: typeof on === 'string' ? on : null }
        : null,
    connectionId: stored?.connectionId ?? recordOf(item)?.connectionId ?? connectionIn(item),
  };
}

function connectionIn({ causeKey }: ExceptionItem): string | null {
  return /^stream:([^/]+)\//.exec(causeKey)?.[1] ?? null;
}

/** The record that could not be read, from its cause `record:<connection>/<stream>/<id>`. */
function recordOf({ causeKey }: ExceptionItem): { connectionId: string; externalId: string } | null {
  const found = /^record:([^/]+)\/[^/]+\/(.+)$/.exec(causeKey);
  return found ? { connectionId: found[1] ?? '', externalId: found[2] ?? '' } : null;
}

const recordsShown = 3;

/** What the systems sent about the subject, verbatim, newest first. */
export function sourceOf(
  core: Core,
  item: ExceptionItem,
): { connectionId: string; stream: string; receivedAt: string; body: string }[] {
  const stored = core.books.entities.get(item.subjectId);
  const record = stored ?? recordOf(item);
  if (!record) return [];
  const { connectionId, externalId } = record;
  return new SourceRecordRepository(core.store)
    .bodies(connectionId, externalId)
    .slice(0, recordsShown)
    .map(({ body, stream, received_at: receivedAt }) => ({ connectionId, stream, receivedAt, body }));
}

function historyOf(core: Core, item: ExceptionItem): ExceptionDetails['history'] {
  const own = core.exceptions.history(item.id);
  const undone = new Set(own.map(({ payload }) => payload['undoes']));
  const released = core.journal
    .ofAggregate(`cause:${item.causeKey}`)
    .filter(({ payload }) => (payload['exceptionIds'] as readonly string[]).includes(item.id));
  return [...own, ...released]
    .sort((left, right) => left.seq - right.seq)
    .map((event) => ({
      seq: event.seq,
      at: event.recordedAt,
      by: wirePerson(core, event.actor),
      what: event.type,
      text: wordsOf(core, event),
      isUndone: undone.has(event.seq),
    }));
}

function wordsOf(core: Core, { payload }: RecordedEvent): string | null {
  const { assignee, untilAt, note, resolution, reason, message } = payload;
  if (typeof assignee === 'string') return wirePerson(core, assignee).name;
  const text = [untilAt, note, resolution, reason, message].find((value) => typeof value === 'string');
  return text ?? null;
}
