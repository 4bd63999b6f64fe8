import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Failure } from '#core/base/result.ts';
import type { Anchor } from '#core/journal/anchor.ts';
import type { VerifyReport } from '#core/journal/verify.ts';
import type { Store } from '#core/storage/store.ts';

export interface VerifyOrder {
  readonly path: string;
  readonly workspaceId: string;
  readonly anchors: readonly Anchor[];
}

/** What the worker says. */
export type VerifyWord =
  | { readonly kind: 'progress'; readonly seq: number }
  | { readonly kind: 'report'; readonly report: VerifyReport }
  | { readonly kind: 'unreadable'; readonly failure: Failure };

export interface VerifyRun {
  readonly signal?: AbortSignal;
  readonly onProgress?: (seq: number) => void;
}

const copyName = 'verify.part.db';
/** Pages copied before other work gets its turn. */
const pagesAtOnce = 500;

/**
 * Proves the workspace as it is now on a copy of its pages, on a thread of its own: rebuilding every projection takes long, and
 * nobody else should wait for it. Stopping it takes effect at once and leaves nothing behind. One at a time in a folder.
 */
export async function verifyCopy(
  store: Store,
  folder: string,
  about: Pick<VerifyOrder, 'workspaceId' | 'anchors'>,
  run: VerifyRun,
): Promise<VerifyReport> {
  const path = join(folder, copyName);
  remove(path);
  try {
    await store.sqlite.backup(path, {
      progress: () => {
        run.signal?.throwIfAborted();
        return pagesAtOnce;
      },
    });
    chmodSync(path, 0o600);
    run.signal?.throwIfAborted();
    return await verifyDatabase({ path, ...about }, run);
  } finally {
    remove(path);
  }
}

/** Proves a database that nobody needs any more afterwards, on a thread of its own. */
export async function verifyDatabase(order: VerifyOrder, run: VerifyRun): Promise<VerifyReport> {
  const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), { workerData: order });
  try {
    return await reportOf(worker, run);
  } finally {
    await worker.terminate();
  }
}

function reportOf(worker: Worker, { signal, onProgress }: VerifyRun): Promise<VerifyReport> {
  return new Promise<VerifyReport>((resolve, reject) => {
    worker.on('message', (word: VerifyWord) => {
      if (word.kind === 'progress') onProgress?.(word.seq);
      else if (word.kind === 'report') resolve(word.report);
      else resolve(damaged(word.failure));
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the proof ended before it was done')));
    signal?.addEventListener('abort', () => reject(signal.reason));
    if (signal?.aborted) reject(signal.reason);
  });
}

/** A database that cannot even be opened is a finding like any other. */
function damaged({ message, where = '' }: Failure): VerifyReport {
  const fix = 'Restore the workspace from its newest backup.';
  return {
    events: 0,
    headHash: '',
    anchoredSeq: null,
    problems: [{ code: 'DATABASE_DAMAGED', message, where, fix }],
  };
}

function remove(path: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${ending}`, { force: true });
}
