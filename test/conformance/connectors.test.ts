import { afterEach, describe, expect, it } from 'vitest';
import { connectorCases } from './connector-cases.ts';
import type { VendorHarness, VendorWorld } from './connector-harness.ts';
import { netsuiteHarness } from './netsuite-harness.ts';
import { salesforceHarness } from './salesforce-harness.ts';
import { stripeHarness } from './stripe-harness.ts';

const harnesses: readonly VendorHarness[] = [netsuiteHarness, salesforceHarness, stripeHarness];

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
  const cases = connectorCases.filter(({ appliesTo }) => appliesTo?.(harness) ?? true);
  it.each(cases)('$name', async ({ run }) => {
    expect.hasAssertions();
    await run(noting(harness));
  });
});
