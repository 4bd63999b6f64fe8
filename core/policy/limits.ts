import * as z from 'zod';
import { isCurrencyCode } from '../domain/currency.ts';
import { magnitude, type Money } from '../domain/money.ts';

/** How far a role or a person reaches: for which legal entities, and up to which amount. */
export interface Limits {
  readonly legalEntities: readonly string[] | 'all';
  /** Minor units per currency; a currency that is not listed is worth nothing. */
  readonly maxMinorByCurrency: Readonly<Record<string, bigint>> | 'unlimited';
}

export const noLimits: Limits = { legalEntities: 'all', maxMinorByCurrency: 'unlimited' };

const currencyCode = z.string().refine(isCurrencyCode, 'is not an ISO 4217 currency code');

/** Minor units as digits, the way money travels. */
export const minorDigits = z
  .union([z.string().regex(/^\d{1,15}$/, 'is not a whole number of minor units'), z.bigint().nonnegative()])
  .transform((digits) => BigInt(digits));

export const minorByCurrency = z.record(currencyCode, minorDigits);

export const limitsSchema: z.ZodType<Limits, unknown> = z.strictObject({
  legalEntities: z.union([z.literal('all'), z.array(z.string().min(1)).min(1)]),
  maxMinorByCurrency: z.union([z.literal('unlimited'), minorByCurrency]),
});

/** `legalEntity` '' is every entity and needs a reach over all; null concerns none. */
export function reachesEntity(limits: Limits, legalEntity: string | null): boolean {
  if (legalEntity === null || limits.legalEntities === 'all') return true;
  return limits.legalEntities.includes(legalEntity);
}

/** Whether an amount of either sign is within the limit; the limit itself is within. */
export function reachesAmount(limits: Limits, amount: Money | null): boolean {
  if (amount === null || limits.maxMinorByCurrency === 'unlimited') return true;
  const max = limits.maxMinorByCurrency[amount.currency];
  return max !== undefined && magnitude(amount).minor <= max;
}
