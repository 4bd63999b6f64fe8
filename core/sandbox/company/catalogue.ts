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

type Kind = Pick<Product, 'family' | 'interval' | 'metered'>;

const YEARLY: Kind = { family: 'Subscriptions', interval: 'year', metered: false };
const MONTHLY: Kind = { family: 'Subscriptions', interval: 'month', metered: false };
const METERED: Kind = { family: 'Usage', interval: 'month', metered: true };
const ONCE: Kind = { family: 'Services', interval: null, metered: false };

function product(
  code: ProductCode,
  name: string,
  kind: Kind,
  [USD, EUR, GBP]: readonly [number, number, number],
  absence: Partial<Pick<Product, 'inBilling' | 'inErp'>> = {},
): Product {
  return { code, name, ...kind, priceMinor: { USD, EUR, GBP }, inBilling: true, inErp: true, ...absence };
}

/** Prices in USD, EUR and GBP. */
export const PRODUCTS: readonly Product[] = [
  product('NW-SEAT-A', 'Metrics seat, annual', YEARLY, [12_000, 11_000, 9_500]),
  product('NW-SEAT-M', 'Metrics seat, monthly', MONTHLY, [1_299, 1_199, 999]),
  product('NW-USAGE', 'Metered API calls', METERED, [2, 2, 2]),
  product('NW-ANALYTICS', 'Analytics add-on', YEARLY, [1_200_000, 1_100_000, 950_000]),
  product('NW-ONBOARD', 'Onboarding', ONCE, [150_000, 140_000, 120_000]),
  product('NW-BUNDLE', 'Metrics platform bundle', YEARLY, [1_050_000, 960_000, 825_000]),
  product('NW-TRAIN', 'Training day', ONCE, [180_000, 165_000, 145_000], { inErp: false }),
  product('NW-LABS', 'Labs preview', YEARLY, [99_000, 90_000, 78_000], { inBilling: false, inErp: false }),
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
