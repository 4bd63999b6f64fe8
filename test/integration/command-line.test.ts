import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '#core/base/assert.ts';
import { takeOwnerLock } from '#core/storage/owner-lock.ts';

const tieout = join(process.cwd(), 'core/host/tieout.ts');
const period = '2026-09';

interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

let folder: string;
let sandbox: ChildProcess;

function start(args: readonly string[]): { child: ChildProcess; ended: Promise<Ran> } {
  const child = spawn(process.execPath, [tieout, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const ended = new Promise<Ran>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}

const run = (...args: string[]): Promise<Ran> => start(args).ended;

/** Runs with `--json` and reads the one document; anything else on standard output fails here. */
async function json(...args: string[]): Promise<{ code: number | null; document: Record<string, unknown> }> {
  const { code, stdout } = await run(...args, '--json');
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  return { code, document: JSON.parse(stdout) as Record<string, unknown> };
}

const inMonth = (...args: string[]) => json(...args, '--workspace', 'month');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tieout-commands-'));
  const started = start(['sandbox', '--seed', '7', '--write', 'access.json', '--json']);
  sandbox = started.child;
  await new Promise<void>((resolve, reject) => {
    present(sandbox.stdout, 'standard output').once('data', () => resolve());
    void started.ended.then(({ stderr }) => reject(new Error(stderr)));
  });
  const made = await json('init', '--workspace', 'month', '--sample', 'access.json');
  expect(made.code).toBe(0);
}, 60_000);

afterAll(() => {
  sandbox?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('the tieout command, in processes of its own', () => {
  it('writes the access to the sandbox for its owner alone', () => {
    expect(statSync(join(folder, 'access.json')).mode & 0o777).toBe(0o600);
    const access = JSON.parse(readFileSync(join(folder, 'access.json'), 'utf8')) as {
      control: { url: string };
    };
    expect(access.control.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
  });

  it('stops a sync at a signal with 130, keeps what was done, and goes on from there', async () => {
    const { child, ended } = start(['sync', '--until-idle', '--workspace', 'month', '--json', '--progress']);
    await new Promise<void>((resolve) => {
      present(child.stderr, 'standard error').once('data', () => resolve());
    });
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'INTERRUPTED' } });
    expect(await inMonth('verify')).toMatchObject({ code: 0, document: { isSound: true } });
  }, 60_000);

  it('survives being killed outright in the middle', async () => {
    const { child, ended } = start(['sync', '--until-idle', '--workspace', 'month', '--progress']);
    await new Promise<void>((resolve) => {
      present(child.stderr, 'standard error').once('data', () => resolve());
    });
    child.kill('SIGKILL');
    expect((await ended).signal).toBe('SIGKILL');
    expect(await inMonth('verify')).toMatchObject({ code: 0, document: { isSound: true } });
  }, 60_000);

  it('plays the month: sync, approve as a second person, sync, reconcile, trace, verify', async () => {
    const first = await inMonth('sync', '--until-idle');
    expect(first).toMatchObject({ code: 0, document: { isIdle: true, failures: [] } });

    const unsaid = await inMonth('approve', '--all', '--as', 'maria');
    expect(unsaid).toMatchObject({ code: 2, document: { error: { code: 'NOT_CONFIRMED' } } });
    for (let round = 0; round < 4; round += 1) {
      const { document: held } = await inMonth('approve', '--list');
      if ((held['totals'] as { count: number }).count === 0) break;
      const approved = await inMonth('approve', '--all', '--as', 'maria', '--yes');
      expect(approved).toMatchObject({ code: 0, document: { refused: [], totals: held['totals'] } });
      expect((await inMonth('sync', '--until-idle')).code).toBe(0);
    }
    const tied = await inMonth('reconcile', '--period', period);
    expect(tied).toMatchObject({ code: 1, document: { period, isTiedOut: false, ambiguous: [] } });
    const breaks = tied.document['breaks'] as { left: { externalId: string } | null }[];
    expect(breaks.length).toBeGreaterThan(20);
    const left = breaks.find((found) => found.left !== null)?.left;
    const traced = await inMonth('trace', left?.externalId ?? '');
    expect(traced.code).toBe(0);
    expect((traced.document['hops'] as []).length).toBeGreaterThan(1);
  }, 180_000);

  it('changes nothing when all of it is run again', async () => {
    const head = async () => (await inMonth('status')).document['headHash'];
    const before = await head();
    expect((await inMonth('sync', '--until-idle')).code).toBe(0);
    expect((await inMonth('reconcile', '--period', period)).code).toBe(1);
    expect(await head()).toBe(before);
    expect(await inMonth('verify')).toMatchObject({ code: 0, document: { isSound: true, problems: [] } });
  }, 60_000);

  it('tells people the same in words and aligned amounts', async () => {
    const { code, stdout, stderr } = await run('exceptions', '--workspace', 'month');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/\d [A-Z]{3}/);
    expect(stdout).toContain('MAPPING_MISSING');
    expect(stdout).not.toMatch(/ +$/m);
  });

  it('names who has the workspace open, with 5', async () => {
    const lock = takeOwnerLock(join(folder, 'month'), {
      name: 'the cockpit',
      processId: 4711,
      since: 'noon',
    });
    try {
      const { code, document } = await inMonth('status');
      expect(code).toBe(5);
      expect(document['error']).toMatchObject({ code: 'WORKSPACE_IN_USE' });
      expect(JSON.stringify(document)).toContain('the cockpit (process 4711)');
    } finally {
      if (lock.ok) lock.value.release();
    }
  });

  it('does not mind a reader that has enough', async () => {
    const child = spawn('sh', ['-c', `"${process.execPath}" "${tieout}" --help; echo "code $?" >&2`], {
      cwd: folder,
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    await new Promise((resolve) => {
      child.on('close', resolve);
    });
    expect(stderr.trim()).toBe('code 0');
  });

  it('ends the sandbox at a signal, cleanly', async () => {
    const code = new Promise((resolve) => {
      sandbox.on('exit', resolve);
    });
    sandbox.kill('SIGINT');
    expect(await code).toBe(0);
    const { code: undone, document } = await inMonth('sync');
    expect(undone).toBe(4);
    expect((document['failures'] as []).length).toBeGreaterThan(0);
  }, 60_000);
});
