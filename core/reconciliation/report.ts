import { present } from '../base/assert.ts';
import { currencyExponent } from '../domain/currency.ts';
import type { ReportedBreak } from './breaks.ts';
import type { MatchEntry } from './match-entries.ts';
import type { MatchRun } from './match-run.ts';
import type { RejectedRow } from './rejected-rows.ts';
import type { SummaryLine } from './report-summary.ts';

/** One form of the report. Everything arrives in this order: matches, ambiguities, breaks, rejected rows, summary. */
export interface Report {
  match(entry: MatchEntry): void;
  ambiguity(entry: MatchEntry): void;
  break(found: ReportedBreak): void;
  rejected(side: 'left' | 'right', row: RejectedRow): void;
  summary(lines: readonly SummaryLine[]): void;
  /** Whether it is time to `await flush()`. */
  readonly isFull: boolean;
  flush(): Promise<void>;
}

/** What every form of the report reads from. */
export interface ReportContext {
  readonly run: MatchRun;
  /** ISO 4217 codes and their decimals, by currency code of the vocabulary. */
  readonly currencies: readonly string[];
  readonly exponents: readonly number[];
}

export function reportContext(run: MatchRun): ReportContext {
  const { currency } = run.left.set.vocabulary;
  const currencies = Array.from({ length: currency.count }, (_, code) => currency.text(code));
  const exponents = currencies.map((code) =>
    present(currencyExponent(code), 'only ISO 4217 currencies are interned'),
  );
  return { run, currencies, exponents };
}
