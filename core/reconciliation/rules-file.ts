import { type Result, err, ok } from '../base/result.ts';
import { isCurrencyCode } from '../domain/currency.ts';
import { type Day, isDay } from '../domain/day.ts';
import { parseDateFormat } from './date-format.ts';
import type { DocumentField, TextField } from './document-set.ts';
import { InvalidRules, JsonObject, type RulesFailure, list, nameOf } from './json-reader.ts';
import {
  type AmountTolerance,
  type DayWindow,
  type MatchKey,
  type MatchPass,
  candidatesMaxDefault,
  candidatesMaxLimit,
  codeFields,
  exactAmount,
  partsMaxDefault,
  partsMaxLimit,
  sameDay,
  textFields,
} from './rules.ts';

/** How one CSV file is read. */
export interface FileRules {
  /** What the report calls this side. */
  readonly name: string;
  readonly delimiter: string;
  /** Header names, by the field that the column holds. */
  readonly columns: Readonly<Partial<Record<ColumnField, string>>>;
  /** For every row, where the file has no currency column. */
  readonly currency: string | null;
  /** YYYY, MM and DD with separators, each once. */
  readonly dateFormat: string;
  /** `decimal`: text in the currency's exponent; `minor`: whole minor units. */
  readonly amountFormat: 'decimal' | 'minor';
  readonly decimalMark: '.' | ',';
}

export type ColumnField = DocumentField | 'currency' | 'amount' | 'date';

export interface ReconciliationRules {
  readonly left: FileRules;
  readonly right: FileRules;
  readonly passes: readonly MatchPass[];
  readonly classification: ClassificationRules;
}

export interface ClassificationRules {
  readonly period: { readonly firstDay: Day; readonly lastDay: Day } | null;
  /** Differences up to this many minor units are called rounding. */
  readonly roundingMinor: number;
  /** Days after its own day within which a counterpart may still arrive. */
  readonly timingDays: number;
}

const columnFields: readonly ColumnField[] = [
  'id',
  'reference',
  'documentNumber',
  'externalLink',
  'customer',
  'entity',
  'kind',
  'currency',
  'amount',
  'date',
];
const passShapes = ['one-to-one', 'one-to-many', 'many-to-one', 'many-to-many'] as const;
const daysMax = 366;

/** Reads a rules file. The failure names the member by its JSON path and says what to write instead. */
export function parseRules(text: string): Result<ReconciliationRules, RulesFailure> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return err({
      code: 'RULES_NOT_JSON',
      message: `the rules are not JSON: ${(error as Error).message}`,
      fix: 'Write one JSON object with "left", "right" and "passes".',
    });
  }
  try {
    return ok(readRules(value));
  } catch (error) {
    if (error instanceof InvalidRules) return err(error.failure);
    throw error;
  }
}

function readRules(value: unknown): ReconciliationRules {
  const rules = new JsonObject(value, '$', ['version', 'left', 'right', 'passes', 'classification']);
  rules.integer('version', { min: 1, max: 1, otherwise: 1 });
  const left = readFile(rules.at('left'), '$.left', 'left');
  const right = readFile(rules.at('right'), '$.right', 'right');
  const items = rules.array('passes');
  if (items.length > 200)
    throw new InvalidRules('$.passes', `${items.length} passes`, 'Write at most 200 passes.');
  const passes = items.map((item, at) => readPass(item, `$.passes[${at}]`));
  for (const [at, pass] of passes.entries()) {
    const path = `$.passes[${at}]`;
    if (passes.findIndex((other) => other.id === pass.id) !== at) {
      throw new InvalidRules(`${path}.id`, `"${pass.id}" is used twice`, 'Give every pass an id of its own.');
    }
    checkKeysHaveColumns(pass, path, left, right);
  }
  return { left, right, passes, classification: readClassification(rules.at('classification')) };
}

function readFile(value: unknown, path: string, side: string): FileRules {
  const known = ['name', 'delimiter', 'columns', 'currency', 'dateFormat', 'amountFormat', 'decimalMark'];
  const file = new JsonObject(value, path, known);
  const names = new JsonObject(file.at('columns'), `${path}.columns`, columnFields);
  const columns: Partial<Record<ColumnField, string>> = {};
  for (const field of columnFields) if (names.has(field)) columns[field] = names.text(field);
  for (const field of ['id', 'amount', 'date'] as const) names.text(field);
  const currency = file.optionalText('currency');
  if (currency === null && !names.has('currency')) {
    const fix =
      'Name the currency column, or write "currency": "USD" beside "columns" for a file in one currency.';
    throw new InvalidRules(`${path}.columns.currency`, 'no currency', fix);
  }
  if (currency !== null && !isCurrencyCode(currency)) {
    throw new InvalidRules(
      `${path}.currency`,
      `"${currency}" is not an ISO 4217 code`,
      'Write a code such as "USD".',
    );
  }
  const dateFormat = file.optionalText('dateFormat') ?? 'YYYY-MM-DD';
  if (parseDateFormat(dateFormat) === null) {
    const fix = 'Write YYYY, MM and DD once each, such as "YYYY-MM-DD", "DD.MM.YYYY" or "YYYYMMDD".';
    throw new InvalidRules(`${path}.dateFormat`, `"${dateFormat}" is not a date format`, fix);
  }
  const decimalMark = file.choice('decimalMark', ['.', ','], '.');
  return {
    name: file.optionalText('name') ?? side,
    delimiter: readDelimiter(file),
    columns,
    currency,
    dateFormat,
    amountFormat: file.choice('amountFormat', ['decimal', 'minor'], 'decimal'),
    decimalMark,
  };
}

