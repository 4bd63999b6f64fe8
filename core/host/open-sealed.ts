import { tmpdir } from 'node:os';
import { type OpenPack, openPack } from '../app/packs/open-pack.ts';
import type { Log } from '../base/log.ts';
import { CommandFailure } from './command-failure.ts';
import { createSystemClock } from './system-clock.ts';
import { createSystemRandom } from './system-random.ts';

/** Proves a sealed pack and opens it for reading, or throws why it is refused. Close it again: that takes the private copy away. */
export function openSealed(path: string, fingerprint: string | undefined, log: Log): OpenPack {
  const opened = openPack({
    path,
    fingerprint,
    privateFolder: tmpdir(),
    clock: createSystemClock(),
    random: createSystemRandom(),
    log,
  });
  if (!opened.ok) throw new CommandFailure(opened.error);
  return opened.value;
}
