import { firstDayOf } from '#core/domain/day.ts';
import { PRODUCTS, type Product } from './catalogue.ts';
import { LEGAL_ENTITIES, TAX_CODES } from './legal-entities.ts';
import { monthBefore, type SampleCalendar } from './sample-calendar.ts';
import type { seedBillingCatalogue } from './seed-billing.ts';
import type { LedgerSetup } from './seed-ledger-setup.ts';

/** One mapping as the sample company's finance team would write it into a reviewable file. */
export interface SampleMapping {
  readonly type: string;
  readonly legalEntity?: string;
  readonly sourceKey: string;
  readonly target: Readonly<Record<string, string>>;
  readonly validFromOn: string;
}

const frequencies = ['annual', 'monthly', 'usage'] as const;

/** The mappings of the sample company: complete but for the products that it planted as unmapped. */
export function sampleMappings(
  setup: LedgerSetup,
  catalogue: ReturnType<typeof seedBillingCatalogue>,
  calendar: SampleCalendar,
): readonly SampleMapping[] {
  const validFromOn = firstDayOf(monthBefore(calendar.months[0] as string).replace(/-\d\d$/, '-01'));
  const row = (type: string, sourceKey: string, target: SampleMapping['target'], legalEntity?: string) => ({
    type,
    sourceKey,
    target,
    validFromOn,
    ...(legalEntity === undefined ? {} : { legalEntity }),
  });
  const ofCurrencies = [...setup.currencies].map(([code, id]) =>
    row('currency', code, { currencyId: String(id) }),
  );
  const ofEntities = LEGAL_ENTITIES.flatMap(({ code }) => [
    row('subsidiary', code, { subsidiaryId: String(setup.subsidiaries.get(code)) }),
    row('account', 'bank', { accountId: String(setup.banks.get(code)) }, code),
  ]);
  const ofTaxes = TAX_CODES.map((tax) =>
    row('tax-code', catalogue.taxRates.get(tax.key) ?? '', {
      taxCodeId: String(setup.taxCodes.get(tax.key)),
    }),
  ).filter(({ sourceKey }) => sourceKey !== '');
  const untaxed = LEGAL_ENTITIES.map(({ code }) => {
    const key = code === 'NW-US' ? 'US-0' : code === 'NW-DE' ? 'DE-0' : 'UK-0';
    return row('tax-code', '', { taxCodeId: String(setup.taxCodes.get(key)) }, code);
  });
  const ofProducts = PRODUCTS.flatMap((product) => ofProduct(product, setup, catalogue, row));
  return [...ofCurrencies, ...ofEntities, ...ofTaxes, ...untaxed, ...ofProducts];
}

type RowOf = (
  type: string,
  key: string,
  target: SampleMapping['target'],
  legalEntity?: string,
) => SampleMapping;

function ofProduct(
  product: Product,
  setup: LedgerSetup,
  catalogue: ReturnType<typeof seedBillingCatalogue>,
  row: RowOf,
): readonly SampleMapping[] {
  const itemId = setup.items.get(product.code);
  const inErp =
    itemId === undefined
      ? []
      : [
          row('item', product.code, { itemId: String(itemId), revenueRule: ruleOf(product) }),
          row('class', product.code, { id: String(setup.classes.get(product.family)) }),
          row('department', product.code, { id: String(setup.salesDepartmentId) }),
          ...LEGAL_ENTITIES.map(({ code }) =>
            row('location', product.code, { id: String(setup.locations.get(code)) }, code),
          ),
        ];
  const prices = [...setup.currencies.keys()].flatMap((currency) => {
    const priceId = catalogue.prices.get(`${product.code}:${currency}`);
    return priceId === undefined
      ? []
      : frequencies.map((frequency) => row('price', `${product.code}|${frequency}|${currency}`, { priceId }));
  });
  return [...inErp, ...prices];
}

function ruleOf(product: Product): string {
  if (product.metered) return 'usage-as-billed';
  return product.interval === null ? 'point-in-time' : 'ratable-daily';
}
