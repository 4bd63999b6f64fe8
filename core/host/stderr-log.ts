import type { Log } from '../base/log.ts';
import type { Terminal } from './terminal.ts';

/** A log as JSON lines on standard error; control characters are escaped by JSON itself. */
export function createStderrLog(stderr: Terminal['stderr']): Log {
  return {
    write(level, event, fields = {}) {
      stderr.write(
        `${JSON.stringify({ at: new Date(Date.now()).toISOString(), level, event, ...fields })}\n`,
      );
    },
  };
}
