import { chmodSync, rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { err, ok, type Failure, type Result } from '#core/base/result.ts';
import type { SealedCopy } from '#core/storage/sealed-copy.ts';
import type { Store } from '#core/storage/store.ts';
import type { JobRun } from '../jobs/job-desk.ts';

/** What the worker says. */
export type CopyWord =
  | {
      readonly kind: 'made';
      readonly copy: SealedCopy;
      readonly bytes: number;
      /** The chunks' SHA-256, one after another. */
      readonly list: Uint8Array;
    }
  | { readonly kind: 'failed'; readonly failure: Failure };

export type PreparedContent = Omit<Extract<CopyWord, { kind: 'made' }>, 'kind'>;

/** Pages copied before other work gets its turn. */
const pagesAtOnce = 500;

/** Copies the workspace page by page and makes the copy fit to be sealed, beside everything else. */
export async function prepareContent(
  store: Store,
  path: string,
  { signal, step }: JobRun,
): Promise<Result<PreparedContent, Failure>> {
  removeContent(path);
  step('copying the workspace');
  await store.sqlite.backup(path, {
    progress: ({ totalPages, remainingPages }) => {
      signal.throwIfAborted();
      step('copying the workspace', totalPages - remainingPages, totalPages);
      return pagesAtOnce;
    },
  });
  chmodSync(path, 0o600);
  signal.throwIfAborted();
  step('leaving out what is not for an auditor');
  const worker = new Worker(new URL('./pack-worker.ts', import.meta.url), { workerData: { path } });
  try {
    const word = await wordOf(worker, signal);
    return word.kind === 'made' ? ok(word) : err(word.failure);
  } finally {
    await worker.terminate();
  }
}

export function removeContent(path: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${ending}`, { force: true });
}

function wordOf(worker: Worker, signal: AbortSignal): Promise<CopyWord> {
  return new Promise<CopyWord>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the copy ended before it was done')));
    signal.addEventListener('abort', () => reject(signal.reason));
    if (signal.aborted) reject(signal.reason);
  });
}
