import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FileReconciliation, FileReconciliationInput } from '#core/app/router/file-reconciliation.ts';
import { workspaceOptions } from '../arguments.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { CommandFailure, usageFailure } from '../command-failure.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { moneyText } from '../money-text.ts';
import { withWorkspace } from '../with-workspace.ts';
import { reconciliationText } from '../reconciliation-text.ts';
import { printable, tableText } from '../table-text.ts';

const fileOptions = ['left', 'right', 'rules', 'out', 'csv'] as const;

export const reconcileCommand: Command = {
  name: 'reconcile',
  summary: 'Tie a period out across CRM, billing and ERP; or reconcile two CSV files by a rules file',
  usage: [
    '--workspace DIR --period YYYY-MM',
    '--left A.csv --right B.csv --rules RULES.json [--out REPORT.json] [--csv DIR]',
  ],
  details: `A period is reconciled from what the journal holds: sync first. Every difference is classified: timing, cut-off,
mapping, rounding, fx, missing, duplicate, manual-edit.

For files, the rules name the columns of each (id, reference, customer, currency, amount, date), the amount and date
format and the passes from exact to tolerant. Rows that cannot be read are reported with their line numbers and do not
stop the rest. With --json and neither --out nor --csv the whole report is the document; with them it is the summary.
Ends with 1 when there are breaks, ambiguities, explained differences or rejected rows.`,
  options: {
    ...workspaceOptions,
    period: { value: 'YYYY-MM', help: 'The period.' },
    left: { value: 'FILE', help: 'CSV of the left side.' },
    right: { value: 'FILE', help: 'CSV of the right side.' },
    rules: { value: 'FILE', help: 'How to read and match them.' },
    out: {
      value: 'FILE',
      help: 'Write the report as JSON: matched pairs with their rule, breaks with their class.',
    },
    csv: { value: 'DIR', help: 'Write the report as CSV files into this folder.' },
  },
  run,
};

function run(context: CommandContext): Promise<Outcome> {
  const { args } = context;
  args.atMost(0);
  const given = fileOptions.filter((name) => args.text(name) !== undefined);
  const period = args.text('period');
  if (period !== undefined && given.length > 0) {
    throw usageFailure(
      `--period and --${given[0]} do not go together.`,
      `--${given[0]}`,
      'Reconcile a period or two files.',
    );
  }
  return given.length > 0 ? reconcileFiles(context) : reconcilePeriod(context);
}

function reconcilePeriod(context: CommandContext): Promise<Outcome> {
  const period = context.args.required('period', 'a period as YYYY-MM, or --left, --right and --rules');
  return withWorkspace(context, { action: 'reconciliation.run', isDecision: false }, async ({ client }) => {
    const result = await client.reconciliation.run.mutate({ period });
    return {
      exitCode: result.isTiedOut ? exitCodes.ok : exitCodes.found,
      document: result,
      text: reconciliationText(result),
    };
  });
}

