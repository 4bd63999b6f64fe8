import { isAbsolute, resolve } from 'node:path';
import { addressOfLink, linkScheme } from '../bridge/deep-link.ts';

/** What someone asked for by starting the application, or by starting it once more. */
export interface LaunchRequest {
  /** Addresses inside the cockpit; the last one counts. */
  readonly addresses: readonly string[];
  /** Absolute paths of `.cockpitsnap` files. */
  readonly files: readonly string[];
}

const packEnding = '.cockpitsnap';

/**
 * Reads the arguments of a start. They are anybody's to choose, and their order differs by system: each one is judged alone, and
 * anything that is neither a link nor a pack file is left alone.
 */
export function parseLaunch(argv: readonly string[], workingFolder: string): LaunchRequest {
  const addresses: string[] = [];
  const files: string[] = [];
  for (const argument of argv.slice(1)) {
    if (argument.startsWith('-') || argument.length > 4_096 || /\p{Cc}/u.test(argument)) continue;
    if (argument.startsWith(`${linkScheme}:`)) {
      const address = addressOfLink(argument);
      if (address !== null) addresses.push(address);
    } else if (
      argument.toLowerCase().endsWith(packEnding) &&
      !/^[a-z][a-z0-9+.-]+:/i.test(argument.slice(2))
    ) {
      // A file on another machine would send this one's credentials there.
      if (/^[/\\]{2}/.test(argument)) continue;
      files.push(isAbsolute(argument) ? argument : resolve(workingFolder, argument));
    }
  }
  return { addresses, files };
}
