import type { WireMapping } from '#core/contract/mappings.ts';

export type MappingType = WireMapping['type'];

interface TargetMember {
  readonly id: string;
  readonly header: string;
}

interface SetAbout {
  readonly title: string;
  /** What the key is. */
  readonly key: string;
  readonly members: readonly TargetMember[];
}

/** What each set maps, in the words of the people who keep it. */
export const setsAbout: Readonly<Record<MappingType, SetAbout>> = {
  item: {
    title: 'Items',
    key: 'Product code',
    members: [
      { id: 'itemId', header: 'ERP item' },
      { id: 'revenueRule', header: 'Revenue rule' },
    ],
  },
  'tax-code': {
    title: 'Tax codes',
    key: 'Billing tax code',
    members: [{ id: 'taxCodeId', header: 'ERP tax code' }],
  },
  subsidiary: {
    title: 'Subsidiaries',
    key: 'Legal entity',
    members: [{ id: 'subsidiaryId', header: 'ERP subsidiary' }],
  },
  currency: { title: 'Currencies', key: 'Currency', members: [{ id: 'currencyId', header: 'ERP currency' }] },
  account: { title: 'Accounts', key: 'Account', members: [{ id: 'accountId', header: 'ERP account' }] },
  department: {
    title: 'Departments',
    key: 'Product code',
    members: [{ id: 'id', header: 'ERP department' }],
  },
  class: { title: 'Classes', key: 'Product code', members: [{ id: 'id', header: 'ERP class' }] },
  location: { title: 'Locations', key: 'Product code', members: [{ id: 'id', header: 'ERP location' }] },
  price: {
    title: 'Prices',
    key: 'Product, rhythm and currency',
    members: [{ id: 'priceId', header: 'Billing price' }],
  },
  customer: {
    title: 'Customers',
    key: 'CRM account',
    members: [{ id: 'erpCustomerId', header: 'ERP customer' }],
  },
};

/** A target in one line: its values, in the order of the columns. */
export function targetText(type: MappingType, target: Readonly<Record<string, string>> | null): string {
  if (target === null) return '';
  return setsAbout[type].members.map(({ id }) => target[id] ?? '').join(' · ');
}
