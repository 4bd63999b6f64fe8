import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Core, createCore, databaseFile } from '#core/app/create-core.ts';
import { initWorkspace } from '#core/app/init-workspace.ts';
import { sampleWorkspace } from '#core/host/sample-workspace.ts';
import { silentLog } from '#core/base/log.ts';
import { seededRandom } from '#core/base/random.ts';
import { ok } from '#core/base/result.ts';
import { createSystemClock } from '#core/host/system-clock.ts';
import { startSandboxProcess } from './sandbox-process.ts';

const invoices = Number(process.argv[2] ?? 20_000);
const t0 = performance.now();
const sandbox = await startSandboxProcess(invoices);
console.log('sandbox up', Math.round(performance.now() - t0));
const parent = mkdtempSync(join(tmpdir(), 'tieout-bench-'));
const folder = join(parent, 'workspace');
const sample = sampleWorkspace(sandbox.access);
const clock = createSystemClock;
const file = {
  ...sample.file,
  policy: {
    ...sample.file.policy,
    holdThresholds: { USD: '1000000000000', EUR: '1000000000000', GBP: '1000000000000' },
    circuitLimits: [{ flow: '*', legalEntity: '*', countMax: 10_000_000, maxMinorByCurrency: {} }],
  },
};
const made = await initWorkspace({
  folder, file, clock, random: seededRandom('init'), log: silentLog,
  keystore: { save: () => ok(undefined), privateKeyOf: () => ok('') },
  saveSecrets: () => {},
});
if (!made.ok) throw new Error(JSON.stringify(made.error));
const opened = createCore({
  folder, clock, random: seededRandom('core'), log: silentLog,
  holder: { name: 'bench', processId: process.pid, since: '2026-01-01T00:00:00.000Z' },
  secret: (connectionId, name) => Promise.resolve(sample.secrets[connectionId]?.[name] ?? ''),
});
if (!opened.ok) throw new Error(JSON.stringify(opened.error));
const core = opened.value;
const counts: Record<string, number> = {};
core.recorder.onAppended((events) => {
  for (const { type, correlationId } of events) {
    const key = type.startsWith('posting.') ? `${type} ${correlationId.slice(0, 3)}` : type;
    counts[key] = (counts[key] ?? 0) + 1;
  }
});
const last = performance.now();
let phase = '';
const t1 = last;
const rss = () => Math.round(process.memoryUsage.rss() / 1e6);
let n = 0;
const report = await core.synchronise({
  untilIdle: true,
  waitMaxMs: 5_000,
  onProgress: (progress) => {
    const now = performance.now();
    const key = progress.what === 'pull' ? `${progress.what} ${progress.connectionId} ${progress.stream}` : progress.what;
    n += 1;
    if (key !== phase || n % 20 === 0) console.log(Math.round(now - t1), key, progress.what === 'pull' ? `${progress.pages} ${progress.records}` : progress.what === 'decide' ? progress.left : JSON.stringify(progress), `rss ${rss()}`);
    phase = key;
  },
});
console.log(JSON.stringify({ ...report, pulls: report.pulls.length, completeness: report.completeness.map((c) => [c.stream, c.isComplete, c.source.count].join(' ')) }));
console.log(counts);
console.log(core.desk.postings.counts());
const by: Record<string, number> = {}; for (const e of core.exceptions.exceptions.inState('open')) by[e.code] = (by[e.code] ?? 0) + 1; console.log(by);
console.log('db', Math.round(statSync(join(folder, databaseFile)).size / 1e6), 'total ms', Math.round(performance.now() - t1));
console.log(core.exceptions.exceptions.inState("open").slice(0,2).map((e)=>e.message));
await core.close();
await sandbox.close();
rmSync(parent, { recursive: true, force: true });
