import { expect } from 'vitest';
import { seededRandom } from '#core/base/random.ts';
import type { Connection, Cursor, SourceRecord, StreamCapability } from '#core/connectors/sdk/index.ts';
import type { Entity } from '#core/domain/entity.ts';
import { add, type Money } from '#core/domain/money.ts';
import type { ConnectorCase } from './connector-cases.ts';
import type { VendorHarness, VendorWorld } from './connector-harness.ts';
import { pull, Replica, sorted, walk } from './connector-replica.ts';

const bodies = (records: readonly SourceRecord[]): string[] =>
  records.map(({ externalId, body }) => `${externalId} ${body}`).sort();

async function firstRecord(connection: Connection, stream: string): Promise<SourceRecord> {
  const [record] = (await pull(connection, stream, null)).records;
  return record ?? expect.fail(`${stream} is empty`);
}

/** Every Money in a canonical entity. */
function moneysIn(value: unknown): Money[] {
  if (value === null || typeof value !== 'object') return [];
  if ('minor' in value && 'currency' in value) return [value as Money];
  return Object.values(value).flatMap(moneysIn);
}

function totalsOf(entities: Iterable<Entity>): Map<string, Money> {
  const sums = new Map<string, Money>();
  for (const entity of entities) {
    if (!('total' in entity)) continue;
    const before = sums.get(entity.total.currency);
    sums.set(entity.total.currency, before === undefined ? entity.total : add(before, entity.total));
  }
  return sums;
}

/** Records of every stream with the kinds of this one: what is compared is a kind's count, as the journal holds it. */
async function countOfKinds(
  harness: VendorHarness,
  connection: Connection,
  stream: StreamCapability,
): Promise<number> {
  let count = 0;
  for (const { name, kinds } of connection.capabilities.streams) {
    if (name === harness.deletionStream || !kinds.some((kind) => stream.kinds.includes(kind))) continue;
    for (const { records } of await walk(connection, name, null)) count += records.length;
  }
  return count;
}

/** Follows the stream, and the stream of deletions where there is one, to their ends. */
async function sweep(
  harness: VendorHarness,
  connection: Connection,
  replica: Replica,
  cursors: Map<string, Cursor>,
): Promise<void> {
  for (const stream of [harness.stream, harness.deletionStream]) {
    if (stream === null) continue;
    const pages = await walk(connection, stream, cursors.get(stream) ?? null);
    for (const page of pages) replica.take(connection, page.records);
    cursors.set(stream, pages.at(-1)?.cursor ?? '');
  }
}

function disturb(world: VendorWorld, random: ReturnType<typeof seededRandom>): void {
  const ids = [...world.truth().keys()];
  for (let edits = random.integer(0, 4); edits > 0; edits -= 1) {
    const id = random.pick(ids);
    const what = random.integer(0, 2);
    if (what === 0) world.insert();
    else if (what === 1 || world.remove === undefined) {
      if (world.truth().has(id)) world.update(id);
    } else if (world.truth().has(id)) world.remove(id);
  }
}

