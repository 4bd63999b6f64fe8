import { type WireHit, searchApi } from '#core/contract/search.ts';
import {
  type CustomerHit,
  type DocumentHit,
  type ExceptionHit,
  type PostingHit,
  RecordSearch,
} from '#core/storage/repositories/record-search.ts';
import { titleOfCode } from '../overview/blockers.ts';
import { allowed, router } from './procedure.ts';

export const searchRouter = router({
  find: allowed('workspace.read')
    .input(searchApi.find.input)
    .output(searchApi.find.output)
    .query(({ ctx: { core }, input: { text, limit } }) => {
      const records = new RecordSearch(core.store);
      const head = core.journal.head().seq;
      const hits = [
        ...records.exceptions(text, limit).map(exceptionHit),
        ...records.postings(text, limit).map(postingHit),
        ...records.documents(text, limit).map(documentHit),
        ...(text.length >= 2 ? records.customers(text, limit).map(customerHit) : []),
        ...entryHits(records, text, head),
      ];
      return { text, hits: hits.slice(0, limit), asOfSeq: head };
    }),
});

function amountOf(currency: string | null, minor: number | null): WireHit['amount'] {
  return currency === null || currency === '' || minor === null ? null : { currency, minor: String(minor) };
}

function exceptionHit(hit: ExceptionHit): WireHit {
  return {
    kind: 'exception',
    id: hit.id,
    title: titleOfCode(hit.code),
    detail: hit.message,
    amount: amountOf(hit.currency, hit.amountMinor),
    state: hit.state,
    screen: 'exceptions',
    search: hit.state === 'open' ? { id: hit.id } : { id: hit.id, state: hit.state },
  };
}

function postingHit(hit: PostingHit): WireHit {
  const isHeld = hit.state === 'HELD';
  return {
    kind: 'posting',
    id: hit.id,
    title: `${hit.commandType} ${hit.sourceReference}`,
    detail: [hit.legalEntity, hit.documentId && `document ${hit.documentId}`].filter(Boolean).join(' · '),
    amount: amountOf(hit.currency, hit.amountMinor),
    state: hit.state,
    screen: isHeld ? 'postings' : 'trace',
    search: { id: hit.id },
  };
}

function documentHit(hit: DocumentHit): WireHit {
  const name = hit.number ?? hit.contractNumber ?? hit.externalId;
  return {
    kind: 'document',
    id: hit.id,
    title: `${hit.kind.replaceAll('-', ' ')} ${name}`,
    detail: [hit.connectionId, hit.externalId].join(' · '),
    amount: amountOf(hit.currency, hit.amountMinor),
    state: hit.status,
    screen: 'trace',
    search: { id: hit.externalId },
  };
}

function customerHit(hit: CustomerHit): WireHit {
  return {
    kind: 'customer',
    id: hit.id,
    title: hit.legalName,
    detail: hit.legalEntity ?? '',
    amount: null,
    state: null,
    screen: 'trace',
    search: { id: hit.externalId ?? hit.id },
  };
}

/** A position of the journal, or everything that one id is about. */
function entryHits(records: RecordSearch, text: string, head: number): WireHit[] {
  const base = { amount: null, state: null, screen: 'journal' } as const;
  const position = /^#?(\d{1,15})$/.exec(text)?.[1];
  if (position !== undefined && Number(position) >= 1 && Number(position) <= head) {
    const title = `Journal entry ${position}`;
    return [{ ...base, kind: 'journal-entry', id: position, title, detail: '', search: { seq: position } }];
  }
  const count = records.entries(text);
  if (count === 0) return [];
  const title = count === 1 ? 'One journal entry' : `${count.toLocaleString('en')} journal entries`;
  return [{ ...base, kind: 'chain', id: text, title, detail: text, search: { about: text } }];
}
