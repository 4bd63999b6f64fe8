import { Worker } from 'node:worker_threads';
import { ExpectedFailure } from '../router/api-error.ts';
import type { PackAnswer, PackWork, PackWord } from './pack-work.ts';

/** Does a piece of the work on a thread of its own; stopped, it leaves at once. Throws ExpectedFailure, or what the thread threw. */
export async function onPackThread<Work extends PackWork>(
  work: Work,
  signal: AbortSignal,
): Promise<PackAnswer<Work>> {
  const worker = new Worker(new URL('./pack-worker.ts', import.meta.url), { workerData: work });
  try {
    const word = await wordOf(worker, signal);
    if (word.kind === 'failed') throw new ExpectedFailure(word.failure);
    return word as PackAnswer<Work>;
  } finally {
    await worker.terminate();
  }
}

function wordOf(worker: Worker, signal: AbortSignal): Promise<PackWord> {
  return new Promise<PackWord>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread ended before it was done')));
    signal.addEventListener('abort', () => reject(signal.reason));
    if (signal.aborted) reject(signal.reason);
  });
}
