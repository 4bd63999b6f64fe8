import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalClient } from '#core/host/local-client.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

const period = '2026-09';
let tiny: TinyWorld;
const as = (person: string) => createLocalClient(tiny.core, person);

beforeAll(async () => {
  tiny = await startTinyWorld();
  const whole = tiny.addCustomer();
  const unmapped = tiny.addCustomer({ taxSetup: 'Missing' });
  const small = tiny.issueInvoice(whole, { netMinor: 20_000 });
  tiny.issueInvoice(whole, { netMinor: 9_000_000 });
  tiny.pay(small.id, small.total);
  tiny.addDeal(unmapped);
  await tiny.sync();
}, 60_000);

afterAll(() => tiny.close());

describe('the overview', () => {
  it('counts with each tile what the list behind it counts', async () => {
    const { tiles } = await as('maria').overview.get.query({ period });
    const count = (id: string) => tiles.find((tile) => tile.id === id)?.count;
    const exceptions = await as('maria').exceptions.list.query({ state: 'open' });
    const held = await as('maria').postings.list.query({ state: 'HELD' });
    const expected = await as('maria').overview.expected.query({});
    const { counts } = await as('maria').nav.counts.query({ period });
    expect(exceptions.totals.count).toBeGreaterThan(0);
    expect(held.totals.count).toBeGreaterThan(0);
    expect(count('exceptions')).toBe(exceptions.totals.count);
    expect(count('held')).toBe(held.totals.count);
    expect(count('expected')).toBe(expected.totals.count);
    expect(tiles.find(({ id }) => id === 'held')?.sums).toEqual(held.totals.sums);
    expect(counts).toMatchObject({ exceptions: exceptions.totals.count, postings: held.totals.count });
    for (const tile of tiles) expect(tile.trend.at(-1)?.count, tile.id).toBe(tile.count);
  });

  it('says in one sentence what blocks, and lists the same', async () => {
    const overview = await as('maria').overview.get.query({ period });
    expect(overview.isReady).toBe(false);
    expect(overview.blockers.map(({ area }) => area)).toEqual(expect.arrayContaining(['held', 'exceptions']));
    expect(overview.verdict).toMatch(/^\w+ things block sign-off: .*\.$/);
    expect(overview.sources.map(({ isStale }) => isStale)).toEqual([false, false, false]);
  });

  it('shows the totals of the systems once the period is reconciled', async () => {
    await as('maria').reconciliation.run.mutate({ period });
    const { threeWay } = await as('maria').overview.get.query({ period });
    const receivables = threeWay.rows.find(({ scope }) => scope === 'receivables');
    expect(receivables?.billing?.minor).not.toBe('0');
    expect(BigInt(receivables?.billing?.minor ?? 0) - BigInt(receivables?.erp?.minor ?? 0)).toBe(
      BigInt(receivables?.difference.minor ?? -1),
    );
  });

  it('turns only the tiles of a stale source grey', async () => {
    tiny.world.clock.skip(25 * 3_600_000);
    const { tiles, sources } = await as('maria').overview.get.query({ period });
    expect(sources.every(({ isStale }) => isStale)).toBe(true);
    expect(tiles.find(({ id }) => id === 'held')?.staleSources).toEqual(['billing', 'erp']);
    await tiny.syncInTrouble();
  });
});

describe('service levels', () => {
  it('times from what the journal saw and lists exactly the breaches it counts', async () => {
    const levels = await as('maria').serviceLevels.get.query({ days: 7 });
    const invoice = levels.levels.find(({ id }) => id === 'invoice-to-post');
    const posted = tiny.postings('POSTED').filter(({ commandType }) => commandType === 'invoice.post');
    expect(invoice?.ended).toBe(posted.length);
    expect(invoice?.waiting).toBe(1);
    for (const { id, breaches } of levels.levels) {
      const listed = await as('maria').serviceLevels.breaches.query({ id, days: 7 });
      expect(listed.totals.count, id).toBe(breaches);
      expect(listed.rows, id).toHaveLength(breaches);
      for (const row of listed.rows) expect(row.overMs).toBeGreaterThan(0);
    }
    expect(levels.levels.find(({ id }) => id === 'hold-decision')?.breaches).toBe(1);
  });

  it('measures requests by connection and operation', async () => {
    const { operations } = await as('maria').serviceLevels.get.query({ days: 7 });
    expect(new Set(operations.map(({ connectionId }) => connectionId))).toEqual(
      new Set(['crm', 'billing', 'erp']),
    );
    const suiteql = operations.find(({ operation }) => operation.includes('suiteql'));
    expect(suiteql?.requests).toBeGreaterThan(0);
    expect(suiteql?.p95Ms).toBeGreaterThanOrEqual(suiteql?.p50Ms ?? 0);
    expect(operations.every(({ operation }) => !/\d{4,}|_[A-Za-z0-9]{10}/.test(operation))).toBe(true);
  });
});

