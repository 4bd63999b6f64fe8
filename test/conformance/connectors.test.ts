import { afterEach, describe, it } from 'vitest';
import { connectorCases } from './connector-cases.ts';
import type { VendorHarness, VendorWorld } from './connector-harness.ts';
import { netsuiteHarness } from './netsuite-harness.ts';

const harnesses: readonly VendorHarness[] = [netsuiteHarness];

const worlds: VendorWorld[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

/** The harness with its worlds noted, so that each is closed after its case. */
function noting(harness: VendorHarness): VendorHarness {
  return {
    ...harness,
    start: async (options) => {
      const world = await harness.start(options);
      worlds.push(world);
      return world;
    },
  };
}

describe.each(harnesses)('the connector of $vendor', (harness) => {
  it.each(connectorCases)('$name', ({ run }) => run(noting(harness)));
});
