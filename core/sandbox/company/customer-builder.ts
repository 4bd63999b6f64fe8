import type { Random } from '#core/base/random.ts';
import type { Customer } from './company-model.ts';
import { companyName } from './company-names.ts';
import { LEGAL_ENTITIES, legalEntity, type LegalEntityCode, type Market } from './legal-entities.ts';

export interface CustomerSpec {
  readonly entity?: LegalEntityCode;
  /** Index into the entity's markets. */
  readonly market?: number;
  readonly taxSetup?: Customer['taxSetup'];
  readonly inBilling?: boolean;
  readonly inErp?: boolean;
  readonly sinceMs: number;
}

/** The n-th customer; what the spec leaves open is drawn. */
export function buildCustomer(number: number, random: Random, spec: CustomerSpec): Customer {
  const entity = spec.entity ?? drawEntity(random);
  const { markets } = legalEntity(entity);
  const market = spec.market === undefined ? draw(random, markets) : (markets[spec.market] as Market);
  const taxSetup = spec.taxSetup ?? 'Complete';
  return {
    key: customerKey(number),
    number,
    name: companyName(number, entity),
    entity,
    market,
    currency: market.currency,
    taxId: taxSetup === 'Missing' ? null : taxId(market, number),
    taxSetup,
    inBilling: spec.inBilling ?? true,
    inErp: spec.inErp ?? true,
    sinceMs: spec.sinceMs,
    arrMinor: 0,
  };
}

function customerKey(number: number): string {
  return `C${String(number).padStart(6, '0')}`;
}

function drawEntity(random: Random): LegalEntityCode {
  let left = random.integer(1, 100);
  for (const entity of LEGAL_ENTITIES) {
    left -= entity.share;
    if (left <= 0) return entity.code;
  }
  return 'NW-US';
}

function draw(random: Random, markets: readonly Market[]): Market {
  let left = random.integer(
    1,
    markets.reduce((sum, market) => sum + market.weight, 0),
  );
  for (const market of markets) {
    left -= market.weight;
    if (left <= 0) return market;
  }
  return markets[0] as Market;
}

function taxId(market: Market, number: number): string {
  const digits = String(100_000_000 + ((number * 7_919) % 900_000_000));
  if (market.country === 'US') return `${digits.slice(0, 2)}-${digits.slice(2)}`;
  if (market.country === 'CH') return `CHE-${digits}`;
  return `${market.country}${digits}`;
}