describe('connections', () => {
  it('say how each stands, with runs whose counts add up', async () => {
    const { connections, trouble } = await as('maria').connections.list.query();
    expect(connections.map(({ health }) => health)).toEqual(['healthy', 'healthy', 'healthy']);
    expect(trouble).toBe(0);
    expect(connections.find(({ id }) => id === 'billing')?.token.kind).toBe('key');
    expect(connections.find(({ id }) => id === 'erp')?.token.endsAt).not.toBeNull();
    const runs = await as('maria').connections.runs.query({ limit: 500 });
    expect(runs.rows.length).toBe(Math.min(500, runs.count));
    for (const run of runs.rows) expect(run.changed + run.unchanged + run.quarantined).toBe(run.records);
  });

  it('are told to have changed after a sync that brought nothing', async () => {
    await tiny.sync();
    const { cursor, headSeq } = await as('maria').changes.since.query({});
    await tiny.sync();
    const after = await as('maria').changes.since.query({ cursor });
    expect(after.headSeq).toBe(headSeq);
    expect(after.areas).toEqual(expect.arrayContaining(['connections', 'overview', 'nav']));
  });

  it('are in trouble as soon as the account does not answer, and healthy again when it does', async () => {
    const health = async () => {
      const { connections, trouble } = await as('maria').connections.list.query();
      return [connections.find(({ id }) => id === 'erp')?.health, trouble];
    };
    tiny.faults.netsuite.setMaintenance({ from: tiny.nowMs(), to: tiny.nowMs() + 600_000, form: '503' });
    await tiny.syncInTrouble(0);
    expect(await health()).toEqual(['limited', 1]);
    const { rows } = await as('maria').connections.runs.query({ connectionId: 'erp', state: 'failed' });
    expect(rows.map(({ failure }) => failure?.code)).toEqual(rows.map(() => 'MAINTENANCE'));
    tiny.faults.netsuite.setMaintenance(null);
    await tiny.sync();
    expect(await health()).toEqual(['healthy', 0]);
  });
});

describe('the search', () => {
  it('finds anything by any id, and customers by the beginning of their name', async () => {
    const [posting] = tiny.postings('HELD');
    const find = (text: string) => as('maria').search.find.query({ text });
    const kinds = async (text: string) => (await find(text)).hits.map(({ kind }) => kind);
    expect(await kinds(posting?.id ?? '')).toContain('posting');
    expect(await kinds(posting?.externalId ?? '')).toContain('posting');
    expect(await kinds(posting?.sourceReference ?? '')).toEqual(
      expect.arrayContaining(['posting', 'document']),
    );
    expect(await kinds(posting?.subjectId ?? '')).toContain('chain');
    expect((await find('tiny cust')).hits.map(({ title }) => title)).toEqual([
      'Tiny Customer 1',
      'Tiny Customer 2',
    ]);
    expect(await kinds('no such thing')).toEqual([]);
  });
});

describe('the journal', () => {
  it('pages newest first without a gap', async () => {
    const client = as('audrey');
    const first = await client.journal.list.query({ limit: 100 });
    const second = await client.journal.list.query({ limit: 100, beforeSeq: first.nextBeforeSeq ?? 1 });
    expect(first.count).toBe(first.head.seq);
    expect([...first.rows, ...second.rows].map(({ seq }) => seq)).toEqual(
      Array.from({ length: 200 }, (_, index) => first.head.seq - index),
    );
  });

  it('narrows by type, area, person, day and id, and counts what it lists', async () => {
    const client = as('audrey');
    const all = (await client.journal.list.query({ limit: 500 })).rows;
    const { types, days, actors } = await client.journal.facets.query();
    const day = days[0]?.value ?? '';
    const type = types.find(({ value }) => value === 'posting.held')?.value ?? '';
    const actor = actors.find(({ value }) => value === 'tieout:workflow')?.value ?? actors[0]?.value ?? '';
    const id = tiny.postings('HELD')[0]?.id ?? '';
    const questions = [
      { type },
      { area: 'posting' },
      { actor },
      { day },
      { id },
      { type, day },
      { area: 'posting', actor, day },
    ];
    for (const question of questions) {
      const listed = await client.journal.list.query({ ...question, limit: 500 });
      expect(listed.rows.length, JSON.stringify(question)).toBe(Math.min(500, listed.count));
      expect(listed.rows.length, JSON.stringify(question)).toBeGreaterThan(0);
    }
    expect(all.length).toBeGreaterThan(0);
  });

  it('shows an entry before and after, and its link', async () => {
    const client = as('audrey');
    const posted = await client.journal.list.query({ type: 'posting.posted', limit: 1 });
    const entry = await client.journal.get.query({ seq: posted.rows[0]?.seq ?? 0 });
    expect(entry.isLinked).toBe(true);
    expect(entry.previous?.aggregateId).toBe(entry.entry.aggregateId);
    expect(entry.fields.some(({ isChanged }) => isChanged)).toBe(true);
  });

  it('exports what it lists, with what it is and where it ends', async () => {
    const listed = await as('audrey').journal.list.query({ area: 'posting', limit: 500 });
    const file = await as('audrey').journal.export.query({ area: 'posting', format: 'csv' });
    expect(file.entries).toBe(listed.count);
    expect(file.text).toContain(`# headHash,${listed.head.hash}`);
    expect(file.text.trim().split('\r\n')).toHaveLength(listed.count + 9);
    await expect(as('ben').journal.export.query({ format: 'csv' })).rejects.toThrow(/auditor|role|right/i);
  });

  it('keeps projections that a rebuild gives again', () => {
    expect(tiny.core.verify().problems).toEqual([]);
  });
});
