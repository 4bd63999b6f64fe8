// npm run bench [-- --only NAME] [-- --list]: runs test/bench/**/*.bench.ts one after another, each in a process of its own, and
// prints a table of what was measured against its target. Exit code 1 when a target is missed or a benchmark fails.
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type BenchResult, benchTable, isMissed, readBenchLine } from './bench-results.ts';

const projectRoot = fileURLToPath(new URL('..', import.meta.url));
const EXIT_USAGE = 64;

interface BenchRun {
  readonly path: string;
  readonly results: readonly BenchResult[];
  readonly failure: string | undefined;
}

function run(path: string): Promise<BenchRun> {
  const results: BenchResult[] = [];
  return new Promise((done) => {
    const child = spawn(process.execPath, ['--expose-gc', path], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      process.stdout.write(`  ${line}\n`);
      const result = readBenchLine(line);
      if (result !== undefined) results.push(result);
    });
    child.on('error', (error) => done({ path, results, failure: error.message }));
    child.on('close', (code, signal) => {
      const ended = code === 0 ? undefined : (signal ?? `exit code ${code}`);
      done({ path, results, failure: ended ?? (results.length === 0 ? 'it printed no result' : undefined) });
    });
  });
}

async function runAll(paths: readonly string[]): Promise<number> {
  const runs: BenchRun[] = [];
  for (const path of paths) {
    process.stdout.write(`\n— ${path}\n`);
    runs.push(await run(path));
  }
  const results = runs.flatMap((one) => one.results);
  process.stdout.write(`\n${benchTable(results)}\n`);
  const failed = runs.filter((one) => one.failure !== undefined);
  for (const { path, failure } of failed) process.stdout.write(`FAILED ${path}: ${failure}\n`);
  const missed = results.filter(isMissed).length;
  process.stdout.write(`\n${results.length - missed} passed, ${missed + failed.length} failed\n`);
  return missed + failed.length === 0 ? 0 : 1;
}

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, list: { type: 'boolean' } },
});
const all = globSync('test/bench/**/*.bench.ts', { cwd: projectRoot }).sort();
const wanted = all.filter(
  (path) => values.only === undefined || values.only.some((name) => path.includes(name)),
);
if (values.list === true) {
  process.stdout.write(`${all.join('\n')}\n`);
} else if (wanted.length === 0) {
  process.stderr.write(`no such benchmark; there are:\n${all.join('\n')}\n`);
  process.exitCode = EXIT_USAGE;
} else {
  process.exitCode = await runAll(wanted);
}