async function reconcileFiles(context: CommandContext): Promise<Outcome> {
  const { args } = context;
  for (const name of ['left', 'right', 'rules'] as const) args.required(name, 'a file');
  const json = args.path('out');
  const csvDirectory = args.path('csv');
  if (json !== undefined || csvDirectory !== undefined) {
    const result = await matched(context, {
      ...(json === undefined ? {} : { json }),
      ...(csvDirectory === undefined ? {} : { csvDirectory }),
    });
    const document = documentOf(result);
    return { exitCode: exitCodeFor(document), document, text: textOf(document) };
  }
  const folder = mkdtempSync(join(tmpdir(), 'tieout-reconcile-'));
  try {
    return args.flag('json') ? await printReport(context, folder) : await showReport(context, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The whole report as the one document. It is complete before its first byte is printed. */
async function printReport(context: CommandContext, folder: string): Promise<Outcome> {
  const json = join(folder, 'report.json');
  const result = await matched(context, { json });
  await context.announceFile(json);
  const document = documentOf(result);
  return { exitCode: exitCodeFor(document), document, text: '' };
}

/** Summary, breaks and pairs for a person to read: the first of each, and how to get the rest. */
async function showReport(context: CommandContext, folder: string): Promise<Outcome> {
  const document = documentOf(await matched(context, { csvDirectory: folder }));
  const parts = [
    textOf({ ...document, files: [] }),
    await linesOf(join(folder, 'breaks.csv'), 'Breaks', breaksShown),
    await linesOf(join(folder, 'ambiguous.csv'), 'Ambiguous', breaksShown),
    await linesOf(join(folder, 'matches.csv'), 'Matched', matchesShown),
  ];
  const text = parts.filter((part) => part !== '').join('\n\n');
  return { exitCode: exitCodeFor(document), document, text };
}

async function linesOf(path: string, title: string, max: number): Promise<string> {
  const lines: string[] = [];
  let count = -1;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    count += 1;
    if (count <= max) lines.push(`  ${printable(line)}`);
  }
  if (count <= 0) return '';
  if (count > max)
    lines.push(`  … and ${(count - max).toLocaleString('en-US')} more lines: --out FILE or --csv DIR`);
  return [title, ...lines].join('\n');
}

async function matched(
  { args, signal, progress }: CommandContext,
  output: FileReconciliationInput['output'],
): Promise<FileReconciliation> {
  const { reconcileCsvFiles } = await import('#core/app/router/file-reconciliation.ts');
  const result = await reconcileCsvFiles({
    left: args.path('left') ?? '',
    right: args.path('right') ?? '',
    rules: args.path('rules') ?? '',
    output,
    signal,
    onProgress: ({ stage, done, total }) => progress.show(`${stage}: ${done} of ${total}`),
  });
  progress.clear();
  if (!result.ok) throw new CommandFailure(result.error);
  return result.value;
}

function exitCodeFor({ left, right, summary }: Document): ExitCode {
  const isClean =
    left.rejected === 0 && right.rejected === 0 && summary.every(({ class: name }) => name === 'matched');
  return isClean ? exitCodes.ok : exitCodes.found;
}

type Document = ReturnType<typeof documentOf>;

const rejectedShown = 1_000;
const breaksShown = 100;
const matchesShown = 20;

function documentOf({ left, right, rejected, passes, summary, files }: FileReconciliation) {
  return {
    left,
    right,
    passes,
    summary: summary.map((line) => ({
      currency: line.currency,
      class: line.class,
      count: line.count,
      left: { count: line.leftCount, sum: { currency: line.currency, minor: String(line.leftMinor) } },
      right: { count: line.rightCount, sum: { currency: line.currency, minor: String(line.rightMinor) } },
      difference: { currency: line.currency, minor: String(line.leftMinor - line.rightMinor) },
    })),
    /** The first thousand of each side; all of them are in the report files. */
    rejected: (['left', 'right'] as const).flatMap((side) =>
      rejected[side].listed.slice(0, rejectedShown).map((row) => ({ side, ...row })),
    ),
    files,
  };
}

function textOf({ left, right, passes, summary, rejected, files }: Document): string {
  const side = ({ name, path, rows, accepted }: Document['left']): string =>
    `${name}: ${rows.toLocaleString('en-US')} rows, ${accepted.toLocaleString('en-US')} read, from ${path}`;
  const parts = [
    side(left),
    side(right),
    '',
    tableText(passes, [
      { title: 'pass', text: ({ id }) => id },
      { title: 'matches', align: 'right', text: ({ matches }) => matches.toLocaleString('en-US') },
    ]),
    '',
    tableText(summary, [
      { title: 'class', text: (line) => line.class },
      { title: 'count', align: 'right', text: ({ count }) => count.toLocaleString('en-US') },
      { title: 'left', align: 'right', text: (line) => moneyText(line.left.sum) },
      { title: 'right', align: 'right', text: (line) => moneyText(line.right.sum) },
      { title: 'difference', align: 'right', text: ({ difference }) => moneyText(difference) },
    ]),
  ];
  if (rejected.length > 0) {
    parts.push('', `Rows left out: ${left.rejected + right.rejected}`);
    for (const row of rejected.slice(0, 20))
      parts.push(`  ${row.side} line ${row.line}: ${row.reason} (${row.code})`);
  }
  if (files.length > 0) parts.push('', `Written: ${files.join(', ')}`);
  return parts.join('\n');
}
