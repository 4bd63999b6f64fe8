import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Memory that is mounted as a folder, where the machine has one: a test's database asks the disk hundreds of times to keep
 * what is thrown away a moment later. It outlives a killed process, as a disk does; no test takes the power away.
 */
const inMemory = '/dev/shm';

/** A new folder for what a test writes; whoever asks removes it. */
export function scratchFolder(prefix: string): string {
  return mkdtempSync(join(existsSync(inMemory) ? inMemory : tmpdir(), prefix));
}