function readDelimiter(file: JsonObject): string {
  const delimiter = file.optionalText('delimiter') ?? ',';
  if (
    delimiter.length === 1 &&
    delimiter > '\u0008' &&
    delimiter < '\u007f' &&
    !'"\r\n'.includes(delimiter)
  ) {
    return delimiter;
  }
  const fix = 'Write one character, such as ",", ";", "|" or "\\t".';
  throw new InvalidRules(file.pathOf('delimiter'), `found ${nameOf(delimiter)}`, fix);
}

function readPass(value: unknown, path: string): MatchPass {
  const pass = new JsonObject(value, path, [
    'id',
    'shape',
    'keys',
    'amount',
    'days',
    'partsMax',
    'candidatesMax',
  ]);
  return {
    id: pass.text('id'),
    shape: pass.choice('shape', passShapes, 'one-to-one'),
    keys: pass.array('keys').map((key, at) => readKey(key, `${path}.keys[${at}]`)),
    amount: readAmount(pass),
    days: readDays(pass),
    partsMax: pass.integer('partsMax', { min: 2, max: partsMaxLimit, otherwise: partsMaxDefault }),
    candidatesMax: pass.integer('candidatesMax', {
      min: 2,
      max: candidatesMaxLimit,
      otherwise: candidatesMaxDefault,
    }),
  };
}

function readKey(value: unknown, path: string): MatchKey {
  const fields = [...textFields, ...codeFields];
  if (typeof value === 'string') {
    const field = fields.find((name) => name === value);
    if (field !== undefined) return field;
    throw new InvalidRules(path, `"${value}" is not a field to match by`, `Write one of ${list(fields)}.`);
  }
  const key = new JsonObject(value, path, ['left', 'right']);
  return { left: readTextField(key, 'left'), right: readTextField(key, 'right') };
}

function readTextField(key: JsonObject, side: 'left' | 'right'): TextField {
  const name = key.text(side);
  const field = textFields.find((text) => text === name);
  if (field !== undefined) return field;
  throw new InvalidRules(
    key.pathOf(side),
    `"${name}" is not a text field`,
    `Write one of ${list(textFields)}.`,
  );
}

function readAmount(pass: JsonObject): AmountTolerance {
  if (!pass.has('amount') || pass.at('amount') === 'exact') return exactAmount;
  const known = ['belowMinor', 'aboveMinor', 'belowBasisPoints', 'aboveBasisPoints'];
  const amount = new JsonObject(pass.at('amount'), pass.pathOf('amount'), known);
  const minor = { min: 0, max: 1_000_000_000_000, otherwise: 0 };
  const basisPoints = { min: 0, max: 10_000, otherwise: 0 };
  return {
    belowMinor: amount.integer('belowMinor', minor),
    aboveMinor: amount.integer('aboveMinor', minor),
    belowBasisPoints: amount.integer('belowBasisPoints', basisPoints),
    aboveBasisPoints: amount.integer('aboveBasisPoints', basisPoints),
  };
}

function readDays(pass: JsonObject): DayWindow | 'any' {
  const value = pass.at('days');
  if (value === undefined || value === 'exact') return sameDay;
  if (value === 'any') return 'any';
  const days = new JsonObject(value, pass.pathOf('days'), ['before', 'after']);
  const range = { min: 0, max: daysMax, otherwise: 0 };
  return { beforeDays: days.integer('before', range), afterDays: days.integer('after', range) };
}

function checkKeysHaveColumns(pass: MatchPass, path: string, left: FileRules, right: FileRules): void {
  for (const [at, key] of pass.keys.entries()) {
    const sides = [
      { file: left, side: 'left' as const, field: typeof key === 'string' ? key : key.left },
      { file: right, side: 'right' as const, field: typeof key === 'string' ? key : key.right },
    ];
    for (const { file, side, field } of sides) {
      if (file.columns[field] === undefined) {
        const fix = `Name the column in $.${side}.columns.${field}, or leave the key out.`;
        throw new InvalidRules(`${path}.keys[${at}]`, `the ${side} file has no column for "${field}"`, fix);
      }
    }
  }
}

function readClassification(value: unknown): ClassificationRules {
  if (value === undefined) return { period: null, roundingMinor: 0, timingDays: 0 };
  const rules = new JsonObject(value, '$.classification', ['period', 'roundingMinor', 'timingDays']);
  return {
    period: rules.has('period') ? readPeriod(rules.at('period')) : null,
    roundingMinor: rules.integer('roundingMinor', { min: 0, max: 1_000_000, otherwise: 0 }),
    timingDays: rules.integer('timingDays', { min: 0, max: daysMax, otherwise: 0 }),
  };
}

function readPeriod(value: unknown): { firstDay: Day; lastDay: Day } {
  const period = new JsonObject(value, '$.classification.period', ['from', 'to']);
  const [firstDay, lastDay] = [readDay(period, 'from'), readDay(period, 'to')];
  if (firstDay <= lastDay) return { firstDay, lastDay };
  throw new InvalidRules(period.path, `${firstDay} is after ${lastDay}`, 'Write the first day as "from".');
}

function readDay(period: JsonObject, name: string): Day {
  const day = period.text(name);
  if (isDay(day)) return day;
  throw new InvalidRules(period.pathOf(name), `"${day}" is not a day`, 'Write YYYY-MM-DD.');
}
