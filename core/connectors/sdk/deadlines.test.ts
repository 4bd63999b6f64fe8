import { expect, it } from 'vitest';
import { ManualClock } from '#core/base/manual-clock.ts';
import { Deadlines } from './deadlines.ts';

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

it('calls what is due, in any order of adding, and nothing that was taken back', async () => {
  const clock = new ManualClock(0);
  const deadlines = new Deadlines(clock);
  const reached: string[] = [];
  deadlines.add(300, () => reached.push('late'));
  deadlines.add(100, () => reached.push('early'));
  const takeBack = deadlines.add(50, () => reached.push('taken back'));
  takeBack();
  clock.advance(99);
  await settle();
  expect(reached).toEqual([]);
  clock.advance(1);
  await settle();
  expect(reached).toEqual(['early']);
  clock.advance(200);
  await settle();
  expect(reached).toEqual(['early', 'late']);
});

it('leaves no sleeper behind when nothing is open', () => {
  const clock = new ManualClock(0);
  const deadlines = new Deadlines(clock);
  const takeBack = [deadlines.add(100, () => {}), deadlines.add(200, () => {})];
  expect(clock.nextWakeInMs()).toBe(100);
  for (const one of takeBack) one();
  expect(clock.nextWakeInMs()).toBeNull();
});
