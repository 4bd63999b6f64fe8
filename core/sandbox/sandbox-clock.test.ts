import { expect, it } from 'vitest';
import { ManualClock } from '#core/base/manual-clock.ts';
import { SandboxClock } from './sandbox-clock.ts';

const START_MS = Date.UTC(2026, 9, 5, 8);

it('starts at its own instant and runs along', () => {
  const base = new ManualClock(1_000);
  const clock = new SandboxClock(base, START_MS);
  base.advance(250);
  expect(clock.now()).toBe(START_MS + 250);
  expect(base.now() + clock.offsetMs).toBe(clock.now());
});

it('can be moved forward, which wakes sleepers', async () => {
  const base = new ManualClock(0);
  const clock = new SandboxClock(base, START_MS);
  const woken: string[] = [];
  const long = clock.sleep(60_000).then(() => woken.push('long'));
  const short = clock.sleep(1_000).then(() => woken.push('short'));
  clock.advance(60_000);
  await Promise.all([long, short]);
  expect(woken).toEqual(['short', 'long']);
  expect(clock.monotonicMs()).toBe(60_000);
  const later = clock.sleep(10);
  base.advance(10);
  await later;
});

it('gives up a sleep with the reason of its signal', async () => {
  const clock = new SandboxClock(new ManualClock(0), START_MS);
  const cancel = new AbortController();
  const sleeping = clock.sleep(1_000, cancel.signal);
  cancel.abort(new Error('stop'));
  await expect(sleeping).rejects.toThrow('stop');
  await expect(clock.sleep(1, cancel.signal)).rejects.toThrow('stop');
});
