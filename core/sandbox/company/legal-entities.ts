export type LegalEntityCode = 'NW-US' | 'NW-DE' | 'NW-UK';
export type SampleCurrency = 'USD' | 'EUR' | 'GBP';

export interface LegalEntity {
  readonly code: LegalEntityCode;
  readonly name: string;
  readonly country: string;
  /** The books' currency. */
  readonly currency: SampleCurrency;
  /** Part of all customers, per cent. */
  readonly share: number;
  readonly markets: readonly Market[];
}

/** Where an entity sells: one country or tax area, its currency and its tax. */
export interface Market {
  readonly country: string;
  readonly state: string | null;
  readonly currency: SampleCurrency;
  /** Key of `TAX_CODES`. */
  readonly taxCode: TaxCodeKey;
  /** How the billing platform marks the customer. */
  readonly taxExempt: 'none' | 'exempt' | 'reverse';
  readonly weight: number;
}

export type TaxCodeKey = 'US-CA' | 'US-NY' | 'US-0' | 'DE-19' | 'DE-0' | 'UK-20' | 'UK-0';

export interface TaxCode {
  readonly key: TaxCodeKey;
  readonly entity: LegalEntityCode;
  readonly name: string;
  /** Decimal text, per cent. */
  readonly ratePercent: string;
}

export const TAX_CODES: readonly TaxCode[] = [
  { key: 'US-CA', entity: 'NW-US', name: 'California sales tax', ratePercent: '8.25' },
  { key: 'US-NY', entity: 'NW-US', name: 'New York sales tax', ratePercent: '8.875' },
  { key: 'US-0', entity: 'NW-US', name: 'No sales tax', ratePercent: '0' },
  { key: 'DE-19', entity: 'NW-DE', name: 'Umsatzsteuer 19 %', ratePercent: '19' },
  { key: 'DE-0', entity: 'NW-DE', name: 'Reverse charge and export', ratePercent: '0' },
  { key: 'UK-20', entity: 'NW-UK', name: 'VAT 20 %', ratePercent: '20' },
  { key: 'UK-0', entity: 'NW-UK', name: 'Export, no VAT', ratePercent: '0' },
];

/** `place` is a country, or a country and a state: "US/CA". */
function market(
  place: string,
  currency: SampleCurrency,
  taxCodeKey: TaxCodeKey,
  weight: number,
  taxExempt: Market['taxExempt'] = 'none',
): Market {
  const [country = '', state = null] = place.split('/');
  return { country, state, currency, taxCode: taxCodeKey, taxExempt, weight };
}

export const LEGAL_ENTITIES: readonly LegalEntity[] = [
  {
    code: 'NW-US',
    name: 'Northwind Metrics Inc.',
    country: 'US',
    currency: 'USD',
    share: 45,
    markets: [
      market('US/CA', 'USD', 'US-CA', 35),
      market('US/NY', 'USD', 'US-NY', 20),
      market('US/OR', 'USD', 'US-0', 35),
      market('CA/ON', 'USD', 'US-0', 10, 'exempt'),
    ],
  },
  {
    code: 'NW-DE',
    name: 'Northwind Metrics GmbH',
    country: 'DE',
    currency: 'EUR',
    share: 30,
    markets: [
      market('DE', 'EUR', 'DE-19', 70),
      market('AT', 'EUR', 'DE-0', 13, 'reverse'),
      market('FR', 'EUR', 'DE-0', 12, 'reverse'),
      market('CH', 'USD', 'DE-0', 5, 'exempt'),
    ],
  },
  {
    code: 'NW-UK',
    name: 'Northwind Metrics Ltd',
    country: 'GB',
    currency: 'GBP',
    share: 25,
    markets: [market('GB', 'GBP', 'UK-20', 88), market('IE', 'EUR', 'UK-0', 12, 'exempt')],
  },
];

export function legalEntity(code: LegalEntityCode): LegalEntity {
  return LEGAL_ENTITIES.find((one) => one.code === code) as LegalEntity;
}

export function taxCode(key: TaxCodeKey): TaxCode {
  return TAX_CODES.find((one) => one.key === key) as TaxCode;
}

/** Month-end rates of the sample, decimal text: units of the second currency for one of the first. */
export const EXCHANGE_RATES: readonly (readonly [SampleCurrency, SampleCurrency, string])[] = [
  ['EUR', 'GBP', '0.86'],
  ['USD', 'EUR', '0.92'],
  ['USD', 'GBP', '0.79'],
  ['EUR', 'USD', '1.09'],
  ['GBP', 'EUR', '1.16'],
  ['GBP', 'USD', '1.27'],
];
