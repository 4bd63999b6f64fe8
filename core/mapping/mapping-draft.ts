import * as z from 'zod';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import { isCurrencyCode } from '../domain/currency.ts';
import { isDay, type Day } from '../domain/day.ts';
import {
  everyEntity,
  fallbackKey,
  mappingTypes,
  type MappingTargets,
  type MappingType,
} from './mapping-row.ts';

/** What a proposer writes. `legalEntity` '' is every entity; a fallback has the key '*'. */
export interface MappingDraft<Type extends MappingType = MappingType> {
  readonly type: Type;
  readonly legalEntity?: string;
  readonly sourceKey: string;
  readonly target: MappingTargets[Type];
  readonly validFromOn: Day;
  /** First day on which it no longer holds; none: until further notice. */
  readonly validToOn?: Day | null;
}

export type DraftFailureCode =
  | 'MAPPING_TYPE_UNKNOWN'
  | 'MAPPING_KEY_INVALID'
  | 'MAPPING_ENTITY_INVALID'
  | 'MAPPING_TARGET_INVALID'
  | 'MAPPING_DATES_INVALID'
  | 'MAPPING_FALLBACK_REFUSED';

export type DraftFailure = Failure<DraftFailureCode>;

const identifier = z
  .string()
  .min(1, 'is empty')
  .max(200, 'is longer than 200 characters')
  .refine((text) => text === text.trim(), 'has white space at an end');
const ruleName = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'is not a rule name such as ratable-daily');

const targetSchemas: { readonly [Type in MappingType]: z.ZodType<MappingTargets[Type]> } = {
  item: z.strictObject({ itemId: identifier, revenueRule: ruleName }),
  'tax-code': z.strictObject({ taxCodeId: identifier }),
  subsidiary: z.strictObject({ subsidiaryId: identifier }),
  currency: z.strictObject({ currencyId: identifier }),
  account: z.strictObject({ accountId: identifier }),
  department: z.strictObject({ id: identifier }),
  class: z.strictObject({ id: identifier }),
  location: z.strictObject({ id: identifier }),
  price: z.strictObject({ priceId: identifier }),
  customer: z.strictObject({ erpCustomerId: identifier }),
};

/** Who a document belongs to and what it is worth are never guessed: these types have no fallback. */
const typesWithoutFallback: readonly MappingType[] = ['subsidiary', 'currency', 'customer', 'price'];

/** Checks one draft. `where` names it in the failure, such as `drafts[3]`. */
export function checkMappingDraft(draft: MappingDraft, where: string): Result<MappingDraft, DraftFailure> {
  if (!mappingTypes.includes(draft.type)) {
    return refuse(
      'MAPPING_TYPE_UNKNOWN',
      `"${draft.type}" is not a mapping type`,
      `${where}.type`,
      `Use one of ${mappingTypes.join(', ')}.`,
    );
  }
  const failure =
    entityFailure(draft, where) ??
    keyFailure(draft, where) ??
    dateFailure(draft, where) ??
    targetFailure(draft, where);
  return failure ?? ok(draft);
}

function refuse(
  code: DraftFailureCode,
  message: string,
  where: string,
  fix: string,
): Result<never, DraftFailure> {
  return err({ code, message, where, fix });
}

function entityFailure(draft: MappingDraft, where: string): Result<never, DraftFailure> | null {
  const entity = draft.legalEntity ?? everyEntity;
  if (entity === everyEntity || /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(entity)) return null;
  return refuse(
    'MAPPING_ENTITY_INVALID',
    `"${entity}" is not a legal entity code`,
    `${where}.legalEntity`,
    'Use a legal entity code such as NW-US, or leave it empty for every entity.',
  );
}

function keyFailure(draft: MappingDraft, where: string): Result<never, DraftFailure> | null {
  const key = draft.sourceKey;
  if (key === fallbackKey) {
    if (!typesWithoutFallback.includes(draft.type)) return null;
    return refuse(
      'MAPPING_FALLBACK_REFUSED',
      `A ${draft.type} mapping has no fallback: a wrong one would post to another ${draft.type} unnoticed`,
      `${where}.sourceKey`,
      'Map each key by itself.',
    );
  }
  const expected = expectedKey(draft.type, key);
  if (expected === null && key === key.trim() && key.length <= 400) return null;
  return refuse(
    'MAPPING_KEY_INVALID',
    key === '' ? 'The key is empty' : `"${key}" is no key of the ${draft.type} mappings`,
    `${where}.sourceKey`,
    expected ?? 'Remove white space at the ends; keys have at most 400 characters.',
  );
}

/** What the key should have been, or null when it is right. */
function expectedKey(type: MappingType, key: string): string | null {
  switch (type) {
    case 'tax-code':
      return null;
    case 'currency':
      return isCurrencyCode(key) ? null : 'Use an ISO 4217 code such as USD.';
    case 'account': {
      const [kind, currency, ...rest] = key.split(':');
      const isRight =
        kind === 'bank' && rest.length === 0 && (currency === undefined || isCurrencyCode(currency));
      return isRight ? null : 'Use "bank", or "bank:" and a currency code, such as bank:EUR.';
    }
    case 'price':
      return /^[^|]+\|(annual|monthly|usage)(\|[A-Z]{3})?$/.test(key)
        ? null
        : 'Use product code, bar, annual, monthly or usage, and a bar and currency where prices differ: SEAT-STD|annual|EUR.';
    case 'item':
    case 'subsidiary':
    case 'department':
    case 'class':
    case 'location':
    case 'customer':
      return key.length > 0 ? null : 'Give the code or id that the source system uses.';
  }
}

function dateFailure(draft: MappingDraft, where: string): Result<never, DraftFailure> | null {
  if (!isDay(draft.validFromOn)) {
    return refuse(
      'MAPPING_DATES_INVALID',
      `"${draft.validFromOn}" is not a day`,
      `${where}.validFromOn`,
      'Write it as YYYY-MM-DD.',
    );
  }
  const end = draft.validToOn ?? null;
  if (end === null || (isDay(end) && end > draft.validFromOn)) return null;
  return refuse(
    'MAPPING_DATES_INVALID',
    `"${end}" is not a day after ${draft.validFromOn}`,
    `${where}.validToOn`,
    'Give the first day on which the mapping no longer holds, or leave it out.',
  );
}

function targetFailure(draft: MappingDraft, where: string): Result<never, DraftFailure> | null {
  const parsed = targetSchemas[draft.type].safeParse(draft.target);
  if (parsed.success) return null;
  const issue = parsed.error.issues[0];
  const path = ['target', ...(issue?.path ?? [])].join('.');
  return refuse(
    'MAPPING_TARGET_INVALID',
    `The target of ${draft.type} "${draft.sourceKey}" is wrong: ${path} ${issue?.message ?? ''}`.trim(),
    `${where}.${path}`,
    `A ${draft.type} mapping has exactly: ${targetMembers[draft.type].join(', ')}.`,
  );
}

const targetMembers: { readonly [Type in MappingType]: readonly (keyof MappingTargets[Type])[] } = {
  item: ['itemId', 'revenueRule'],
  'tax-code': ['taxCodeId'],
  subsidiary: ['subsidiaryId'],
  currency: ['currencyId'],
  account: ['accountId'],
  department: ['id'],
  class: ['id'],
  location: ['id'],
  price: ['priceId'],
  customer: ['erpCustomerId'],
};
