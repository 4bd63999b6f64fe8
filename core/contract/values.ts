import * as z from 'zod';

/** Money on the wire: digits as text with the currency, never a JSON number. */
export const moneySchema = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, 'is not an ISO 4217 code'),
  minor: z.string().regex(/^-?\d+$/, 'is not an integer of minor units'),
});

/** The days around a period have to be days too, so the calendar's first and last years are none to work in. */
export const periodSchema = z
  .string()
  .regex(/^(19|2\d)\d{2}-(0[1-9]|1[0-2])$/, 'is not a period such as 2026-09, from 1900-01 to 2999-12');
export const daySchema = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'is not a day such as 2026-09-30');
export const idSchema = z.string().trim().min(1, 'is empty').max(400, 'is longer than 400 characters');
export const reasonSchema = z
  .string()
  .trim()
  .min(3, 'needs at least a few words')
  .max(2_000, 'is longer than 2,000 characters');

export const failureSchema = z.object({
  code: z.string(),
  message: z.string(),
  where: z.string().optional(),
  fix: z.string().optional(),
});

/** Count and sums per currency: what every list says about itself. */
export const totalsSchema = z.object({ count: z.int(), sums: z.array(moneySchema) });

export type WireMoney = z.output<typeof moneySchema>;