export const readCases: readonly ConnectorCase[] = [
  {
    name: 'says which account it is connected to',
    async run(harness) {
      const world = await harness.start();
      const account = await world.connect().identify();
      expect(account).toMatchObject({ ok: true, value: { accountId: world.accountId } });
    },
  },
  {
    name: 'reads every declared stream without quarantine, twice with the same meaning',
    async run(harness) {
      const world = await harness.start({ documentCount: 12 });
      const connection = world.connect();
      for (const { name, kinds } of connection.capabilities.streams) {
        for (const { records } of await walk(connection, name, null)) {
          for (const record of records) {
            const read = connection.translate(record);
            if (!read.ok) expect.fail(`${name} ${record.externalId}: ${read.error.message}`);
            expect(connection.translate(record)).toEqual(read);
            for (const { entity } of read.value) expect(kinds).toContain(entity.kind);
            for (const { minor } of moneysIn(read.value)) expect(typeof minor).toBe('bigint');
          }
        }
      }
    },
  },
  {
    name: 'walks the whole stream, and goes on from any page in a new connection',
    async run(harness) {
      const world = await harness.start({ documentCount: 23, pageSize: 5 });
      const connection = world.connect();
      const pages = await walk(connection, harness.stream, null);
      expect(pages.length).toBeGreaterThan(3);
      const ids = pages.flatMap(({ records }) => records.map(({ externalId }) => externalId));
      expect(new Set(ids)).toEqual(new Set(world.truth().keys()));
      expect(ids.length).toBe(new Set(ids).size);
      for (const [index, page] of pages.slice(0, -1).entries()) {
        const rest = await walk(world.connect(), harness.stream, page.cursor);
        const expected = pages.slice(index + 1).flatMap(({ records }) => records);
        expect(bodies(rest.flatMap(({ records }) => records))).toEqual(bodies(expected));
      }
    },
  },
  {
    name: 'gives the same page for the same cursor, byte for byte',
    async run(harness) {
      const world = await harness.start({ documentCount: 9, pageSize: 4 });
      const connection = world.connect();
      const first = await pull(connection, harness.stream, null);
      const again = await pull(connection, harness.stream, null);
      expect(bodies(again.records)).toEqual(bodies(first.records));
      expect(again.cursor).toBe(first.cursor);
    },
  },
  {
    name: 'after the last page repeats at most what it gave before, unchanged',
    async run(harness) {
      const world = await harness.start({ documentCount: 15, pageSize: 5 });
      const connection = world.connect();
      const pages = await walk(connection, harness.stream, null);
      const given = new Set(bodies(pages.flatMap(({ records }) => records)));
      const later = await walk(connection, harness.stream, pages.at(-1)?.cursor ?? null);
      for (const body of bodies(later.flatMap(({ records }) => records))) expect(given).toContain(body);
    },
  },
  {
    name: 'agrees with the source on count and sums',
    async run(harness) {
      const world = await harness.start({ documentCount: 21, pageSize: 6 });
      const connection = world.connect();
      for (const stream of connection.capabilities.streams.filter(({ hasTotals }) => hasTotals)) {
        const replica = new Replica(harness);
        const isMain = stream.name === harness.stream;
        const pages = await walk(connection, stream.name, null);
        const records = pages.flatMap((page) => page.records);
        const totals = await connection.totals(stream.name);
        if (!totals.ok) expect.fail(`${stream.name}: ${totals.error.message}`);
        expect(totals.value.count, stream.name).toBe(await countOfKinds(harness, connection, stream));
        if (!isMain) continue;
        replica.take(connection, records);
        const sums = totalsOf(replica.entities.values());
        expect(new Map(totals.value.sums.map((sum) => [sum.currency, sum]))).toEqual(sums);
      }
    },
  },
  {
    name: 'holds exactly what the source holds after changes while paging, with equal stamps and a lagging search',
    async run(harness) {
      for (let seed = 1; seed <= 12; seed += 1) {
        const random = seededRandom(`paging ${seed}`);
        const searchLagMs = random.pick([0, 20_000]);
        const world = await harness.start({ documentCount: 17, pageSize: 3, searchLagMs });
        const connection = world.connect();
        const replica = new Replica(harness);
        const cursors = new Map<string, Cursor>();
        if (harness.deletionStream !== null) {
          const noted = await walk(connection, harness.deletionStream, null);
          cursors.set(harness.deletionStream, noted.at(-1)?.cursor ?? '');
        }
        for (let round = 0; round < 3; round += 1) {
          let page = await pull(connection, harness.stream, cursors.get(harness.stream) ?? null);
          for (let pages = 0; !page.isLast && pages < 60; pages += 1) {
            replica.take(connection, page.records);
            disturb(world, random);
            world.clock.advance(random.pick([0, 0, 400, 1_000, 3_000]));
            page = await pull(connection, harness.stream, page.cursor);
          }
          replica.take(connection, page.records);
          cursors.set(harness.stream, page.cursor);
          world.clock.advance(random.pick([0, 60_000]));
        }
        world.clock.advance(searchLagMs);
        await sweep(harness, connection, replica, cursors);
        expect(sorted(replica.live()), `seed ${seed}`).toEqual(sorted(world.truth()));
        await world.close();
      }
    },
  },
  {
    name: 'misses no change within a second that the walk has passed already',
    async run(harness) {
      const world = await harness.start({ documentCount: 12, pageSize: 4 });
      const connection = world.connect();
      const replica = new Replica(harness);
      const cursors = new Map<string, Cursor>();
      await sweep(harness, connection, replica, cursors);
      world.clock.advance(10_000 - (world.clock.now() % 1_000));
      const ids = [...world.truth().keys()].sort((left, right) => Number(left) - Number(right));
      const changed = ids.slice(0, 9);
      for (const id of changed) world.update(id);
      let page = await pull(connection, harness.stream, cursors.get(harness.stream) ?? null);
      let hasPassed = false;
      while (!page.isLast) {
        replica.take(connection, page.records);
        const passed = page.records.filter(({ externalId }) => changed.includes(externalId));
        if (!hasPassed && passed.length > 0) {
          hasPassed = true;
          for (const { externalId } of passed) world.update(externalId);
          world.clock.advance(5_000);
          world.update(ids[11] ?? '');
        }
        page = await pull(connection, harness.stream, page.cursor);
      }
      replica.take(connection, page.records);
      cursors.set(harness.stream, page.cursor);
      await sweep(harness, connection, replica, cursors);
      expect(sorted(replica.live())).toEqual(sorted(world.truth()));
    },
  },
  {
    name: 'fetches one record as the stream gives it, and null for one that is not there',
    async run(harness) {
      const world = await harness.start({ documentCount: 3 });
      const connection = world.connect();
      const record = await firstRecord(connection, harness.stream);
      expect(await connection.fetch(harness.stream, record.externalId)).toEqual({ ok: true, value: record });
      const gone = await connection.fetch(harness.stream, '999999999');
      expect(gone).toEqual({ ok: true, value: null });
    },
  },
  {
    name: 'takes schema drift without coercion: quarantine with the path, or as before',
    async run(harness) {
      const world = await harness.start({ documentCount: 1 });
      const connection = world.connect();
      const record = await firstRecord(connection, harness.stream);
      expect(connection.translate(record).ok).toBe(true);
      for (const { name, change, quarantine } of harness.drifts) {
        const body = change(record.body);
        expect(body, `${name} changes nothing`).not.toBe(record.body);
        const read = connection.translate({ ...record, body });
        if (quarantine === null) expect(read, name).toEqual(connection.translate(record));
        else expect(read, name).toMatchObject({ ok: false, error: quarantine });
      }
    },
  },
];
