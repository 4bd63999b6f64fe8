import { type Failure, type Result, err, ok } from '../base/result.ts';
import type { CancelSignal } from '../base/clock.ts';
import type { BreakContext } from './classify-break.ts';
import { breaksOf } from './breaks.ts';
import type { ReportSink } from './byte-writer.ts';
import { CsvReport, csvReportFiles, type CsvReportFile } from './csv-report.ts';
import { type CsvFailure, CsvSide } from './csv-side.ts';
import { type DocumentSet, Vocabulary } from './document-set.ts';
import { JsonReport } from './json-report.ts';
import { matchEntries, tieEntries } from './match-entries.ts';
import type { MatchRun } from './match-run.ts';
import { matchInSteps } from './match-sets.ts';
import type { RejectedRows } from './rejected-rows.ts';
import { relateBreaks } from './relate-breaks.ts';
import { type Report, reportContext } from './report.ts';
import { ReportSummary, type SummaryLine } from './report-summary.ts';
import type { ReconciliationRules } from './rules-file.ts';

export type FileFailure = Failure<'FILE_UNREADABLE' | 'OUTPUT_UNWRITABLE'>;
export type ReconcileFailure = CsvFailure | FileFailure | Failure<'CANCELLED'>;

/** Files as a port. Methods throw `FileProblem` for what a person can put right. */
export interface ReconciliationFiles {
  /** The file in pieces. A piece may be reused after the next one was asked for. */
  read(path: string): AsyncIterable<Uint8Array>;
  sizeBytes(path: string): Promise<number>;
  /** A file that appears under `path` when it is committed. */
  create(path: string): Promise<ReportSink>;
  join(directory: string, name: string): string;
  /** Lets everything else that waits run first. */
  yieldTurn(): Promise<void>;
}

export class FileProblem extends Error {
  readonly failure: FileFailure;

  constructor(failure: FileFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

export interface ReconcileProgress {
  readonly stage: 'read-left' | 'read-right' | 'match' | 'report';
  /** Done and total of the stage: bytes when reading, passes when matching, left rows when reporting. */
  readonly done: number;
  readonly total: number;
}

export interface ReconcileFilesInput {
  readonly left: string;
  readonly right: string;
  readonly rules: ReconciliationRules;
  /** Where the report goes; with neither, only the summary is returned. */
  readonly output: { readonly json?: string; readonly csvDirectory?: string };
  readonly signal?: CancelSignal;
  readonly onProgress?: (progress: ReconcileProgress) => void;
}

export interface SideReport {
  readonly path: string;
  readonly name: string;
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
}

export interface ReconciliationReport {
  readonly left: SideReport;
  readonly right: SideReport;
  /** The rejected rows themselves: up to 100,000 of each side. */
  readonly rejected: { readonly left: RejectedRows; readonly right: RejectedRows };
  readonly passes: readonly { readonly id: string; readonly matches: number; readonly unsearched: number }[];
  readonly summary: readonly SummaryLine[];
  /** The whole result, for callers that show more than the summary. */
  readonly run: MatchRun;
  readonly files: readonly string[];
}

class Cancelled extends Error {}

const estimatedRowBytes = 48;

/**
 * Reconciles two CSV files and writes the report. Rows that cannot be read are reported and left out; a file or header
 * that cannot be read stops with a failure. At any moment it can be cancelled, and then it leaves no file behind.
 */
export async function reconcileFiles(
  input: ReconcileFilesInput,
  files: ReconciliationFiles,
): Promise<Result<ReconciliationReport, ReconcileFailure>> {
  const sinks: ReportSink[] = [];
  try {
    return await new FileReconciliation(input, files, sinks).run();
  } catch (error) {
    if (error instanceof FileProblem) return err(error.failure);
    if (error instanceof Cancelled) {
      return err({ code: 'CANCELLED', message: 'the reconciliation was cancelled; nothing was written' });
    }
    throw error;
  } finally {
    for (const sink of sinks) await sink.discard();
  }
}

class FileReconciliation {
  readonly #input: ReconcileFilesInput;
  readonly #files: ReconciliationFiles;
  /** Sinks that are not committed yet. */
  readonly #sinks: ReportSink[];
  readonly #paths: string[] = [];
  #entries = 0;

  constructor(input: ReconcileFilesInput, files: ReconciliationFiles, sinks: ReportSink[]) {
    this.#input = input;
    this.#files = files;
    this.#sinks = sinks;
  }

  async run(): Promise<Result<ReconciliationReport, ReconcileFailure>> {
    const vocabulary = new Vocabulary();
    const left = await this.#read('left', vocabulary);
    if (!left.ok) return left;
    const right = await this.#read('right', vocabulary);
    if (!right.ok) return right;
    const run = await this.#match(left.value.set, right.value.set);
    return ok(await this.#report(run, left.value, right.value));
  }

  async #read(
    side: 'left' | 'right',
    vocabulary: Vocabulary,
  ): Promise<Result<{ set: DocumentSet; report: SideReport; rejected: RejectedRows }, CsvFailure>> {
    const path = this.#input[side];
    const total = await this.#files.sizeBytes(path);
    const rules = this.#input.rules[side];
    const reader = new CsvSide(path, rules, vocabulary, Math.ceil(total / estimatedRowBytes));
    let done = 0;
    for await (const piece of this.#files.read(path)) {
      this.#throwIfCancelled();
      const read = reader.push(piece);
      if (!read.ok) return read;
      done += piece.length;
      this.#input.onProgress?.({ stage: `read-${side}`, done, total });
    }
    const set = reader.finish();
    if (!set.ok) return set;
    const report = {
      path,
      name: rules.name,
      rows: reader.rowCount,
      accepted: set.value.count,
      rejected: reader.rejected.count,
    };
    return ok({ set: set.value, report, rejected: reader.rejected });
  }

  async #match(left: DocumentSet, right: DocumentSet): Promise<MatchRun> {
    const total = this.#input.rules.passes.length;
    const steps = matchInSteps(left, right, this.#input.rules.passes);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      await this.#pause();
      this.#input.onProgress?.({ stage: 'match', done: step.value, total });
    }
  }

  async #report(
    run: MatchRun,
    left: { report: SideReport; rejected: RejectedRows },
    right: { report: SideReport; rejected: RejectedRows },
  ): Promise<ReconciliationReport> {
    const passes = passCounts(run);
    const reports = await this.#openReports(run, { left: left.report, right: right.report, passes });
    const summary = await this.#writeEntries(run, reports);
    for (const [side, rejected] of [
      ['left', left.rejected],
      ['right', right.rejected],
    ] as const) {
      for (const row of rejected.listed) {
        for (const report of reports) report.rejected(side, row);
        await this.#flushFull(reports);
      }
    }
    for (const report of reports) {
      report.summary(summary);
      await report.flush();
    }
    this.#throwIfCancelled();
    for (let sink = this.#sinks[0]; sink !== undefined; sink = this.#sinks[0]) {
      await sink.commit();
      this.#sinks.shift();
    }
    return {
      left: left.report,
      right: right.report,
      rejected: { left: left.rejected, right: right.rejected },
      passes,
      summary,
      run,
      files: this.#paths,
    };
  }

