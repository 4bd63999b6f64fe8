// The simulated organisations of the sample company, in a utility process of their own: outside the crash domain of the core, as
// vendors are. It ends when main ends it.
import process from 'node:process';
import { createSystemClock } from '#core/host/system-clock.ts';
import { startSandbox } from '#core/sandbox/start-sandbox.ts';

const sandbox = await startSandbox({ seed: '1', clock: createSystemClock() });
process.parentPort.postMessage({ access: JSON.stringify(sandbox.access) });
