import { chmodSync, rmSync } from 'node:fs';
import type { Store } from '#core/storage/store.ts';
import type { JobRun } from '../jobs/job-desk.ts';
import { onPackThread } from './pack-thread.ts';
import type { Prepared } from './pack-work.ts';

/** Pages copied before other work gets its turn. */
const pagesAtOnce = 500;

/** Copies the workspace page by page and makes the copy fit to be sealed, beside everything else. */
export async function prepareContent(
  store: Store,
  contentPath: string,
  { signal, step }: JobRun,
): Promise<Prepared> {
  removeContent(contentPath);
  step('copying the workspace');
  await store.sqlite.backup(contentPath, {
    progress: ({ totalPages, remainingPages }) => {
      signal.throwIfAborted();
      step('copying the workspace', totalPages - remainingPages, totalPages);
      return pagesAtOnce;
    },
  });
  chmodSync(contentPath, 0o600);
  signal.throwIfAborted();
  step('leaving out what is not for an auditor');
  return onPackThread({ kind: 'prepare', contentPath }, signal);
}

export function removeContent(path: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${ending}`, { force: true });
}
