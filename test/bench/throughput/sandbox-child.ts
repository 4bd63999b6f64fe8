import { createSystemClock } from '#core/host/system-clock.ts';
import { startSandbox } from '#core/sandbox/start-sandbox.ts';

/*
 * The sandbox in a process of its own: its memory grows with what is posted to it, and its work must not be counted as
 * ours. Started by `sandbox-process.ts` with the number of invoices as its argument.
 */

const sandbox = await startSandbox({
  seed: 1,
  size: { invoices: Number(process.argv[2]) },
  planted: false,
  clock: createSystemClock(),
});
process.on('disconnect', () => process.exit());
process.send?.(sandbox.access);
