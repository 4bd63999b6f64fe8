import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFiles } from '#core/reconciliation/node-files.ts';
import { reconcileFiles } from '#core/reconciliation/reconcile-files.ts';
import { isMain, median, printLine, rounded } from './bench-line.ts';
import { fileRules, writeCsv } from './csv-files.ts';
import { friendlySides } from './documents.ts';
import { dropResults, loadFiles, openDuckDb, runPasses } from './duckdb-passes.ts';

/*
 * Two CSV files of 1,000,000 and 1,070,000 rows. Ours: from the files to the CSV report on disk, with every check of the
 * rows, classified breaks and a line for every match. DuckDB: load and passes, no report.
 */

const count = 1_000_000;
const rounds = 3;

export async function run(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'tieout-bench-'));
  try {
    const [leftPath, rightPath] = [join(directory, 'left.csv'), join(directory, 'right.csv')];
    const sides = friendlySides(count);
    writeCsv(leftPath, sides.left);
    writeCsv(rightPath, sides.right);
    await compare(directory, leftPath, rightPath);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function compare(directory: string, leftPath: string, rightPath: string): Promise<void> {
  const connection = await openDuckDb();
  const [ours, theirs]: [number[], number[]] = [[], []];
  const stages: Record<string, number> = {};
  let matches = 0;
  for (let round = 0; round < rounds; round += 1) {
    await dropResults(connection);
    const startedAt = performance.now();
    await loadFiles(connection, leftPath, rightPath);
    await runPasses(connection);
    const betweenAt = performance.now();
    let stageAt = betweenAt;
    let stage = 'read-left';
    const result = await reconcileFiles(
      {
        left: leftPath,
        right: rightPath,
        rules: fileRules,
        output: { csvDirectory: join(directory, 'report') },
        onProgress: (progress) => {
          if (progress.stage === stage) return;
          stages[stage] = rounded(performance.now() - stageAt);
          [stage, stageAt] = [progress.stage, performance.now()];
        },
      },
      nodeFiles,
    );
    const endedAt = performance.now();
    stages[stage] = rounded(endedAt - stageAt);
    if (!result.ok) throw new Error(result.error.message);
    theirs.push(betweenAt - startedAt);
    ours.push(endedAt - betweenAt);
    matches = result.value.passes.reduce((sum, pass) => sum + pass.matches, 0);
  }
  const reader = await connection.runAndReadAll(
    'select (select count(*) from m1) + (select count(*) from m2) + (select count(*) from m3)',
  );
  if (Number(reader.getRows()[0]?.[0]) !== matches) throw new Error('the numbers of matches differ');
  connection.closeSync();
  printLine({
    name: 'reconciliation.files.1M',
    ours_ms: rounded(median(ours)),
    baseline_ms: rounded(median(theirs)),
    ratio: rounded(median(ours) / median(theirs), 3),
    target: '<= 2',
    baseline: 'DuckDB, read_csv and the same passes, all cores, no report',
    matches,
    report_bytes: statSync(join(directory, 'report', 'matches.csv')).size,
    ...stages,
  });
}

if (isMain(import.meta.url)) await run();
