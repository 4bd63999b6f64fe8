import { expect } from 'vitest';
import { expectTraceable } from './expect-traceable.ts';
import type { TinyWorld } from './tiny-world.ts';

/** Running everything once more, from a fresh start at that, changes nothing anywhere; the journal verifies, and all is traced. */
export async function expectQuiet(tiny: TinyWorld): Promise<void> {
  const before = tiny.standing();
  await tiny.world.reopen();
  await tiny.sync();
  expect(tiny.standing()).toEqual(before);
  expect(tiny.core.verify().problems).toEqual([]);
  expectTraceable(tiny);
}
