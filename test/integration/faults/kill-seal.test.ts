import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Desk } from '#core/host/command-line.testing.ts';
import { makeExampleWorkspace } from '#test/support/electron-stand-in/example-workspace.ts';
import { openingOf } from '#test/support/sealed-pack.ts';

const program = join(fileURLToPath(new URL('../../../', import.meta.url)), 'core', 'host', 'tieout.ts');
const desk = new Desk();
const workspace = desk.path('workspace');
const packs = join(workspace, 'packs');
const seal = ['seal', '--workspace', workspace, '--period', '2026-09', '--as', 'maria', '--json'];

beforeAll(async () => {
  await makeExampleWorkspace(workspace);
  mkdirSync(packs);
});
afterAll(() => desk.remove());

/** Starts sealing and kills it the moment a file of that name is in the folder; true where it was killed and not faster. */
async function killedAt(ending: RegExp): Promise<boolean> {
  let child: ChildProcess | null = null;
  const watcher = watch(packs, (_event, name) => {
    if (name !== null && ending.test(name)) child?.kill('SIGKILL');
  });
  child = spawn(process.execPath, [program, ...seal], { stdio: 'ignore' });
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  watcher.close();
  return signal === 'SIGKILL';
}

const namedPacks = (): string[] => readdirSync(packs).filter((name) => name.endsWith('.cockpitsnap'));

/** The packs that a pack's own journal knows of. */
async function journalled(path: string): Promise<unknown[]> {
  const opened = openingOf(path);
  if (!opened.ok) throw new Error(opened.error.message);
  const events = opened.value.core.journal.ofAggregate('pack:2026-09');
  await opened.value.close();
  return events.map(({ payload }) => payload['fileName']);
}

/** Every file that has the name of a pack is a whole one. */
async function expectWholePacks(): Promise<number> {
  const named = namedPacks();
  for (const name of named) {
    const opened = openingOf(join(packs, name));
    expect(opened.ok, name).toBe(true);
    if (opened.ok) await opened.value.close();
  }
  return named.length;
}

it('F-66: killed while a pack is made, there is a whole one or none, and the next attempt clears what was left', async () => {
  const killed = [
    await killedAt(/^content\.part\.db$/),
    await killedAt(/\.cockpitsnap\.part$/),
    await killedAt(/\.cockpitsnap$/),
  ];
  expect(killed.filter(Boolean).length).toBeGreaterThanOrEqual(1);
  const before = await expectWholePacks();
  const earlier = namedPacks();
  writeFileSync(join(packs, 'older-2026-08-at-7.cockpitsnap.part'), 'left by one that was killed');
  const made = await desk.run(seal);
  expect(made.code).toBe(0);
  expect(await journalled(String(made.document['path']))).toEqual(expect.arrayContaining(earlier));
  expect(await expectWholePacks()).toBe(before + 1);
  expect(readdirSync(packs).filter((name) => !name.endsWith('.cockpitsnap'))).toEqual([]);
}, 120_000);