  async #openReports(run: MatchRun, head: Readonly<Record<string, unknown>>): Promise<Report[]> {
    const { json, csvDirectory } = this.#input.output;
    const context = reportContext(run);
    const reports: Report[] = [];
    if (json !== undefined) reports.push(new JsonReport(await this.#create(json), context, head));
    if (csvDirectory !== undefined) {
      const sinks = {} as Record<CsvReportFile, ReportSink>;
      for (const name of csvReportFiles)
        sinks[name] = await this.#create(this.#files.join(csvDirectory, name));
      reports.push(new CsvReport(sinks, context));
    }
    return reports;
  }

  async #create(path: string): Promise<ReportSink> {
    const sink = await this.#files.create(path);
    this.#sinks.push(sink);
    this.#paths.push(path);
    return sink;
  }

  async #writeEntries(run: MatchRun, reports: readonly Report[]): Promise<SummaryLine[]> {
    const summary = new ReportSummary(run.left, run.right);
    for (const entry of matchEntries(run)) {
      summary.addGroup('matched', entry.leftRows, entry.rightRows);
      for (const report of reports) report.match(entry);
      if (isAnyFull(reports)) await this.#flushFull(reports);
      if (this.#isPauseDue()) await this.#pauseReport(run);
    }
    for (const entry of tieEntries(run)) {
      summary.addGroup('ambiguous', entry.leftRows, entry.rightRows);
      for (const report of reports) report.ambiguity(entry);
      if (isAnyFull(reports)) await this.#flushFull(reports);
      if (this.#isPauseDue()) await this.#pauseReport(run);
    }
    const steps = relateBreaks(run);
    let related = steps.next();
    for (; related.done !== true; related = steps.next()) await this.#pause();
    for (const found of breaksOf(run, related.value, this.#breakContext())) {
      summary.addPair(found.finding.class, found.leftRow, found.rightRow);
      for (const report of reports) report.break(found);
      if (isAnyFull(reports)) await this.#flushFull(reports);
      if (this.#isPauseDue()) await this.#pauseReport(run);
    }
    return summary.lines();
  }

  /** Two files share one set of customers and entities where a pass compares them: they map to themselves. */
  #breakContext(): BreakContext {
    const { classification, passes } = this.#input.rules;
    const usesKey = (field: string): boolean => passes.some((pass) => pass.keys.some((key) => key === field));
    return {
      ...classification,
      ...(usesKey('customer') ? { mappedCustomer: (customer: string) => customer } : {}),
      ...(usesKey('entity') ? { mappedEntity: (entity: string) => entity } : {}),
    };
  }

  /** True once in a few thousand calls: often enough to stay responsive, seldom enough to cost nothing. */
  #isPauseDue(): boolean {
    this.#entries += 1;
    return (this.#entries & 8191) === 0;
  }

  async #pauseReport(run: MatchRun): Promise<void> {
    await this.#pause();
    const total = run.left.set.count;
    this.#input.onProgress?.({ stage: 'report', done: Math.min(this.#entries, total), total });
  }

  async #flushFull(reports: readonly Report[]): Promise<void> {
    for (const report of reports) if (report.isFull) await report.flush();
  }

  async #pause(): Promise<void> {
    await this.#files.yieldTurn();
    this.#throwIfCancelled();
  }

  #throwIfCancelled(): void {
    if (this.#input.signal?.aborted === true) throw new Cancelled();
  }
}

function isAnyFull(reports: readonly Report[]): boolean {
  for (const report of reports) if (report.isFull) return true;
  return false;
}

function passCounts(run: MatchRun): ReconciliationReport['passes'] {
  const matches = run.passes.map(() => 0);
  for (const { pass } of [run.pairs, run.groups]) {
    for (let at = 0; at < pass.count; at += 1) {
      const index = pass.values[at] as number;
      matches[index] = (matches[index] as number) + 1;
    }
  }
  return run.passes.map((pass, at) => ({
    id: pass.id,
    matches: matches[at] as number,
    unsearched: run.unsearched[at] as number,
  }));
}
