import { parentPort, workerData } from 'node:worker_threads';
import { present } from '#core/base/assert.ts';
import { ManualClock } from '#core/base/manual-clock.ts';
import { seededRandom } from '#core/base/random.ts';
import { verifyJournal } from '#core/journal/verify.ts';
import { openStore } from '#core/storage/store.ts';
import { openJournal } from '../open-journal.ts';
import type { VerifyOrder, VerifyWord } from './verify-copy.ts';

// Proves a copy of a workspace on a thread of its own. It may do with the copy as it likes: nobody reads it afterwards.

const order = workerData as VerifyOrder;
const port = present(parentPort, 'the thread that asked');
const say = (word: VerifyWord): void => port.postMessage(word);

const opened = openStore(order.path);
if (opened.ok) {
  const store = opened.value;
  const holder = { name: 'verify', processId: process.pid, since: '' };
  const { recorder } = openJournal(store, new ManualClock(0), holder, seededRandom('verify'));
  const { workspaceId, anchors } = order;
  const onProgress = (seq: number): void => say({ kind: 'progress', seq });
  const report = verifyJournal(store, recorder, { workspaceId, anchors, onProgress });
  store.close();
  say({ kind: 'report', report });
} else say({ kind: 'unreadable', failure: opened.error });
