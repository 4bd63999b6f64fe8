import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test, vi } from 'vitest';
import { databaseFile } from '#core/app/create-core.ts';
import { WorkspaceRepository } from '#core/storage/repositories/workspace.ts';
import { openStore } from '#core/storage/store.ts';
import { races } from './fault-world.ts';
import type { OwnerAnswer, OwnerOrder } from './owner-process.ts';

vi.setConfig({ testTimeout: 120_000 });

const program = fileURLToPath(new URL('./owner-process.ts', import.meta.url));
const refusedMaxMs = 2_000;

/** Pairs that race at the same time, each for a workspace of its own: most of a race is waiting for the lock. */
const pairs = 5;

const folders: string[] = [];
const processes: ChildProcess[] = [];

function started(): ChildProcess {
  const child = fork(program, { execArgv: [] });
  processes.push(child);
  return child;
}

async function tell(
  child: ChildProcess,
  what: OwnerOrder['what'],
  folder: string,
  name = '',
): Promise<OwnerAnswer> {
  child.send({ what, folder, name } satisfies OwnerOrder);
  const [answer] = (await once(child, 'message')) as [OwnerAnswer];
  return answer;
}

function workspace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-owners-'));
  folders.push(folder);
  const store = openStore(join(folder, databaseFile));
  if (!store.ok) throw new Error(store.error.message);
  const { value } = store;
  value.transact(() => new WorkspaceRepository(value).create('ws_owners', '2026-10-01T00:00:00.000Z', '{}'));
  value.close();
  return folder;
}

afterAll(() => {
  for (const child of processes) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function race(times: number): Promise<void> {
  const folder = workspace();
  const [one, other] = [started(), started()];
  let lastEpoch = 0;
  for (let round = 1; round <= times; round += 1) {
    const answers = await Promise.all([
      tell(one, 'take', folder, 'the first'),
      tell(other, 'take', folder, 'the second'),
    ]);
    const owners = answers.filter(({ epoch }) => epoch !== null);
    const refused = answers.find(({ epoch }) => epoch === null);
    expect(owners, `round ${round}`).toHaveLength(1);
    expect(refused?.message).toMatch(/The workspace is open in/);
    expect(refused?.tookMs).toBeLessThan(refusedMaxMs);
    expect(owners[0]?.epoch).toBeGreaterThan(lastEpoch);
    lastEpoch = owners[0]?.epoch ?? 0;
    await Promise.all([tell(one, 'release', folder), tell(other, 'release', folder)]);
  }
}

test('F-47: of two processes that open one workspace at once, one owns it and the other is told so', async () => {
  await Promise.all(Array.from({ length: pairs }, () => race(races / pairs)));
});

test('F-47: whoever is refused is told the holder by name once the holder has written it down', async () => {
  const folder = workspace();
  const [one, other] = [started(), started()];
  expect((await tell(one, 'take', folder, 'the desktop')).epoch).not.toBeNull();
  const refused = await tell(other, 'take', folder, 'the browser host');
  expect(refused.message).toContain('open in the desktop (process ');
});

test('F-47: an owner that is killed has let go', async () => {
  const folder = workspace();
  const heir = started();
  for (let round = 1; round <= 10; round += 1) {
    const owner = started();
    const { epoch } = await tell(owner, 'take', folder, 'the one who dies');
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const next = await tell(heir, 'take', folder, 'the heir');
    expect(next.epoch, `round ${round}: ${next.message}`).toBeGreaterThan(epoch ?? 0);
    await tell(heir, 'release', folder);
  }
});
