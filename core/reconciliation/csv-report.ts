import type { ReportedBreak } from './breaks.ts';
import { ByteWriter, csvCellBytes, type ReportSink } from './byte-writer.ts';
import type { MatchEntry } from './match-entries.ts';
import { toleranceUsed } from './match-entries.ts';
import type { MatchRun, Side } from './match-run.ts';
import type { RejectedRow } from './rejected-rows.ts';
import type { Report, ReportContext } from './report.ts';
import type { SummaryLine } from './report-summary.ts';
import { toDecimal } from '../domain/money.ts';

/** The files of a CSV report, by name. */
export const csvReportFiles = [
  'matches.csv',
  'ambiguous.csv',
  'breaks.csv',
  'rejected.csv',
  'summary.csv',
] as const;
export type CsvReportFile = (typeof csvReportFiles)[number];

const comma = 44;
const lineFeed = 10;

/**
 * The report as CSV files. A match of several documents takes as many lines as its larger side, with one match number;
 * each document stands on one line only, so that a column of amounts can be summed. Amounts are decimal text.
 */
export class CsvReport implements Report {
  readonly #matches: ByteWriter;
  readonly #ambiguous: ByteWriter;
  readonly #breaks: ByteWriter;
  readonly #rejected: ByteWriter;
  readonly #summary: ByteWriter;
  readonly #run: MatchRun;
  readonly #exponents: readonly number[];
  readonly #currencies: readonly string[];
  /** Names of rules as cells: every match has one of a few. */
  readonly #ruleCells: ReadonlyMap<string, Uint8Array>;
  #matchNumber = 0;
  #tieNumber = 0;

  constructor(sinks: Readonly<Record<CsvReportFile, ReportSink>>, context: ReportContext) {
    this.#run = context.run;
    this.#exponents = context.exponents;
    this.#currencies = context.currencies;
    this.#ruleCells = new Map(context.run.passes.map(({ id }) => [id, csvCellBytes(id)]));
    this.#matches = new ByteWriter(sinks['matches.csv']);
    this.#ambiguous = new ByteWriter(sinks['ambiguous.csv']);
    this.#breaks = new ByteWriter(sinks['breaks.csv']);
    this.#rejected = new ByteWriter(sinks['rejected.csv']);
    this.#summary = new ByteWriter(sinks['summary.csv']);
    this.#matches.ascii('match,rule,left_id,right_id,currency,left_amount,right_amount,difference,days\n');
    this.#ambiguous.ascii('ambiguity,rule,left_id,right_id,currency,left_amount,right_amount\n');
    this.#breaks.ascii(
      'class,left_id,right_id,left_currency,left_amount,right_currency,right_amount,explanation,evidence\n',
    );
    this.#rejected.ascii('side,line,column,value,code,reason,fix\n');
    this.#summary.ascii('currency,class,count,left_count,left_amount,right_count,right_amount,difference\n');
  }

  match(entry: MatchEntry): void {
    this.#matchNumber += 1;
    this.#lines(this.#matches, this.#matchNumber, entry, true);
  }

  ambiguity(entry: MatchEntry): void {
    this.#tieNumber += 1;
    this.#lines(this.#ambiguous, this.#tieNumber, entry, false);
  }

  break(found: ReportedBreak): void {
    const writer = this.#breaks;
    const { left, right } = this.#run;
    writer.ascii(found.finding.class);
    writer.byte(comma);
    if (found.leftRow >= 0) writer.csvText(left.set.id, found.leftRow);
    writer.byte(comma);
    if (found.rightRow >= 0) writer.csvText(right.set.id, found.rightRow);
    this.#currencyAndAmount(writer, left, found.leftRow);
    this.#currencyAndAmount(writer, right, found.rightRow);
    writer.byte(comma);
    writer.csvString(found.finding.explanation);
    writer.byte(comma);
    writer.csvString(JSON.stringify(found.finding.evidence));
    writer.byte(lineFeed);
  }

  rejected(side: 'left' | 'right', row: RejectedRow): void {
    const writer = this.#rejected;
    writer.ascii(`${side},${row.line},`);
    for (const text of [row.column ?? '', row.value, row.code, row.reason]) {
      writer.csvString(text);
      writer.byte(comma);
    }
    writer.csvString(row.fix);
    writer.byte(lineFeed);
  }

  summary(lines: readonly SummaryLine[]): void {
    for (const line of lines) {
      const amount = (minor: bigint): string => toDecimal({ minor, currency: line.currency });
      const left = `${line.leftCount},${amount(line.leftMinor)}`;
      const right = `${line.rightCount},${amount(line.rightMinor)}`;
      const difference = amount(line.leftMinor - line.rightMinor);
      this.#summary.ascii(`${line.currency},${line.class},${line.count},${left},${right},${difference}\n`);
    }
  }

  get isFull(): boolean {
    return this.#matches.isFull || this.#breaks.isFull || this.#ambiguous.isFull || this.#rejected.isFull;
  }

  async flush(): Promise<void> {
    for (const writer of [this.#matches, this.#ambiguous, this.#breaks, this.#rejected, this.#summary]) {
      await writer.flush();
    }
  }

  #lines(writer: ByteWriter, number: number, entry: MatchEntry, isMatch: boolean): void {
    const { leftRows, rightRows } = entry;
    const { left, right } = this.#run;
    const currency = left.set.currency[leftRows[0] as number] as number;
    const exponent = this.#exponents[currency] as number;
    const lines = Math.max(leftRows.length, rightRows.length);
    for (let at = 0; at < lines; at += 1) {
      writer.integer(number);
      writer.byte(comma);
      if (at === 0) writer.copy(this.#ruleCells.get(entry.rule) as Uint8Array);
      writer.byte(comma);
      if (at < leftRows.length) writer.csvText(left.set.id, leftRows[at] as number);
      writer.byte(comma);
      if (at < rightRows.length) writer.csvText(right.set.id, rightRows[at] as number);
      writer.byte(comma);
      writer.ascii(this.#currencies[currency] as string);
      writer.byte(comma);
      if (at < leftRows.length)
        writer.amount(left.set.amountMinor[leftRows[at] as number] as number, exponent);
      writer.byte(comma);
      if (at < rightRows.length)
        writer.amount(right.set.amountMinor[rightRows[at] as number] as number, exponent);
      if (isMatch) this.#tolerance(writer, entry, exponent, at);
      writer.byte(lineFeed);
    }
  }

  #tolerance(writer: ByteWriter, entry: MatchEntry, exponent: number, line: number): void {
    writer.byte(comma);
    if (line > 0) {
      writer.byte(comma);
      return;
    }
    const used = toleranceUsed(this.#run, entry);
    writer.amount(used.differenceMinor, exponent);
    writer.byte(comma);
    writer.integer(used.days);
  }

  #currencyAndAmount(writer: ByteWriter, side: Side, row: number): void {
    writer.byte(comma);
    const currency = row < 0 ? -1 : (side.set.currency[row] as number);
    if (row >= 0) writer.ascii(this.#currencies[currency] as string);
    writer.byte(comma);
    if (row >= 0) writer.amount(side.set.amountMinor[row] as number, this.#exponents[currency] as number);
  }
}
