import { expect } from 'vitest';
import type { TinyWorld } from './tiny-world.ts';

/** Running everything once more, from a fresh start at that, changes nothing anywhere; and the journal verifies. */
export async function expectQuiet(tiny: TinyWorld): Promise<void> {
  const before = tiny.standing();
  await tiny.world.reopen();
  await tiny.sync();
  expect(tiny.standing()).toEqual(before);
  expect(tiny.core.verify().problems).toEqual([]);
}
