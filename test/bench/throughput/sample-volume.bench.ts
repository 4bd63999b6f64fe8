import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Core, createCore } from '#core/app/create-core.ts';
import { initWorkspace } from '#core/app/init-workspace.ts';
import { sampleWorkspace, type SampleWorkspace } from '#core/host/sample-workspace.ts';
import { silentLog } from '#core/base/log.ts';
import { seededRandom } from '#core/base/random.ts';
import { ok } from '#core/base/result.ts';
import { createSystemClock } from '#core/host/system-clock.ts';
import { ProgressMeter } from './progress-meter.ts';
import { startSandboxProcess } from './sandbox-process.ts';

/*
 * A month of the sample company from an empty workspace to everything posted: pull, decide, post, until idle. The
 * sandbox is another process; the memory measured is the workspace's. `node --expose-gc
 * test/bench/throughput/sample-volume.bench.ts 100000` runs the full volume; without an argument it is so much as shows the
 * same figures per invoice within a minute or two. Times are per invoice of the whole month: some 22 facts, and a posting or
 * an adopted document, come with each.
 */

const invoicesDefault = 1_000;
const tmpfsMagic = 0x01021994;
const noLimit = '1000000000000';

const invoices = Number(process.argv[2] ?? invoicesDefault);
if (!Number.isInteger(invoices) || invoices < 100) throw new Error('give a number of invoices, 100 or more');

/** The sample's file, with the limits of a small company taken away: nothing waits for a person. */
function fileOf(sample: SampleWorkspace): SampleWorkspace['file'] {
  return {
    ...sample.file,
    policy: {
      ...sample.file.policy,
      holdThresholds: { USD: noLimit, EUR: noLimit, GBP: noLimit },
      circuitLimits: [{ flow: '*', legalEntity: '*', countMax: 10_000_000, maxMinorByCurrency: {} }],
    },
  };
}

async function openWorkspace(folder: string, sample: SampleWorkspace): Promise<Core> {
  const made = await initWorkspace({
    folder,
    file: fileOf(sample),
    clock: createSystemClock,
    random: seededRandom('init'),
    log: silentLog,
    keystore: {
      save: () => ok(undefined),
      privateKeyOf: () => {
        throw new Error('nobody signs in this benchmark');
      },
    },
    saveSecrets: () => {},
  });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  const core = createCore({
    folder,
    clock: createSystemClock,
    random: seededRandom('core'),
    log: silentLog,
    holder: { name: 'bench', processId: process.pid, since: '2026-01-01T00:00:00.000Z' },
    secret: (connectionId, name) => Promise.resolve(sample.secrets[connectionId]?.[name] ?? ''),
  });
  if (!core.ok) throw new Error(core.error.message);
  return core.value;
}

/** Heap in use after a collection: what is kept, and not what only waits to be collected. */
function retainedBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

async function measure(core: Core): Promise<void> {
  const meter = new ProgressMeter();
  core.recorder.onAppended((events) => meter.follow(events));
  const heapBefore = retainedBytes();
  const processorBefore = process.cpuUsage();
  const startedAt = performance.now();
  const report = await core.synchronise({
    untilIdle: true,
    onProgress: ({ what }) => meter.spent(what),
  });
  const totalMs = performance.now() - startedAt;
  const processor = process.cpuUsage(processorBefore);
  const keptBytes = retainedBytes() - heapBefore;
  check(core, report);
  print('milliseconds an invoice, from empty to idle', totalMs / invoices, 'ms', undefined, {
    invoices,
    events: meter.events,
    postings: report.sent.posted,
    rounds: report.rounds,
    seconds: rounded(totalMs / 1000, 1),
    processor_ms_an_invoice: rounded((processor.user + processor.system) / 1000 / invoices, 2),
  });
  for (const what of ['pull', 'decide', 'send'])
    print(`milliseconds an invoice, ${what}`, (meter.millis[what] ?? 0) / invoices, 'ms');
  const linear = { pulling: meter.pulled, deciding: meter.decided, posting: meter.posted };
  for (const [what, steps] of Object.entries(linear)) {
    const target = what === 'pulling' ? undefined : { min: 0.7 };
    const ratio = steps.lastThirdAgainstFirst();
    print(`${what}, last third of the invoices`, ratio, '× the speed of the first third', target, {
      steps: steps.count,
    });
  }
  const [first, second, last] = meter.residentPeaks();
  print('peak resident memory of the workspace', Math.max(first, second, last) / 1_000_000, 'MB', {
    max: 800,
  });
  print(
    'peak of the last third of the time',
    last / first,
    '× the peak of the first third',
    { max: 1.5 },
    {
      first_third_mb: rounded(first / 1_000_000, 1),
      second_third_mb: rounded(second / 1_000_000, 1),
      last_third_mb: rounded(last / 1_000_000, 1),
    },
  );
  print('heap kept at the end', keptBytes / 1_000_000, 'MB', { max: 50 });
}

/** Figures of a run that did not do the work would mean nothing. */
function check(core: Core, report: Awaited<ReturnType<Core['synchronise']>>): void {
  if (!report.isIdle) throw new Error('the workspace did not become idle');
  const failure = report.failures[0];
  if (failure) throw new Error(`${failure.connectionId}: ${failure.failure.message}`);
  const incomplete = report.completeness.filter(({ isComplete }) => !isComplete);
  if (incomplete.length > 0)
    throw new Error(`not complete: ${incomplete.map(({ stream }) => stream).join()}`);
  const open = core.desk.postings.counts().filter(({ state }) => state !== 'POSTED');
  if (open.length > 0) throw new Error(`not posted: ${JSON.stringify(open)}`);
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function print(
  name: string,
  measured: number,
  unit: string,
  target?: { readonly min?: number; readonly max?: number },
  more: Readonly<Record<string, number>> = {},
): void {
  const line = {
    name: `sample of ${invoices} invoices: ${name}`,
    measured: rounded(measured, 3),
    unit,
    ...(target === undefined ? {} : { target }),
    ...more,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const place = [tmpdir(), process.cwd()].find((path) => statfsSync(path).type !== tmpfsMagic);
if (place === undefined) throw new Error('neither the temporary nor the current folder is on a disk');
const parent = mkdtempSync(join(place, 'tieout-bench-'));
const sandbox = await startSandboxProcess(invoices);
try {
  const core = await openWorkspace(join(parent, 'workspace'), sampleWorkspace(sandbox.access));
  await measure(core);
  await core.close();
} finally {
  await sandbox.close();
  rmSync(parent, { recursive: true, force: true });
}
