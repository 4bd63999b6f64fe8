import { afterAll, beforeAll, expect, it } from 'vitest';
import { openingOf, type SealedWorld, startSealedWorld } from '#test/support/sealed-pack.ts';

let sealed: SealedWorld;
beforeAll(async () => {
  sealed = await startSealedWorld();
}, 60_000);
afterAll(() => sealed?.close());

it('opens', async () => {
  console.log(sealed.pack);
  const opened = openingOf(sealed.pack.path);
  console.log(opened.ok ? opened.value.proof : opened.error);
  expect(opened.ok).toBe(true);
  if (opened.ok) await opened.value.close();
});
