import { toInstant } from '#core/base/clock.ts';
import type { PostingDetails } from '#core/contract/postings.ts';
import { firstDayOf } from '#core/domain/day.ts';
import { type AccountSource, type LedgerEntryLine, ledgerEntryOf } from '#core/domain/debits-and-credits.ts';
import { summarise } from '#core/domain/entity-summary.ts';
import { inWords, type Money } from '#core/domain/money.ts';
import type { RecordedEvent } from '#core/journal/event.ts';
import type { ListedPosting } from '#core/storage/repositories/posting-list.ts';
import type { Posting } from '#core/storage/repositories/postings.ts';
import type { Flow } from '#core/policy/phases.ts';
import type { Core } from '../create-core.ts';
import { periodStateOf } from '../policy-port.ts';
import { MayDecide } from './may-decide.ts';
import { wirePerson } from './wire-exception.ts';
import { wirePosting } from './wire-posting.ts';
import { wireMoney } from './wire-totals.ts';

type Document = PostingDetails['document'];
type Line = Extract<Document, { is: 'entry' }>['lines'][number];

/** One posting with the document it writes as debits and credits, where it comes from, and who had a part in it. */
export function postingDetails(core: Core, listed: ListedPosting, person: string): PostingDetails {
  const { posting } = listed;
  const { postings } = core.desk;
  const nowMs = core.clock.now();
  const head = core.journal.head();
  return {
    posting: wirePosting(listed, new MayDecide(core, person), nowMs),
    document: documentOf(core, posting),
    sources: sourcesOf(core, posting),
    contributors: core.mapping.proposersOf(posting.mappingIds).map((id) => wirePerson(core, id)),
    policy: {
      phase: core.policy.phase(posting.flow as Flow),
      periodState: periodStateOf(core.policy, posting),
      graceSeconds: core.policy.policy().approvalGraceSeconds,
    },
    history: core.desk.history(posting.id).map((event) => ({
      seq: event.seq,
      at: event.recordedAt,
      by: wirePerson(core, event.actor),
      what: event.type,
      text: wordsOf(event),
    })),
    exceptions: core.exceptions.exceptions
      .openOf(posting.subjectId)
      .filter(({ postingId }) => postingId === posting.id)
      .map(({ id, code, message }) => ({ id, code, message })),
    nowAt: toInstant(nowMs),
    payload: posting.payload,
    approvals: postings.approvalsOf(posting.id).map(({ decision, decided_by, revision, seq }) => ({
      decision,
      decidedBy: decided_by,
      revision,
      seq,
    })),
    lookUps: postings.lookUpsOf(posting.id).map(({ attempt, outcome, document_id, seq }) => ({
      attempt,
      outcome,
      documentId: document_id,
      seq,
    })),
    decisionDraft: {
      workspaceId: core.workspaceId,
      postingId: posting.id,
      revision: posting.revision,
      payloadHash: posting.payloadHash,
      mappingVersion: posting.mappingVersion,
      period: posting.period,
      journalHeadSeq: head.seq,
      journalHeadHash: head.hash,
    },
  };
}

function wordsOf({ payload }: RecordedEvent): string | null {
  const { reason, documentId } = payload;
  const text = [reason, documentId].find((value) => typeof value === 'string' && value !== '');
  return (text as string | undefined) ?? null;
}

function documentOf(core: Core, posting: Posting): Document {
  const { command } = posting;
  const entry = ledgerEntryOf(command);
  if (!entry) return { is: 'record', fields: fieldsOf(command) };
  return {
    is: 'entry',
    postedOn: 'postedOn' in command ? command.postedOn : firstDayOf(posting.period),
    lines: entry.lines.map((line) => wireLine(core, posting.connectionId, line)),
    debit: wireMoney(entry.debit),
    credit: wireMoney(entry.credit),
    isBalanced: entry.isBalanced,
  };
}

function wireLine(core: Core, connectionId: string, line: LedgerEntryLine): Line {
  const dimension = (name: 'department' | 'class' | 'location', id: string | null): Line['dimensions'] =>
    id === null ? [] : [{ name, id, label: nameOf(core, connectionId, name, id) }];
  return {
    side: line.side,
    account: accountOf(core, connectionId, line.account),
    description: line.description,
    amount: wireMoney(line.amount),
    dimensions: [
      ...dimension('department', line.departmentId),
      ...dimension('class', line.classId),
      ...dimension('location', line.locationId),
    ],
    settles: line.settles,
  };
}

function accountOf(core: Core, connectionId: string, account: AccountSource): Line['account'] {
  const { by } = account;
  switch (by) {
    case 'mapping':
      return { by, id: account.accountId, name: nameOf(core, connectionId, 'account', account.accountId) };
    case 'item':
      return { by, id: account.itemId, name: nameOf(core, connectionId, 'item', account.itemId) };
    case 'tax-code': {
      const { taxCodeId: id } = account;
      return { by, id, name: id === null ? null : nameOf(core, connectionId, 'tax-code', id) };
    }
    case 'customer': {
      const known = core.books.entities.find(connectionId, 'customer', account.customerId);
      return { by, id: account.customerId, name: known?.entity.legalName ?? null };
    }
  }
}

/** The ERP's own name for what an id points at: lists are numbered each by itself, so the type belongs to the id. */
function nameOf(core: Core, connectionId: string, type: string, id: string): string | null {
  const found = core.books.entities.find(connectionId, 'ledger-reference', `${type}:${id}`);
  return found ? found.entity.name || found.entity.code : null;
}

/** What a command says that writes no ledger entry, member by member. */
function fieldsOf(command: Posting['command']): { name: string; value: string }[] {
  return Object.entries(command).flatMap(([name, value]) => {
    if (name === 'type' || value === null) return [];
    return [{ name, value: textOf(value) }];
  });
}

function textOf(value: unknown): string {
  if (isMoney(value)) return inWords(value);
  if (Array.isArray(value)) return value.map(textOf).join('; ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .filter(([, member]) => member !== null)
    .map(([name, member]) => `${name} ${textOf(member)}`)
    .join(', ');
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value;
}

function sourcesOf(core: Core, posting: Posting): PostingDetails['sources'] {
  const stored = core.books.entities.get(posting.subjectId);
  if (!stored) return [];
  const { number, contractNumber, amount, happenedOn } = summarise(stored.entity);
  return [
    {
      kind: stored.kind,
      label: number ?? contractNumber ?? stored.externalId,
      connectionId: stored.connectionId,
      externalId: stored.externalId,
      on: happenedOn,
      amount: amount && wireMoney(amount),
    },
  ];
}
