import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const tmpfsMagic = 0x01021994;

/** Runs `work` in a folder that is on a disk (a benchmark of durability in memory would measure nothing) and removes it. */
export function inDiskFolder<T>(work: (folder: string) => T): T {
  const parent = [tmpdir(), process.cwd()].find((path) => statfsSync(path).type !== tmpfsMagic);
  if (parent === undefined) throw new Error('neither the temporary nor the current folder is on a disk');
  const folder = mkdtempSync(join(parent, 'tieout-bench-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
