import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type EpochMs, toInstant } from '#core/base/clock.ts';
import type { Log } from '#core/base/log.ts';

const maxBytes = 5 * 1024 * 1024;

/** Main's own log: JSON lines in a folder of this user, two files at most. Fields are ids, counts and codes, never contents. */
export function createLocalLog(folder: string, now: () => EpochMs): Log {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'main.log');
  return {
    write(level, event, fields = {}) {
      if (level === 'debug') return;
      const line = `${JSON.stringify({ at: toInstant(now()), level, event, ...fields })}\n`;
      if (sizeOf(path) > maxBytes) renameSync(path, join(folder, 'main.old.log'));
      appendFileSync(path, line, { mode: 0o600 });
    },
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
