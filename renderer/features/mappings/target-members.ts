import type { WireMapping } from '#core/contract/mappings.ts';

export type MappingType = WireMapping['type'];

interface TargetMember {
  readonly id: string;
  readonly header: string;
}

interface SetAbout {
  readonly title: string;
  /** One of them. */
  readonly one: string;
  /** What the key is. */
  readonly key: string;
  readonly members: readonly TargetMember[];
}

/** What each set maps, in the words of the people who keep it. */
export const setsAbout: Readonly<Record<MappingType, SetAbout>> = {
  item: {
    title: 'Items',
    one: 'Item',
    key: 'Product code',
    members: [
      { id: 'itemId', header: 'ERP item' },
      { id: 'revenueRule', header: 'Revenue rule' },
    ],
  },
  'tax-code': {
    title: 'Tax codes',
    one: 'Tax code',
    key: 'Billing tax code',
    members: [{ id: 'taxCodeId', header: 'ERP tax code' }],
  },
  subsidiary: {
    title: 'Subsidiaries',
    one: 'Subsidiary',
    key: 'Legal entity',
    members: [{ id: 'subsidiaryId', header: 'ERP subsidiary' }],
  },
  currency: {
    title: 'Currencies',
    one: 'Currency',
    key: 'Currency',
    members: [{ id: 'currencyId', header: 'ERP currency' }],
  },
  account: {
    title: 'Accounts',
    one: 'Account',
    key: 'Account',
    members: [{ id: 'accountId', header: 'ERP account' }],
  },
  department: {
    title: 'Departments',
    one: 'Department',
    key: 'Product code',
    members: [{ id: 'id', header: 'ERP department' }],
  },
  class: {
    title: 'Classes',
    one: 'Class',
    key: 'Product code',
    members: [{ id: 'id', header: 'ERP class' }],
  },
  location: {
    title: 'Locations',
    one: 'Location',
    key: 'Product code',
    members: [{ id: 'id', header: 'ERP location' }],
  },
  price: {
    title: 'Prices',
    one: 'Price',
    key: 'Product, rhythm and currency',
    members: [{ id: 'priceId', header: 'Billing price' }],
  },
  customer: {
    title: 'Customers',
    one: 'Customer',
    key: 'CRM account',
    members: [{ id: 'erpCustomerId', header: 'ERP customer' }],
  },
};

/** A target in one line: its values, in the order of the columns. */
export function targetText(type: MappingType, target: Readonly<Record<string, string>> | null): string {
  if (target === null) return '';
  return setsAbout[type].members.map(({ id }) => target[id] ?? '').join(' · ');
}
