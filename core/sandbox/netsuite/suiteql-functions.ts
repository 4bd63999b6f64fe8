import type Database from 'better-sqlite3';
import type { Clock } from '#core/base/clock.ts';
import { searchInstant } from './search-rows.ts';

/** What SQLite hands to a function. */
export type SqlValue = string | number | bigint | null;

/** Parts of Oracle's date formats that SuiteQL queries use, longest first. */
const FORMAT_PARTS = ['YYYY', 'HH24', 'MON', 'MM', 'DD', 'MI', 'SS'] as const;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const SCALE = 1_000_000;

/** Adds the Oracle functions that SuiteQL knows and SQLite does not. Dates are 'YYYY-MM-DD HH:MM:SS' text inside. */
export function registerSuiteqlFunctions(database: Database.Database, clock: Clock): void {
  const pure = { deterministic: true } as const;
  for (const name of ['TO_DATE', 'TO_TIMESTAMP']) {
    database.function(name, { ...pure, varargs: true }, (text: SqlValue, format: SqlValue) =>
      parseDate(text, format ?? 'MM/DD/YYYY'),
    );
  }
  database.function('TO_CHAR', { ...pure, varargs: true }, (value: SqlValue, format: SqlValue) =>
    format === undefined ? plainText(value) : formatDate(value, format),
  );
  database.function('TO_NUMBER', pure, (value: SqlValue) => (value === null ? null : Number(value)));
  database.function('NVL', pure, (value: SqlValue, other: SqlValue) => value ?? other);
  database.function('NVL2', pure, (value: SqlValue, then: SqlValue, otherwise: SqlValue) =>
    value === null ? otherwise : then,
  );
  database.function('CONCAT', { ...pure, varargs: true }, (...parts: SqlValue[]) =>
    parts.map((part) => part ?? '').join(''),
  );
  database.function('ns_sysdate', () => searchInstant(clock.now()));
  database.aggregate('ns_sum', {
    start: (): { total: bigint; seen: boolean } => ({ total: 0n, seen: false }),
    step: (sum: { total: bigint; seen: boolean }, value: unknown) => {
      if (value === null) return sum;
      return { total: sum.total + BigInt(Math.round(Number(value) * SCALE)), seen: true };
    },
    result: (sum: { total: bigint; seen: boolean }) => (sum.seen ? scaledToDouble(sum.total) : null),
  });
}

/** The double whose shortest text is the exact sum: floating addition would print 0.30000000000000004. */
function scaledToDouble(total: bigint): number {
  const sign = total < 0n ? '-' : '';
  const digits = String(total < 0n ? -total : total).padStart(7, '0');
  return Number(`${sign}${digits.slice(0, -6)}.${digits.slice(-6)}`);
}

function plainText(value: SqlValue): string | null {
  return value === null ? null : String(value);
}

function parseDate(text: SqlValue, format: SqlValue): string | null {
  if (text === null) return null;
  const parts: Record<string, string> = { YYYY: '', MM: '01', DD: '01', HH24: '00', MI: '00', SS: '00' };
  let rest = String(text);
  for (const token of formatTokens(String(format))) {
    const width = token === 'YYYY' ? 4 : token === 'MON' ? 3 : 2;
    const isPart = (FORMAT_PARTS as readonly string[]).includes(token);
    const pattern = token === 'MON' ? /^[A-Za-z]{3}/ : new RegExp(`^\\d{1,${width}}`);
    const match = isPart ? pattern.exec(rest)?.[0] : rest.startsWith(token) ? token : undefined;
    if (match === undefined)
      throw new RangeError(`date does not fit the format ${String(format)}: ${String(text)}`);
    rest = rest.slice(match.length);
    if (!isPart) continue;
    if (token === 'MON') parts['MM'] = String(MONTHS.indexOf(match.toUpperCase()) + 1).padStart(2, '0');
    else parts[token] = match.padStart(width, '0');
  }
  if (rest !== '') throw new RangeError(`date does not fit the format ${String(format)}: ${String(text)}`);
  return `${parts['YYYY']}-${parts['MM']}-${parts['DD']} ${parts['HH24']}:${parts['MI']}:${parts['SS']}`;
}

function formatDate(value: SqlValue, format: SqlValue): string | null {
  if (value === null) return null;
  const text = String(value);
  const parts: Record<string, string> = {
    YYYY: text.slice(0, 4),
    MM: text.slice(5, 7),
    MON: MONTHS[Number(text.slice(5, 7)) - 1] ?? '',
    DD: text.slice(8, 10),
    HH24: text.slice(11, 13),
    MI: text.slice(14, 16),
    SS: text.slice(17, 19),
  };
  return formatTokens(String(format))
    .map((token) => parts[token] ?? token)
    .join('');
}

function formatTokens(format: string): string[] {
  const tokens: string[] = [];
  let rest = format.toUpperCase();
  while (rest !== '') {
    const part = FORMAT_PARTS.find((one) => rest.startsWith(one)) ?? rest.slice(0, 1);
    tokens.push(part);
    rest = rest.slice(part.length);
  }
  return tokens;
}
