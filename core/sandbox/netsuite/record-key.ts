import type { AccountState } from './account-state.ts';
import { DOCUMENT_TYPES, type DocumentType, type RecordType } from './model.ts';
import { nonexistentRecord, userError } from './refusal.ts';

/** How a path names a record: `1234` or `eid:ABC`. */
export type RecordKey = { readonly id: number } | { readonly externalId: string };

export function parseKey(segment: string | undefined): RecordKey | null {
  if (segment === undefined || segment === '') return null;
  let text: string;
  try {
    text = decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) throw nonexistentRecord();
    throw error;
  }
  if (text.toLowerCase().startsWith('eid:')) return { externalId: text.slice(4) };
  if (!/^-?\d{1,12}$/.test(text)) throw nonexistentRecord();
  return { id: Number(text) };
}

/**
 * The internal id, or undefined when there is none. By external id the truth answers, or, by setting, the lagged
 * search. Several records with one external id are refused: the vendor cannot know which is meant.
 */
export function findByKey(state: AccountState, type: RecordType, key: RecordKey): number | undefined {
  if ('id' in key) return key.id;
  const { externalId } = key;
  const isDocument = (DOCUMENT_TYPES as readonly string[]).includes(type);
  if (!isDocument && type !== 'customer') {
    const rows = state.lists[type as 'account'].all();
    return rows.find((row) => row.externalId === externalId)?.id;
  }
  const searched = type as DocumentType | 'customer';
  const ids = state.settings.eidLookupLagged
    ? state.search.idsByExternalId(searched, externalId).filter((id) => isThere(state, searched, id))
    : idsInTruth(state, searched, externalId);
  if (ids.length > 1) {
    throw userError(
      `More than one record has the external ID ${externalId}: ${ids.join(', ')}.`,
      'externalId',
    );
  }
  return ids[0];
}

function idsInTruth(state: AccountState, type: DocumentType | 'customer', externalId: string): number[] {
  if (type !== 'customer') return state.documents.idsBy('external_id', externalId, type);
  return [...state.customers.values()].filter((one) => one.externalId === externalId).map((one) => one.id);
}

function isThere(state: AccountState, type: DocumentType | 'customer', id: number): boolean {
  return type === 'customer' ? state.customers.has(id) : state.documents.get(id) !== undefined;
}
