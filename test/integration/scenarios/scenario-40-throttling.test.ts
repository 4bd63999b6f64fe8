import { afterEach, expect, test } from 'vitest';
import { listConnections } from '#core/app/connections/list-connections.ts';
import type { SyncProgress } from '#core/app/synchronise.ts';
import { expectQuiet } from '#test/support/expect-quiet.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test.each(['seconds', 'absent', 'malformed'] as const)(
  'scenario 40: throttled with Retry-After %s, every document is posted once and nothing becomes an exception',
  async (form) => {
    tiny = await startTinyWorld();
    const customer = tiny.addCustomer();
    await tiny.sync();
    tiny.world.clock.hurry(10);
    const issued = Array.from({ length: 12 }, (_, index) =>
      tiny.issueInvoice(customer, { netMinor: 1_000 + index }),
    );
    tiny.faults.netsuite.setRateLimit({
      form,
      until: tiny.nowMs() + 120_000,
      afterCalls: 8,
      match: { kind: 'write' },
    });
    for (let round = 0; round < 3; round += 1) {
      await tiny.syncInTrouble();
      tiny.world.clock.skip(60_000);
    }
    await tiny.sync();

    expect(tiny.faults.netsuite.hits('rate-limit')).toBeGreaterThan(0);
    expect(tiny.created()).toHaveLength(12);
    for (const { number, total } of issued)
      expect(tiny.document('invoice', number ?? '').totalMinor).toBe(total);
    expect(tiny.codes()).toEqual([]);
    await expectQuiet(tiny);
  },
);

const minuteMs = 60_000;

test('scenario 40: a small budget goes to reading and to posting by turns, and is shown', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  await tiny.sync();
  // Enough for one look at all streams or for a few documents, and never for both.
  const budget = 20;
  const issued = Array.from({ length: 16 }, (_, index) =>
    tiny.issueInvoice(customer, { netMinor: 1_000 + index }),
  );
  /** Documents made and streams read to their end, by window of the budget. */
  const windows: { made: number; read: number }[] = [];
  let madeBefore = 0;
  const open = (until: number): void => {
    madeBefore = tiny.created().length;
    windows.push({ made: 0, read: 0 });
    tiny.faults.netsuite.setRateLimit({ form: 'seconds', until, afterCalls: budget });
  };
  const goodRuns = tiny.core.store.sqlite
    .prepare<[], number>(
      `SELECT count(*) FROM sync_runs WHERE connection_id = 'erp' AND failure_code IS NULL`,
    )
    .pluck();
  let readBefore = goodRuns.get() ?? 0;
  const count = (): void => {
    const window = windows.at(-1);
    const read = goodRuns.get() ?? 0;
    if (window) Object.assign(window, { made: tiny.created().length - madeBefore, read: read - readBefore });
    readBefore = read;
  };
  let shown: ReturnType<typeof listConnections>['connections'][number]['budget'] | undefined;
  const onProgress = (progress: SyncProgress): void => {
    if (progress.what !== 'wait' || tiny.created().length === issued.length) return;
    shown ??= listConnections(tiny.core).connections.find(({ id }) => id === 'erp')?.budget;
    count();
    open(progress.untilMs + minuteMs);
  };
  open(tiny.nowMs() + minuteMs);
  for (let call = 0; call < 5 && tiny.created().length < issued.length; call += 1)
    await tiny.core.synchronise({ untilIdle: true, onProgress });
  tiny.world.clock.skip(2 * minuteMs);
  await tiny.sync();

  expect(tiny.created()).toHaveLength(16);
  for (const { number, total } of issued)
    expect(tiny.document('invoice', number ?? '').totalMinor).toBe(total);
  expect(tiny.codes()).toEqual([]);
  // The budget bar says until when the vendor asked us to wait.
  expect(Date.parse(shown?.blockedUntilAt ?? '')).toBeGreaterThan(0);
  // In no two windows running did either of them get nothing.
  const whole = windows.slice(1, -1);
  expect(whole.length).toBeGreaterThan(4);
  for (const [at, { made, read }] of whole.entries()) {
    const next = whole[at + 1];
    if (!next) continue;
    expect(made + next.made, `documents in windows ${at} and ${at + 1}`).toBeGreaterThan(0);
    expect(read + next.read, `streams in windows ${at} and ${at + 1}`).toBeGreaterThan(0);
  }
  await expectQuiet(tiny);
});

test('scenario 40: history that is walked again keeps nothing live waiting, and comes to its end', async () => {
  tiny = await startTinyWorld({
    change: (file) => ({
      ...file,
      connections: file.connections.map((connection) =>
        connection.id === 'billing'
          ? { ...connection, settings: { ...connection.settings, pageSize: 1 } }
          : connection,
      ),
    }),
  });
  const customer = tiny.addCustomer();
  const old = Array.from({ length: 40 }, (_, index) =>
    tiny.issueInvoice(customer, { netMinor: 1_000 + index }),
  );
  await tiny.sync();
  expect(tiny.created()).toHaveLength(old.length);
  // The machine was off for longer than billing's event log reaches back: all its lists are walked again.
  tiny.world.clock.skip(31 * 24 * 60 * minuteMs);
  const order: string[] = [];
  const fresh = tiny.issueInvoice(customer, { netMinor: 77_000, on: '2026-10-30' });
  const deal = tiny.addDeal(customer, { on: '2026-11-01', signedOn: '2026-10-28' });
  await tiny.core.synchronise({
    untilIdle: true,
    onProgress: (progress) => {
      if (progress.what === 'pull' && progress.connectionId === 'billing') order.push(progress.stream);
      if (progress.what === 'send' && progress.report.posted > 0)
        order.push(`sent ${progress.report.posted}`);
    },
  });

  // Read to its end, every list of it.
  const billing = listConnections(tiny.core).connections.find(({ id }) => id === 'billing');
  expect(billing).toMatchObject({ health: 'healthy' });
  expect(billing?.streams.filter(({ isCaughtUp }) => !isCaughtUp)).toEqual([]);
  expect(order.filter((what) => what === 'invoices').length).toBeGreaterThan(old.length);
  // What is new went out while history was still being read.
  const firstSent = order.findIndex((what) => what.startsWith('sent'));
  expect(firstSent).toBeGreaterThan(0);
  expect(order.slice(firstSent).filter((what) => what === 'invoices').length).toBeGreaterThan(10);
  await tiny.sync();
  expect(tiny.document('invoice', fresh.number ?? '').totalMinor).toBe(77_000);
  expect([...tiny.billing.rows('subscription')].map(({ metadata }) => metadata['contract_number'])).toEqual([
    deal.contract,
  ]);
  expect(tiny.created()).toHaveLength(old.length + 1);
  await expectQuiet(tiny);
});
