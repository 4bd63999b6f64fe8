import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CheckStep } from './check-steps.ts';

interface Outcome {
  readonly step: CheckStep;
  readonly passed: boolean;
  readonly why: string;
  readonly tookMs: number;
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** Runs all steps, light ones up to `lanes` at a time and then the others one by one; returns the exit code. */
export async function runChecks(steps: readonly CheckStep[], lanes: number): Promise<number> {
  const startedAtMs = performance.now();
  const outcomes = new Map<CheckStep, Outcome>();
  const waiting = steps.filter((step) => step.light);
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      outcomes.set(step, await runQuietly(step));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  for (const step of steps.filter((other) => !other.light)) outcomes.set(step, await runAloud(step));
  const inOrder = steps.map((step) => outcomes.get(step)).filter((outcome) => outcome !== undefined);
  return summarise(inOrder, performance.now() - startedAtMs);
}

async function runQuietly(step: CheckStep): Promise<Outcome> {
  const chunks: Buffer[] = [];
  const outcome = await run(step, 'pipe', (chunk) => chunks.push(chunk));
  process.stdout.write(`${line(outcome)}\n`);
  if (!outcome.passed) process.stdout.write(`${Buffer.concat(chunks).toString('utf8').trimEnd()}\n\n`);
  return outcome;
}

async function runAloud(step: CheckStep): Promise<Outcome> {
  process.stdout.write(`\n— ${step.title}\n`);
  const outcome = await run(step, 'inherit', () => 0);
  process.stdout.write(`${line(outcome)}\n`);
  return outcome;
}

function run(
  step: CheckStep,
  output: 'pipe' | 'inherit',
  onOutput: (chunk: Buffer) => void,
): Promise<Outcome> {
  const startedAtMs = performance.now();
  if (step.report !== undefined) rmSync(step.report, { force: true });
  return new Promise((done) => {
    const end = (passed: boolean, why: string): void =>
      done({ step, passed, why, tookMs: performance.now() - startedAtMs });
    const child = spawn(process.execPath, step.command, {
      cwd: projectRoot,
      stdio: ['ignore', output, output],
      env: process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    });
    child.stdout?.on('data', onOutput);
    child.stderr?.on('data', onOutput);
    child.on('error', (error) => end(false, error.message));
    child.on('close', (code, signal) => end(code === 0, signal ?? `exit code ${code}`));
  });
}

function line(outcome: Outcome): string {
  const seconds = `${(outcome.tookMs / 1000).toFixed(1)} s`.padStart(8);
  const why = outcome.passed ? '' : `  (${outcome.why})`;
  return `${outcome.passed ? 'passed' : 'FAILED'} ${seconds}  ${outcome.step.title}${why}`;
}

/** Prints one line per step and the closing count: every test, and every step that is not made of tests. */
function summarise(outcomes: readonly Outcome[], tookMs: number): number {
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const outcome of outcomes) {
    const counts = countsOf(outcome);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  }
  const failed = outcomes.filter((outcome) => !outcome.passed);
  process.stdout.write(`\nAll checks, ${(tookMs / 1000).toFixed(0)} s\n`);
  for (const outcome of outcomes) process.stdout.write(`  ${line(outcome)}\n`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
  return failed.length === 0 && total.failed === 0 ? 0 : 1;
}

/** A failed step counts at least one failure, even when its report is missing or shows none. */
function countsOf(outcome: Outcome): Counts {
  const own = outcome.passed ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  if (outcome.step.report === undefined) return own;
  const counts = readReport(outcome.step.report);
  if (counts === undefined) return { passed: 0, failed: 1, skipped: 0 };
  return outcome.passed ? counts : { ...counts, failed: Math.max(1, counts.failed) };
}

function readReport(path: string): Counts | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const report = JSON.parse(text) as Record<string, number>;
  return {
    passed: report['numPassedTests'] ?? 0,
    failed: report['numFailedTests'] ?? 0,
    skipped: (report['numPendingTests'] ?? 0) + (report['numTodoTests'] ?? 0),
  };
}
