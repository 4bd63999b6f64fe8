import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type GroupList, type MatchRun } from '#core/reconciliation/match-run.ts';
import { matchSets } from '#core/reconciliation/match-sets.ts';
import { isMain, median, printLine, processorMs, rounded } from './bench-line.ts';
import { benchmarkPasses, friendlySides, type Sides } from './documents.ts';
import { dropResults, loadSides, openDuckDb, runPasses } from './duckdb-passes.ts';
import { peakBytes, resetPeak, residentBytes } from './peak-memory.ts';

/*
 * 1,000,000 x 1,070,000 documents in memory on both sides of the comparison: our document sets, and DuckDB tables with
 * the same values. DuckDB uses all cores, we use one. Rounds alternate; medians are compared. Then every pair, group,
 * ambiguity and copy of the two results is compared.
 */

const count = 1_000_000;
const rounds = 5;
const memoryLimitBytes = 300_000_000;

export async function run(): Promise<void> {
  const sides = friendlySides(count);
  const connection = await openDuckDb();
  await loadSides(connection, sides);
  const [ours, theirs]: [number[], number[]] = [[], []];
  const [oursCpu, theirsCpu]: [number[], number[]] = [[], []];
  let result = matchSets(sides.left, sides.right, benchmarkPasses);
  await runPasses(connection);
  for (let round = 0; round < rounds; round += 1) {
    await dropResults(connection);
    const startedAt = performance.now();
    const startedCpu = processorMs();
    await runPasses(connection);
    const betweenAt = performance.now();
    const betweenCpu = processorMs();
    result = matchSets(sides.left, sides.right, benchmarkPasses);
    theirs.push(betweenAt - startedAt);
    ours.push(performance.now() - betweenAt);
    theirsCpu.push(betweenCpu - startedCpu);
    oursCpu.push(processorMs() - betweenCpu);
  }
  const compared = await compareResults(connection, result);
  connection.closeSync();
  printLine({
    name: 'reconciliation.matching.1M',
    ours_ms: rounded(median(ours)),
    baseline_ms: rounded(median(theirs)),
    ratio: rounded(median(ours) / median(theirs), 3),
    target: '<= 0.45',
    baseline: 'DuckDB, same passes, tables in memory, all cores',
    ours_all: ours.map((ms) => rounded(ms)),
    baseline_all: theirs.map((ms) => rounded(ms)),
    ours_processor_ms: rounded(median(oursCpu)),
    baseline_processor_ms: rounded(median(theirsCpu)),
    ...compared,
  });
  printMemory();
}

/** Compares everything that both decided; throws at the first difference. */
async function compareResults(
  connection: DuckDBConnection,
  result: MatchRun,
): Promise<Record<string, number>> {
  const rows = async (sql: string): Promise<string[]> => {
    const reader = await connection.runAndReadAll(sql);
    return reader.getRows().map((row) => row.map(String).join(' = '));
  };
  const pairs: string[] = [];
  for (let at = 0; at < result.pairs.left.count; at += 1) {
    pairs.push(
      `${result.pairs.pass.values[at]} = ${result.pairs.left.values[at]} = ${result.pairs.right.values[at]}`,
    );
  }
  const sortedParts = "array_to_string(list_sort(list(p.r)), '+')";
  const counts = {
    pairs: same('pairs', pairs, await rows('select 0, l, r from m1 union all select 1, l, r from m2')),
    groups: same(
      'groups',
      groupTexts(result.groups),
      await rows(`select m.l, ${sortedParts} from m3 m join m3_parts p using (gid) group by m.gid, m.l`),
    ),
    ambiguous: same(
      'ambiguous rows',
      [
        ...Array.from(listed(result.ties.leftRows), (row) => `L${row}`),
        ...Array.from(listed(result.ties.rightRows), (row) => `R${row}`),
      ],
      await rows(
        "select 'L' || row from ln where node in (select l from ties2) union select 'L' || l from ties3 " +
          "union select 'R' || row from rn where node in (select r from ties2) union select 'R' || r from ties3",
      ),
    ),
    copies: same(
      'copies',
      [
        ...Array.from(listed(result.left.copies.rows), (row) => `L${row}`),
        ...Array.from(listed(result.right.copies.rows), (row) => `R${row}`),
      ],
      await rows(
        "select distinct 'L' || l from j where l not in (select l from m1) union all " +
          "select distinct 'R' || r from j where r not in (select r from m1) union all " +
          "select 'L' || row from ln where node in (select l from n2) and row not in (select l from m2) union all " +
          "select 'R' || row from rn where node in (select r from n2) and row not in (select r from m2)",
      ),
    ),
  };
  if (result.unsearched.some((unsearched) => unsearched > 0))
    throw new Error('some documents were not searched');
  return counts;
}

function same(name: string, ours: string[], theirs: string[]): number {
  ours.sort();
  theirs.sort();
  const at = ours.findIndex((value, index) => value !== theirs[index]);
  if (at >= 0 || ours.length !== theirs.length) {
    throw new Error(
      `${name} differ: ${ours.length} ours, ${theirs.length} DuckDB; ${ours[at]} and ${theirs[at]}`,
    );
  }
  return ours.length;
}

function listed(list: { readonly values: Int32Array; readonly count: number }): Int32Array {
  return list.values.subarray(0, list.count);
}

function groupTexts(groups: GroupList): string[] {
  return Array.from(
    { length: groups.count },
    (_, at) => `${groups.leftOf(at).join('+')} = ${groups.rightOf(at).slice().sort().join('+')}`,
  );
}

/** Measured in a process of its own that builds the two sets, collects garbage and matches once. */
function printMemory(): void {
  const output = execFileSync(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url), '--memory'], {
    encoding: 'utf8',
  });
  const { sets, peak } = JSON.parse(output) as { sets: number; peak: number };
  printLine({
    name: 'reconciliation.matching.1M.memory',
    peak_bytes: peak,
    target: `<= ${memoryLimitBytes}`,
    ratio: rounded(peak / memoryLimitBytes, 3),
    of_which_sets_bytes: sets,
    measured: 'peak resident memory while matching, sets included, less that of the empty process',
  });
}

async function measureMemory(emptyBytes: number): Promise<void> {
  const sides: Sides = friendlySides(count);
  const collect = (globalThis as { gc?: () => void }).gc;
  // Buffers that were let go are given back by a background thread.
  for (let round = 0; round < 3; round += 1) {
    collect?.();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const sets = residentBytes() - emptyBytes;
  resetPeak();
  const result = matchSets(sides.left, sides.right, benchmarkPasses);
  const peak = peakBytes() - emptyBytes;
  if (result.pairs.left.count === 0) throw new Error('nothing matched');
  process.stdout.write(JSON.stringify({ sets, peak }));
}

if (isMain(import.meta.url)) {
  if (process.argv.includes('--memory')) await measureMemory(residentBytes());
  else await run();
}
