import type { ReportedBreak } from './breaks.ts';
import { ByteWriter, type ReportSink } from './byte-writer.ts';
import { type MatchEntry, toleranceUsed } from './match-entries.ts';
import type { Side } from './match-run.ts';
import type { RejectedRow } from './rejected-rows.ts';
import type { Report, ReportContext } from './report.ts';
import type { SummaryLine } from './report-summary.ts';

type Section = 'matches' | 'ambiguous' | 'breaks' | 'rejected';
const sections: readonly Section[] = ['matches', 'ambiguous', 'breaks', 'rejected'];
const comma = 44;

/** The report as one JSON document, written as it is found. Amounts are minor units as digits in a string. */
export class JsonReport implements Report {
  readonly #writer: ByteWriter;
  readonly #context: ReportContext;
  #section = -1;
  #isFirst = true;

  constructor(sink: ReportSink, context: ReportContext, head: Readonly<Record<string, unknown>>) {
    this.#writer = new ByteWriter(sink);
    this.#context = context;
    this.#writer.ascii('{"format":"tieout.reconciliation","version":1');
    for (const [name, value] of Object.entries(head)) {
      this.#writer.ascii(`,"${name}":`);
      this.#writer.json(value);
    }
  }

  match(entry: MatchEntry): void {
    const { differenceMinor, days } = toleranceUsed(this.#context.run, entry);
    this.#open('matches');
    this.#rows(entry);
    this.#writer.ascii(`,"differenceMinor":"${differenceMinor}","days":${days}}`);
  }

  ambiguity(entry: MatchEntry): void {
    this.#open('ambiguous');
    this.#rows(entry);
    this.#writer.ascii('}');
  }

  break(found: ReportedBreak): void {
    const { left, right } = this.#context.run;
    this.#open('breaks');
    this.#writer.ascii(`{"class":"${found.finding.class}","left":`);
    this.#document(left, found.leftRow);
    this.#writer.ascii(',"right":');
    this.#document(right, found.rightRow);
    this.#writer.ascii(',"explanation":');
    this.#writer.json(found.finding.explanation);
    this.#writer.ascii(',"evidence":');
    this.#writer.json(found.finding.evidence);
    this.#writer.ascii('}');
  }

  rejected(side: 'left' | 'right', row: RejectedRow): void {
    this.#open('rejected');
    this.#writer.json({ side, ...row });
  }

  summary(lines: readonly SummaryLine[]): void {
    this.#openSection(sections.length);
    this.#writer.ascii(',"summary":');
    this.#writer.json(
      lines.map((line) => ({
        ...line,
        leftMinor: String(line.leftMinor),
        rightMinor: String(line.rightMinor),
        differenceMinor: String(line.leftMinor - line.rightMinor),
      })),
    );
    this.#writer.ascii('}\n');
  }

  get isFull(): boolean {
    return this.#writer.isFull;
  }

  flush(): Promise<void> {
    return this.#writer.flush();
  }

  #open(section: Section): void {
    this.#openSection(sections.indexOf(section));
    if (!this.#isFirst) this.#writer.byte(comma);
    this.#isFirst = false;
  }

  /** Closes the section before and opens the ones up to this, so that empty ones are there too. */
  #openSection(index: number): void {
    while (this.#section < index) {
      if (this.#section >= 0) this.#writer.ascii(']');
      this.#section += 1;
      if (this.#section < sections.length) this.#writer.ascii(`,"${sections[this.#section]}":[`);
      this.#isFirst = true;
    }
  }

  #rows(entry: MatchEntry): void {
    const { left, right } = this.#context.run;
    const writer = this.#writer;
    writer.ascii('{"rule":');
    writer.json(entry.rule);
    writer.ascii(',"currency":');
    writer.json(this.#currencyOf(left, entry.leftRows[0] as number));
    writer.ascii(',"left":');
    this.#ids(left, entry.leftRows);
    writer.ascii(',"right":');
    this.#ids(right, entry.rightRows);
  }

  #currencyOf(side: Side, row: number): string {
    return this.#context.currencies[side.set.currency[row] as number] as string;
  }

  #ids(side: Side, rows: Int32Array): void {
    let separator = '[';
    for (const row of rows) {
      this.#writer.ascii(separator);
      this.#writer.jsonText(side.set.id, row);
      separator = ',';
    }
    this.#writer.ascii(']');
  }

  #document(side: Side, row: number): void {
    if (row < 0) {
      this.#writer.ascii('null');
      return;
    }
    this.#writer.ascii('{"id":');
    this.#writer.jsonText(side.set.id, row);
    this.#writer.ascii(',"currency":');
    this.#writer.json(this.#currencyOf(side, row));
    this.#writer.ascii(`,"amountMinor":"${side.set.amountMinor[row]}"}`);
  }
}
