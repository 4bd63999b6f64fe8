// A process of its own that opens a workspace when it is told to and lets go again. Started by two-owners.
import { join } from 'node:path';
import { databaseFile } from '#core/app/create-core.ts';
import { type OwnerLock, startEpoch, takeOwnerLock } from '#core/storage/owner-lock.ts';
import { openStore, type Store } from '#core/storage/store.ts';

export interface OwnerOrder {
  readonly what: 'take' | 'release';
  readonly folder: string;
  readonly name: string;
}

export interface OwnerAnswer {
  /** The epoch that was started, or null for one who was refused. */
  readonly epoch: number | null;
  /** Who has it, as the one who was refused is told. */
  readonly message: string;
  readonly tookMs: number;
}

let held: { readonly lock: OwnerLock; readonly store: Store } | null = null;

function take({ folder, name }: OwnerOrder): OwnerAnswer {
  const startedMs = performance.now();
  const holder = { name, processId: process.pid, since: new Date().toISOString() };
  const lock = takeOwnerLock(folder, holder);
  if (!lock.ok) return { epoch: null, message: lock.error.message, tookMs: performance.now() - startedMs };
  const store = openStore(join(folder, databaseFile));
  if (!store.ok) throw new Error(store.error.message);
  held = { lock: lock.value, store: store.value };
  return { epoch: startEpoch(store.value, holder), message: '', tookMs: performance.now() - startedMs };
}

function release(): OwnerAnswer {
  held?.store.close();
  held?.lock.release();
  held = null;
  return { epoch: null, message: '', tookMs: 0 };
}

process.on('message', (order: OwnerOrder) => {
  process.send?.(order.what === 'take' ? take(order) : release());
});
