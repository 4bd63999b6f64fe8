import { join } from 'node:path';
import { overviewOf } from '#core/app/overview/overview.ts';
import { createLocalClient } from '#core/host/local-client.ts';
import type { EventDraft } from '#core/journal/event.ts';
import { type EntryFilter, JournalEntryRepository } from '#core/storage/repositories/journal-entries.ts';
import { openStore, type Store } from '#core/storage/store.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { inDiskFolder } from '../journal/disk-folder.ts';
import { sampleEvents } from '../journal/sample-events.ts';
import { percentile, report, timed } from './timing.ts';

/*
 * What the cockpit reads as the journal grows. The overview of one workspace, then of the same workspace with a hundred
 * times the entries and the same open work; and pages of a journal of a million entries, by every kind of filter.
 */

const period = '2026-09';
const times = 100;
const entriesTotal = 1_000_000;

/** Invoices and payments with their projections, which is what a journal mostly holds. */
function grow(tiny: TinyWorld, upTo: number): void {
  const events = sampleEvents(4);
  while (tiny.core.journal.head().seq < upTo) {
    const drafts = events
      .next(1_500)
      .map((text) => JSON.parse(text) as EventDraft)
      .filter(({ type }) => !type.startsWith('posting.'));
    tiny.core.recorder.record(drafts);
  }
}

/** A workspace with some open work of every kind, reconciled. */
async function openWork(): Promise<TinyWorld> {
  const tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  for (const netMinor of [20_000, 30_000, 9_000_000, 8_000_000]) tiny.issueInvoice(customer, { netMinor });
  tiny.issueInvoice(customer, { netMinor: 1_000, product: 'NW-TRAIN' });
  await tiny.sync();
  await createLocalClient(tiny.core, 'maria').reconciliation.run.mutate({ period });
  return tiny;
}

/** Small and large in turn, so that both see the same machine. */
async function compareOverview(): Promise<void> {
  const [small, large] = [await openWork(), await openWork()];
  try {
    grow(large, large.core.journal.head().seq * times);
    const took = { small: [] as number[], large: [] as number[] };
    for (let round = 0; round < 80; round += 1) {
      for (const [name, world] of [['small', small] as const, ['large', large] as const]) {
        const [one = 0] = timed(() => overviewOf(world.core, 'maria', { period }), 1);
        took[name].push(one);
      }
    }
    const [base, grown] = [percentile(took.small, 0.5), percentile(took.large, 0.5)];
    report({
      name: 'overview, a journal 100 times larger',
      measured: Number((grown / base).toFixed(3)),
      unit: '× the time of the small one',
      target: { max: 1.25 },
      entries: [small.core.journal.head().seq, large.core.journal.head().seq],
      baseline_ms: Number(base.toFixed(2)),
      ours_ms: Number(grown.toFixed(2)),
    });
  } finally {
    await small.close();
    await large.close();
  }
}

const types = ['invoice.issued', 'payment.received', 'posting.held', 'posting.approved', 'posting.posted'];

/** A million entries straight into the table: the list reads positions, marks and bytes, not the chain. */
function fill(store: Store): void {
  const insert = store.sqlite.prepare(
    `INSERT INTO events (seq, type, aggregate_id, aggregate_version, idempotency_key, correlation_id, epoch, body, hash)
     VALUES (?, ?, ?, 1, ?, ?, 0, ?, randomblob(32))`,
  );
  for (let from = 1; from <= entriesTotal; from += 50_000) {
    store.transact(() => {
      for (let seq = from; seq < from + 50_000 && seq <= entriesTotal; seq += 1) {
        const type = seq % 10_007 === 0 ? 'policy.changed' : (types[seq % types.length] ?? '');
        const actor = seq % 1_009 === 0 ? 'maria' : `tieout:${['sync', 'workflow', 'sender'][seq % 3]}`;
        const day = new Date(Date.UTC(2026, 0, 1) + Math.floor(seq / 2_800) * 86_400_000).toISOString();
        const id = `agg_${seq}`;
        const chain = seq % 4 === 0 ? null : `agg_${seq - (seq % 4)}`;
        const body = `{"actor":"${actor}","aggregateId":"${id}","payload":{"reason":"${'x'.repeat(600)}"},"recordedAt":"${day}","seq":${seq},"type":"${type}"}`;
        insert.run(seq, type, id, `key_${seq}`, chain, body);
      }
    });
  }
}

function pageJournal(): void {
  inDiskFolder((folder) => {
    const opened = openStore(join(folder, 'journal.db'));
    if (!opened.ok) throw new Error(opened.error.message);
    const store = opened.value;
    store.sqlite
      .prepare("INSERT INTO workspace (one, workspace_id, created_at, settings) VALUES (1, 'ws', '', '{}')")
      .run();
    fill(store);
    const entries = new JournalEntryRepository(store);
    const startedAt = performance.now();
    entries.catchUp();
    const caughtUpMs = performance.now() - startedAt;
    const filters: Readonly<Record<string, EntryFilter>> = {
      everything: {},
      type: { types: ['posting.posted'] },
      'rare type': { types: ['policy.changed'] },
      area: { types: ['posting.held', 'posting.approved', 'posting.posted'] },
      person: { actor: 'maria' },
      service: { actor: 'tieout:sync' },
      'type and service': { types: ['posting.held'], actor: 'tieout:sync' },
      'rare type and person': { types: ['policy.changed'], actor: 'maria' },
      day: { day: '2026-06-01' },
      'day, area and service': { day: '2026-06-01', types: ['posting.held'], actor: 'tieout:sync' },
      id: { id: 'agg_500000' },
    };
    const all: number[] = [];
    for (const [name, filter] of Object.entries(filters)) {
      let before = Number.MAX_SAFE_INTEGER;
      const took = timed(() => {
        const rows = entries.page(filter, before, 200);
        entries.count(filter);
        before = rows.at(-1)?.seq ?? Number.MAX_SAFE_INTEGER;
      }, 40);
      all.push(...took);
      report({ name: `journal page by ${name}`, p95_ms: Number(percentile(took, 0.95).toFixed(2)) });
    }
    report({
      name: 'journal pages and counts over 1,000,000 entries, every filter',
      measured: Number(percentile(all, 0.95).toFixed(1)),
      unit: 'ms p95',
      target: { max: 150 },
      marking_ms: Math.round(caughtUpMs),
    });
    store.close();
  });
}

await compareOverview();
if (process.argv[2] !== 'quick') pageJournal();
