import type { SampleCurrency } from './legal-entities.ts';

export type ProductCode =
  | 'NW-SEAT-A'
  | 'NW-SEAT-M'
  | 'NW-USAGE'
  | 'NW-ANALYTICS'
  | 'NW-ONBOARD'
  | 'NW-BUNDLE'
  | 'NW-TRAIN'
  | 'NW-LABS';

export interface Product {
  readonly code: ProductCode;
  readonly name: string;
  readonly family: 'Subscriptions' | 'Usage' | 'Services';
  /** Null: sold once. */
  readonly interval: 'year' | 'month' | null;
  readonly metered: boolean;
  /** Minor units for one unit and interval. */
  readonly priceMinor: Readonly<Record<SampleCurrency, number>>;
  /** Absent from billing: nobody has set it up there. */
  readonly inBilling: boolean;
  /** Absent from the ERP's items. */
  readonly inErp: boolean;
}

const product = (
  code: ProductCode,
  name: string,
  family: Product['family'],
  interval: Product['interval'],
  prices: readonly [number, number, number],
  more: Partial<Pick<Product, 'metered' | 'inBilling' | 'inErp'>> = {},
): Product => ({
  code,
  name,
  family,
  interval,
  metered: more.metered ?? false,
  inBilling: more.inBilling ?? true,
  inErp: more.inErp ?? true,
  priceMinor: { USD: prices[0], EUR: prices[1], GBP: prices[2] },
});

/** Prices in USD, EUR and GBP. */
export const PRODUCTS: readonly Product[] = [
  product('NW-SEAT-A', 'Metrics seat, annual', 'Subscriptions', 'year', [12_000, 11_000, 9_500]),
  product('NW-SEAT-M', 'Metrics seat, monthly', 'Subscriptions', 'month', [1_299, 1_199, 999]),
  product('NW-USAGE', 'Metered API calls', 'Usage', 'month', [2, 2, 2], { metered: true }),
  product('NW-ANALYTICS', 'Analytics add-on', 'Subscriptions', 'year', [1_200_000, 1_100_000, 950_000]),
  product('NW-ONBOARD', 'Onboarding', 'Services', null, [150_000, 140_000, 120_000]),
  product('NW-BUNDLE', 'Metrics platform bundle', 'Subscriptions', 'year', [1_050_000, 960_000, 825_000]),
  product('NW-TRAIN', 'Training day', 'Services', null, [180_000, 165_000, 145_000], { inErp: false }),
  product('NW-LABS', 'Labs preview', 'Subscriptions', 'year', [99_000, 90_000, 78_000], {
    inBilling: false,
    inErp: false,
  }),
];

const byCode = new Map(PRODUCTS.map((one) => [one.code, one]));

export function productOf(code: ProductCode): Product {
  return byCode.get(code) as Product;
}

export type PriceBookKey = 'standard' | '2026' | '2025';

export interface PriceBook {
  readonly key: PriceBookKey;
  readonly name: string;
  readonly isActive: boolean;
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

/** The list of 2025 has run out, though nobody has switched it off. */
export const PRICE_BOOKS: readonly PriceBook[] = [
  { key: 'standard', name: 'Standard Price Book', isActive: true, validFrom: null, validTo: null },
  { key: '2026', name: 'Northwind list 2026', isActive: true, validFrom: '2026-01-01', validTo: null },
  {
    key: '2025',
    name: 'Northwind list 2025',
    isActive: true,
    validFrom: '2025-01-01',
    validTo: '2025-12-31',
  },
];
