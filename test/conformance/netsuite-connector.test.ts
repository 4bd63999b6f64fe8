import { afterEach, describe, expect, it } from 'vitest';
import type { CommandPayload, Connection } from '#core/connectors/sdk/index.ts';
import type { Command } from '#core/domain/command.ts';
import { money } from '#core/domain/money.ts';
import { pull, Replica, walk } from './connector-replica.ts';
import { type NetSuiteWorld, startNetSuite } from './netsuite-connector-world.ts';
import { netsuiteHarness } from './netsuite-harness.ts';

const worlds: NetSuiteWorld[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function start(searchLagMs = 0): Promise<{ world: NetSuiteWorld; connection: Connection }> {
  const world = await startNetSuite({ documentCount: 5, searchLagMs });
  worlds.push(world);
  return { world, connection: world.connect() };
}

const externalId = 'TIEOUT1';
const context = { externalId, attempt: 1 };

function invoice(world: NetSuiteWorld, change: (command: Command) => Command = (command) => command) {
  const make = netsuiteHarness.commands[0]?.make ?? expect.fail('no command');
  return change(make(world, 1));
}

function prepare(connection: Connection, command: Command): CommandPayload {
  const payload = connection.prepare(command, externalId, '2026-09-15');
  return payload.ok ? payload.value : expect.fail(payload.error.message);
}

const stored = (world: NetSuiteWorld) => world.organisation.store.findDocuments('invoice', { externalId });

describe('a posting to NetSuite', () => {
  it('arrives to the cent, with NetSuite’s own arithmetic overruled', async () => {
    const { world, connection } = await start();
    expect((await connection.send(prepare(connection, invoice(world)), context)).kind).toBe('committed');
    const [document] = stored(world);
    expect(document).toMatchObject({
      tranDate: '2026-09-12',
      dueDate: '2026-10-12',
      otherRefNum: 'IN-91',
      totalMinor: 11_900,
      lines: [
        { quantity: '3', amountMinor: 10_010, taxMinor: 1_902, departmentId: world.ids.sales },
        { quantity: '0.5', amountMinor: -10, taxMinor: -2 },
      ],
    });
  });

  it.each<
    [string, (world: NetSuiteWorld) => void, (command: Command, world: NetSuiteWorld) => Command, string]
  >([
    [
      'a closed period',
      ({ organisation }) => organisation.store.setPeriodState('Sep 2026', 'closed'),
      same,
      'PERIOD_CLOSED',
    ],
    [
      'a locked period',
      ({ organisation }) => organisation.store.setPeriodState('Sep 2026', 'locked'),
      same,
      'PERIOD_CLOSED',
    ],
    ['a day outside all periods', nothing, changed({ postedOn: '2031-01-01' }), 'PERIOD_CLOSED'],
    [
      'an inactive customer',
      ({ organisation, ids }) => organisation.store.setInactive('customer', ids.acme),
      same,
      'CUSTOMER_INVALID',
    ],
    ['a currency the customer does not have', nothing, changed({ currencyId: '999' }), 'CURRENCY_INVALID'],
    ['a subsidiary that is not there', nothing, changed({ subsidiaryId: '999' }), 'REFERENCE_INVALID'],
    [
      'an inactive item',
      ({ organisation, ids }) => organisation.store.setInactive('serviceSaleItem', ids.item),
      same,
      'REFERENCE_INVALID',
    ],
    [
      'an inactive tax code',
      ({ organisation, ids }) => organisation.store.setInactive('salesTaxItem', ids.vat),
      same,
      'TAX_INVALID',
    ],
    [
      'an inactive department',
      ({ organisation, ids }) => organisation.store.setInactive('department', ids.sales),
      same,
      'REFERENCE_INVALID',
    ],
  ])('is rejected for %s', async (_name, arrange, change, code) => {
    const { world, connection } = await start();
    arrange(world);
    const payload = prepare(
      connection,
      invoice(world, (command) => change(command, world)),
    );
    expect(await connection.send(payload, context)).toMatchObject({ kind: 'rejected', code });
    expect(await connection.lookUp(payload, context)).toEqual({ kind: 'absent' });
  });

  it('leaves a document that was corrected by hand as it is', async () => {
    const { world, connection } = await start();
    const payload = prepare(connection, invoice(world));
    await connection.send(payload, context);
    world.organisation.handEdit({ action: 'change-amount', type: 'invoice', externalId, totalMinor: 5_000 });
    expect((await connection.send(payload, { externalId, attempt: 2 })).kind).toBe('unknown');
    expect(stored(world)).toMatchObject([{ totalMinor: 5_000 }]);
    expect(await connection.lookUp(payload, context)).toMatchObject({
      kind: 'found',
      document: { total: money(5_000, 'USD'), isVoid: false },
    });
  });

  it('shows a voided document as void', async () => {
    const { world, connection } = await start();
    const payload = prepare(connection, invoice(world));
    await connection.send(payload, context);
    world.organisation.handEdit({ action: 'void', type: 'invoice', externalId });
    expect(await connection.lookUp(payload, context)).toMatchObject({
      kind: 'found',
      document: { isVoid: true },
    });
  });

  it('is found by the record while the search does not show it yet', async () => {
    const { world, connection } = await start(300_000);
    const payload = prepare(connection, invoice(world));
    const sent = await connection.send(payload, context);
    const found = await connection.lookUp(payload, context);
    expect(found).toMatchObject({ kind: 'found', document: { total: money(11_900, 'USD') } });
    if (sent.kind === 'committed' && found.kind === 'found') {
      expect(found.document.documentId).toBe(sent.documentId);
    }
  });

  it('is unknown, not rejected, where NetSuite knows the external id and no look-up shows it', async () => {
    const { world, connection } = await start(60_000);
    world.organisation.handEdit({ action: 'set-settings', settings: { eidLookupLagged: true } });
    const payload = prepare(connection, invoice(world));
    expect((await connection.send(payload, context)).kind).toBe('committed');
    expect((await connection.send(payload, { externalId, attempt: 2 })).kind).toBe('unknown');
    world.clock.advance(60_000);
    expect((await connection.lookUp(payload, context)).kind).toBe('found');
    expect(stored(world)).toHaveLength(1);
  });

  it('stops at two documents under one external id and shows both', async () => {
    const { world, connection } = await start();
    const payload = prepare(connection, invoice(world));
    await connection.send(payload, context);
    world.organisation.handEdit({ action: 'set-settings', settings: { uniqueExternalIds: false } });
    world.organisation.handEdit({
      action: 'create-duplicate',
      type: 'invoice',
      externalId,
      keepExternalId: true,
    });
    const found = await connection.lookUp(payload, context);
    expect(found.kind === 'several' ? found.documents.map(({ documentId }) => documentId) : []).toHaveLength(
      2,
    );
    expect((await connection.send(payload, { externalId, attempt: 2 })).kind).toBe('unknown');
    expect(stored(world)).toHaveLength(2);
  });

  it('ends within the time that a posting counts on, token and guard included', async () => {
    const { world, connection } = await start();
    const payload = prepare(connection, invoice(world));
    world.faults.add({ id: 'slow', match: { methods: ['GET'] }, port: 'after-receive', action: 'hang' });
    const startedMs = world.clock.monotonicMs();
    const sending = connection.send(payload, context);
    while (world.faults.hits('slow') === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    world.clock.advance(30_000);
    expect(await sending).toMatchObject({ kind: 'not-sent' });
    expect(world.clock.monotonicMs() - startedMs).toBe(30_000);
    expect(stored(world)).toEqual([]);
  });
});

describe('reading NetSuite', () => {
  it('follows what a payment leaves open, also where settling does not touch the invoice', async () => {
    const { world, connection } = await start();
    world.organisation.handEdit({ action: 'set-settings', settings: { applicationTouchesDocument: false } });
    await connection.send(prepare(connection, invoice(world)), context);
    const invoiceId = String(stored(world)[0]?.id);
    const replica = new Replica(netsuiteHarness);
    world.clock.advance(86_400_000);
    world.insert();
    const first = await walk(connection, 'transactions', null);
    for (const page of first) replica.take(connection, page.records);
    expect(replica.entities.get(invoiceId)).toMatchObject({ open: money(11_900, 'USD') });
    world.clock.advance(86_400_000);
    const payment: Command = {
      ...(netsuiteHarness.commands[2]?.make(world, 2) as Extract<Command, { type: 'payment.post' }>),
      applications: [{ documentId: invoiceId, amount: money(4_000, 'USD') }],
    };
    await connection.send(prepare(connection, payment), context);
    for (const page of await walk(connection, 'transactions', first.at(-1)?.cursor ?? null)) {
      replica.take(connection, page.records);
    }
    expect(replica.entities.get(invoiceId)).toMatchObject({ open: money(7_900, 'USD') });
  });

  it('tells a deleted document by its id, who and when', async () => {
    const { world, connection } = await start();
    const [record] = (await pull(connection, 'transactions', null)).records;
    world.remove?.(record?.externalId ?? '');
    const [gone] = (await pull(connection, 'deletions', null)).records;
    expect(gone?.externalId).toBe(record?.externalId);
    expect(gone?.body).toContain('"deletedbyname":"Marta Keller"');
    expect(connection.translateDeletions?.(gone ?? expect.fail('no deletion'))).toMatchObject({
      ok: true,
      value: [{ kind: 'ledger-document', externalId: record?.externalId, effectiveOn: '2026-09-15' }],
    });
  });

  it('keeps the rows of a document as NetSuite wrote them', async () => {
    const { connection } = await start();
    const [record] = (await pull(connection, 'transactions', null)).records;
    expect(record?.body).toMatch(
      /^\{"transaction":\{"links":\[\],"id":"\d+",.*\},"lines":\[\{"links":\[\],.*\}\]\}$/,
    );
  });

  it('gives references ids of their own, which postings take back', async () => {
    const { world, connection } = await start();
    const records = (await walk(connection, 'references', null)).flatMap((page) => page.records);
    const ids = records.map(({ externalId: id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain(`item:${world.ids.item}`);
    const wrong = invoice(
      world,
      (command) => ({ ...command, currencyId: `item:${world.ids.item}` }) as Command,
    );
    expect(connection.prepare(wrong, externalId, '2026-09-15')).toMatchObject({
      ok: false,
      error: { code: 'ID_INVALID', where: '$.currencyId' },
    });
  });

  it('shows the state of every period', async () => {
    const { world, connection } = await start();
    world.organisation.store.setPeriodState('Jul 2026', 'closed');
    world.organisation.store.setPeriodState('Aug 2026', 'locked');
    const states = new Map<string, string>();
    for (const { records } of await walk(connection, 'accounting-periods', null)) {
      for (const record of records) {
        const read = connection.translate(record);
        const entity = read.ok ? read.value[0]?.entity : undefined;
        if (entity?.kind === 'accounting-period' && entity.isPosting) states.set(entity.name, entity.state);
      }
    }
    expect([states.get('Jul 2026'), states.get('Aug 2026'), states.get('Sep 2026')]).toEqual([
      'closed',
      'locked',
      'open',
    ]);
    expect(states.size).toBe(12);
  });
});

function same(command: Command): Command {
  return command;
}

function nothing(): void {}

function changed(change: Record<string, unknown>): (command: Command) => Command {
  return (command) => ({ ...command, ...change });
}
