import { describe, expect, it } from 'vitest';
import { ManualClock } from '../base/manual-clock.ts';
import { silentLog } from '../base/log.ts';
import { err, ok } from '../base/result.ts';
import type { Connection, PullPage, SourceRecord, StreamCapability } from '../connectors/sdk/connector.ts';
import { ConnectionRepository } from '../storage/repositories/connections.ts';
import { openStore } from '../storage/store.ts';
import type { Ingest, IngestFigures } from './ingest.ts';
import { StreamWalk } from './pull.ts';

const stream = { name: 'invoices', kinds: ['invoice'], incremental: 'modified', hasTotals: false };
const nothing = {
  records: 0,
  changed: 0,
  duplicates: 0,
  quarantined: 0,
  parked: 0,
  superseded: 0,
  conflicts: 0,
};

/** A stream of so many pages at a source that notes what it is asked, and an intake that notes what it is given. */
function openWalk(pages: number, breaksAt?: number) {
  const opened = openStore(':memory:');
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  const connections = new ConnectionRepository(store);
  const row = { id: 'billing', vendor: 'plain', role: 'billing', settings: '{}', api_version: '1' } as const;
  connections.save({ ...row, environment: 'sandbox' });
  const log: string[] = [];
  const cursorNow = (): string | null => connections.cursor('billing', 'invoices')?.cursor ?? null;
  const source = {
    id: 'billing',
    capabilities: { streams: [stream] },
    pull({ cursor }: { readonly cursor: string | null }) {
      log.push(`asked ${cursor ?? 'start'}`);
      const number = Number(cursor ?? 0) + 1;
      if (number === breaksAt) return Promise.resolve(err({ code: 'UNAVAILABLE', message: 'closed' }));
      const page: PullPage = { records: [], cursor: `${number}`, isLast: number === pages };
      return Promise.resolve(ok(page));
    },
  } as unknown as Connection;
  const ingest = {
    page(_source: Connection, _records: readonly SourceRecord[], commit: (taken: IngestFigures) => void) {
      store.transact(() => commit({ ...nothing, records: 10 }));
      log.push(`stands at ${cursorNow()}`);
    },
  } as unknown as Ingest;
  const ports = { store, connections, ingest, clock: new ManualClock(0), log: silentLog };
  const walk = new StreamWalk(ports, source, stream as unknown as StreamCapability);
  return { walk, log, runs: () => connections.lastRuns(), close: () => store.close() };
}

describe('reading a stream', () => {
  it('asks for the next page before the present one is taken in, and stands where it has taken in', async () => {
    const { walk, log, runs, close } = openWalk(3);
    const report = await walk.advance(Number.POSITIVE_INFINITY);
    expect(log).toEqual(['asked start', 'asked 1', 'stands at 1', 'asked 2', 'stands at 2', 'stands at 3']);
    expect(report?.figures).toMatchObject({ pages: 3, records: 30 });
    expect(runs()).toMatchObject([
      { pages: 3, records: 30, failure_code: null, ended_at: expect.any(String) },
    ]);
    close();
  });

  it('keeps what it took in when the page after it cannot be read', async () => {
    const { walk, log, runs, close } = openWalk(3, 2);
    const report = await walk.advance(Number.POSITIVE_INFINITY);
    expect(log).toEqual(['asked start', 'asked 1', 'stands at 1']);
    expect(report?.failure?.code).toBe('UNAVAILABLE');
    expect(runs()).toMatchObject([{ pages: 1, failure_code: 'UNAVAILABLE' }]);
    close();
  });

  it('asks for no page beyond its slice of history', async () => {
    const { walk, log, close } = openWalk(3);
    expect(await walk.advance(2)).toBeNull();
    expect(log).toEqual(['asked start', 'asked 1', 'stands at 1', 'stands at 2']);
    expect(await walk.advance(2)).not.toBeNull();
    expect(log.slice(4)).toEqual(['asked 2', 'stands at 3']);
    close();
  });
});
