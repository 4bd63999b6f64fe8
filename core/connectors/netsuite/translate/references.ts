import { isCurrencyCode } from '#core/domain/currency.ts';
import type { Observation } from '#core/domain/entity.ts';
import type { LedgerReference } from '#core/domain/ledger.ts';
import { parseRecord, QuarantineError, type SourceRecord } from '#core/connectors/sdk/index.ts';
import { accountRow, currencyRow, dimensionRow, itemRow, taxCodeRow } from '../schemas.ts';

export type ReferenceType = LedgerReference['type'];

/** Lists carry no day on which an entry became true: it always was. */
export const listDay = '1970-01-01';

/** Our external id of a reference: NetSuite numbers each list from 1, so the type belongs to the id. */
export function referenceId(type: ReferenceType, id: string): string;
export function referenceId(type: ReferenceType, id: string | undefined): string | null;
export function referenceId(type: ReferenceType, id: string | undefined): string | null {
  return id === undefined ? null : `${type}:${id}`;
}

type Read = Pick<LedgerReference, 'code' | 'name' | 'currency'> & { readonly isinactive: 'T' | 'F' };

export function translateReference(record: SourceRecord): Observation<LedgerReference> {
  const type = record.externalId.slice(0, record.externalId.indexOf(':')) as ReferenceType;
  const { code, name, currency, isinactive } = read(record, type);
  return {
    externalId: record.externalId,
    entity: { kind: 'ledger-reference', type, code, name, isActive: isinactive === 'F', currency },
    ordering: { by: 'fetched' },
    effectiveOn: listDay,
  };
}

function read(record: SourceRecord, type: ReferenceType): Read {
  switch (type) {
    case 'currency': {
      const row = parseRecord(record, currencyRow, 'plain');
      const currency = isCurrencyCode(row.symbol) ? row.symbol : null;
      return { ...row, code: row.symbol, name: row.name, currency };
    }
    case 'account': {
      const row = parseRecord(record, accountRow, 'plain');
      return { ...row, code: row.acctnumber ?? row.acctname, name: row.acctname, currency: null };
    }
    case 'item': {
      const row = parseRecord(record, itemRow, 'plain');
      return { ...row, code: row.itemid, name: row.displayname ?? row.itemid, currency: null };
    }
    case 'tax-code': {
      const row = parseRecord(record, taxCodeRow, 'plain');
      return { ...row, code: row.itemid, name: row.itemid, currency: null };
    }
    case 'department':
    case 'class':
    case 'location': {
      const row = parseRecord(record, dimensionRow, 'plain');
      return { ...row, code: row.name, name: row.fullname ?? row.name, currency: null };
    }
    default:
      throw new QuarantineError({
        code: 'VALUE_INVALID',
        message: `"${record.externalId}" names no list that is known`,
        where: '$',
      });
  }
}
