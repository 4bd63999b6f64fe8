import { currencyExponent } from '#core/domain/currency.ts';

export type Bound = string | number | bigint;

/** A piece of SQL with its values in the order of its question marks. */
export interface Sql {
  readonly sql: string;
  readonly values: readonly Bound[];
}

/** Money that nobody has put a number on is not small. */
const unknownRisk = 150;
/** A currency without a threshold is one that nobody has thought about yet. */
const unratedRisk = 1_000;

/**
 * Amounts in thousandths of the currency's own threshold (the amount from which on the policy wants a person): comparable
 * over currencies without adding them.
 */
export function riskSql(thresholds: Readonly<Record<string, bigint>>): Sql {
  const rated = Object.entries(thresholds).filter(([code]) => currencyExponent(code) !== null);
  if (rated.length === 0) {
    return { sql: `CASE WHEN amount_minor IS NULL THEN ${unknownRisk} ELSE ${unratedRisk} END`, values: [] };
  }
  return {
    sql: `CASE WHEN amount_minor IS NULL THEN ${unknownRisk} ELSE CASE currency ${rated
      .map(() => 'WHEN ? THEN abs(amount_minor) * 1000 / ?')
      .join(' ')} ELSE ${unratedRisk} END END`,
    values: rated.flatMap(([code, threshold]) => [code, threshold > 0n ? threshold : 1n]),
  };
}

/** A LIKE pattern that finds a text anywhere, with nothing in it meaning anything. Escape character is the backslash. */
export function anywhere(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
