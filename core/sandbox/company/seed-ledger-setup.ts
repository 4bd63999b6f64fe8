import { addDays } from '#core/domain/day.ts';
import { present } from '#core/base/assert.ts';
import type { NetSuiteStore } from '../netsuite/store.ts';
import { type Product, type ProductCode, PRODUCTS } from './catalogue.ts';
import {
  EXCHANGE_RATES,
  LEGAL_ENTITIES,
  type LegalEntityCode,
  type SampleCurrency,
  TAX_CODES,
  type TaxCodeKey,
} from './legal-entities.ts';
import { monthBefore, type SampleCalendar } from './sample-calendar.ts';

/** The people and integrations that wrote the ERP's history. */
export const LEGACY_INTEGRATION = { id: 501, name: 'Legacy billing bridge', email: null };
export const TREASURY_CLERK = { id: 502, name: 'Treasury desk', email: 'treasury@northwind-metrics.example' };

const CURRENCY_NAMES: Readonly<Record<SampleCurrency, string>> = {
  USD: 'US Dollar',
  EUR: 'Euro',
  GBP: 'British Pound',
};
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LOCATIONS: Readonly<Record<LegalEntityCode, string>> = {
  'NW-US': 'New York',
  'NW-DE': 'Berlin',
  'NW-UK': 'London',
};

/** Internal ids of the ERP's lists. */
export interface LedgerSetup {
  readonly currencies: ReadonlyMap<SampleCurrency, number>;
  readonly subsidiaries: ReadonlyMap<LegalEntityCode, number>;
  readonly banks: ReadonlyMap<LegalEntityCode, number>;
  readonly locations: ReadonlyMap<LegalEntityCode, number>;
  readonly items: ReadonlyMap<ProductCode, number>;
  readonly taxCodes: ReadonlyMap<TaxCodeKey, number>;
  readonly classes: ReadonlyMap<Product['family'], number>;
  readonly salesDepartmentId: number;
}

/** "Sep 2026" of "2026-09". */
function periodName(month: string): string {
  const [year, number] = month.split('-');
  return `${MONTHS[Number(number) - 1]} ${year}`;
}

/** Currencies, subsidiaries, accounts, items, tax codes, dimensions and periods; months before the last are closed. */
export function seedLedgerSetup(store: NetSuiteStore, calendar: SampleCalendar): LedgerSetup {
  store.addEmployee(LEGACY_INTEGRATION);
  store.addEmployee(TREASURY_CLERK);
  seedPeriods(store, calendar);
  const currencies = new Map<SampleCurrency, number>();
  for (const [symbol, name] of Object.entries(CURRENCY_NAMES) as [SampleCurrency, string][]) {
    currencies.set(symbol, store.addCurrency({ symbol, name, precision: 2 }));
  }
  for (const [from, to, rate] of EXCHANGE_RATES) {
    store.setExchangeRate(idOf(currencies, from), idOf(currencies, to), rate);
  }
  const subsidiaries = new Map<LegalEntityCode, number>();
  const banks = new Map<LegalEntityCode, number>();
  const locations = new Map<LegalEntityCode, number>();
  LEGAL_ENTITIES.forEach((entity, index) => {
    const currencyId = idOf(currencies, entity.currency);
    const id = store.addSubsidiary({
      name: entity.name,
      currencyId,
      country: entity.country,
      parentId: null,
      externalId: entity.code,
    });
    subsidiaries.set(entity.code, id);
    const number = String(1_010 + index);
    const name = `Bank ${entity.currency}`;
    banks.set(entity.code, store.addAccount({ number, name, accountType: 'Bank', subsidiaryIds: [id] }));
    locations.set(
      entity.code,
      store.addLocation({ name: LOCATIONS[entity.code], parentId: null, subsidiaryIds: [id] }),
    );
  });
  seedLedgerAccounts(store);
  return {
    currencies,
    subsidiaries,
    banks,
    locations,
    items: seedItems(store),
    taxCodes: new Map(
      TAX_CODES.map((code) => [
        code.key,
        store.addTaxCode({ itemId: code.key, ratePercent: code.ratePercent }),
      ]),
    ),
    classes: new Map(
      (['Subscriptions', 'Usage', 'Services'] as const).map((name) => [
        name,
        store.addClass({ name, parentId: null, subsidiaryIds: null }),
      ]),
    ),
    salesDepartmentId: store.addDepartment({ name: 'Sales', parentId: null, subsidiaryIds: null }),
  };
}

function idOf<K>(ids: ReadonlyMap<K, number>, key: K): number {
  return present(ids.get(key), `no internal id of ${String(key)}`);
}

function seedPeriods(store: NetSuiteStore, calendar: SampleCalendar): void {
  const firstYear = Number((calendar.months[0] as string).slice(0, 4));
  const lastYear = Number(addDays(calendar.lastDay, 60).slice(0, 4));
  const years: number[] = [];
  for (let year = firstYear - 1; year <= lastYear + 1; year += 1) years.push(year);
  store.addPeriods(years);
  const firstMonth = `${firstYear - 1}-01`;
  for (let month = monthBefore(calendar.lastMonth); month >= firstMonth; month = monthBefore(month)) {
    store.setPeriodState(periodName(month), 'closed');
  }
}

function seedLedgerAccounts(store: NetSuiteStore): void {
  const accounts = [
    ['1100', 'Accounts Receivable', 'AcctRec'],
    ['1200', 'Undeposited Funds', 'OthCurrAsset'],
    ['2200', 'Sales Taxes Payable', 'OthCurrLiab'],
    ['2400', 'Deferred Revenue', 'DeferRevenue'],
    ['4000', 'Subscription Revenue', 'Income'],
    ['4100', 'Usage Revenue', 'Income'],
    ['4200', 'Services Revenue', 'Income'],
    ['6800', 'Rounding and Write-offs', 'Expense'],
    ['7100', 'Realised Exchange Gain and Loss', 'OthIncome'],
  ] as const;
  for (const [number, name, accountType] of accounts) {
    store.addAccount({ number, name, accountType, subsidiaryIds: null });
  }
}

function seedItems(store: NetSuiteStore): Map<ProductCode, number> {
  const items = new Map<ProductCode, number>();
  for (const product of PRODUCTS) {
    if (!product.inErp) continue;
    items.set(
      product.code,
      store.addItem({ itemId: product.code, displayName: product.name, subsidiaryIds: null }),
    );
  }
  return items;
}
