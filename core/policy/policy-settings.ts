import * as z from 'zod';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import { isDay } from '../domain/day.ts';
import { limitsSchema, minorByCurrency, minorDigits } from './limits.ts';
import { flows } from './phases.ts';
import { roles } from './permissions.ts';

const flow = z.enum(flows as [string, ...string[]]);
const code = z.string().min(1).max(200);
const oneOf = z.array(code).min(1).optional();

/** A rule holds a posting when everything it names fits; what it leaves out fits always. */
const holdRule = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'is not a rule id such as large-credits'),
    /** Shown to the person who decides. */
    reason: z.string().min(1).max(300),
    flows: z.array(flow).min(1).optional(),
    commandTypes: oneOf,
    legalEntities: oneOf,
    customerIds: oneOf,
    currencies: oneOf,
    productCodes: oneOf,
    /** Inclusive; of either sign. */
    minMinor: minorDigits.optional(),
    /** Inclusive. */
    maxMinor: minorDigits.optional(),
    isNewCustomer: z.boolean().optional(),
  })
  .refine(
    ({ minMinor, maxMinor, currencies }) =>
      (minMinor === undefined && maxMinor === undefined) || currencies?.length === 1,
    'names amounts, so it has to name exactly one currency',
  );

/** A limit on what leaves in an hour, for each flow and entity that it fits by itself. */
const circuitLimit = z.strictObject({
  flow: z.union([flow, z.literal('*')]),
  legalEntity: z.union([z.literal('*'), code]),
  countMax: z.int().positive(),
  /** A currency that is not listed is limited by count alone. */
  maxMinorByCurrency: minorByCurrency,
});

/** A scope of the reconciliation; `*` is every one. */
const scopeRule = {
  scope: z.enum(['receivables', 'cash', 'recurring-revenue', '*']),
  legalEntity: z.union([z.literal('*'), code]),
  currency: z.string().regex(/^([A-Z]{3}|\*)$/, 'is neither a currency nor *'),
} as const;

/** How far a suggested or manual match may be apart; the right amount below and above the left one are set apart. */
const reconciliationTolerance = z.strictObject({
  ...scopeRule,
  belowMinor: minorDigits,
  aboveMinor: minorDigits,
  days: z.int().min(0).max(62),
});

const closedPeriodRule = z.enum(['hold', 'earliest-open', 'reopen-request']);

const schemas = {
  /** From which amount on a posting waits for a person; a currency that is not listed always waits. */
  holdThresholds: minorByCurrency,
  holdRules: z
    .array(holdRule)
    .refine((rules) => new Set(rules.map(({ id }) => id)).size === rules.length, 'has an id twice'),
  /** Whether the first posting of its kind (flow, entity, command) waits. */
  holdFirstOfKind: z.boolean(),
  /** Whether a posting made with a fallback mapping waits. */
  holdFallbacks: z.boolean(),
  circuitLimits: z.array(circuitLimit),
  /** Per flow, what becomes of a document dated in a closed period; a flow that is not listed holds it. */
  closedPeriods: z.partialRecord(flow, closedPeriodRule),
  /** Locked is not closed: `post` sends into it, `hold` does not. */
  lockedPeriods: z.enum(['hold', 'post']),
  roleLimits: z.partialRecord(z.enum(roles), limitsSchema),
  /** Most specific rule wins: scope before legal entity before currency. What no rule names has to be equal. */
  reconciliationTolerances: z.array(reconciliationTolerance),
  /** Up to which difference a scope counts as tied when a period is signed off; what no rule names has to be zero. */
  closeThresholds: z.array(z.strictObject({ ...scopeRule, maxMinor: minorDigits })),
  /** Documents before this day were posted by someone else and are only matched. */
  goLiveOn: z.string().refine(isDay, 'is not a day').nullable(),
  /** How long an approval given in the cockpit waits before it leaves, so that it can be undone. */
  approvalGraceSeconds: z.int().min(0).max(600),
} as const;

export type SettingName = keyof typeof schemas;

export type Policy = { readonly [Name in SettingName]: z.output<(typeof schemas)[Name]> };

export type HoldRule = Policy['holdRules'][number];
export type CircuitLimit = Policy['circuitLimits'][number];
export type ClosedPeriodRule = z.output<typeof closedPeriodRule>;

const settingNames = Object.keys(schemas) as readonly SettingName[];

export type PolicyFailure = Failure<'SETTING_UNKNOWN' | 'SETTING_INVALID'>;

/** 10,000.00 of the currencies that need no thought; everything else waits until someone thought about it. */
const tenThousand = 1_000_000n;
const tenMillion = 1_000_000_000n;

export const defaultPolicy: Policy = {
  holdThresholds: {
    USD: tenThousand,
    EUR: tenThousand,
    GBP: tenThousand,
    CHF: tenThousand,
    CAD: tenThousand,
    AUD: tenThousand,
  },
  holdRules: [],
  holdFirstOfKind: false,
  holdFallbacks: true,
  circuitLimits: [
    {
      flow: '*',
      legalEntity: '*',
      countMax: 10_000,
      maxMinorByCurrency: { USD: tenMillion, EUR: tenMillion, GBP: tenMillion },
    },
  ],
  closedPeriods: {},
  lockedPeriods: 'hold',
  roleLimits: {},
  reconciliationTolerances: [
    { scope: '*', legalEntity: '*', currency: '*', belowMinor: 5n, aboveMinor: 5n, days: 5 },
  ],
  closeThresholds: [],
  goLiveOn: null,
  approvalGraceSeconds: 10,
};

/** Reads one setting, as a person or the journal writes it: amounts are digits. */
export function parseSetting<Name extends SettingName>(
  name: Name,
  value: unknown,
): Result<Policy[Name], PolicyFailure> {
  if (!Object.hasOwn(schemas, name)) {
    return err({
      code: 'SETTING_UNKNOWN',
      message: `"${name}" is not a policy setting.`,
      where: name,
      fix: `Use one of ${settingNames.join(', ')}.`,
    });
  }
  const parsed = schemas[name].safeParse(value);
  if (parsed.success) return ok(parsed.data as Policy[Name]);
  const issue = parsed.error.issues[0];
  return err({
    code: 'SETTING_INVALID',
    message: `The setting ${name} is wrong: ${issue?.message ?? 'not readable'}`,
    where: [name, ...(issue?.path ?? [])].join('.'),
    fix: 'Amounts are digits of minor units ("1000000" is 10,000.00 USD); see the documentation of the setting.',
  });
}
