import { createLocalClient } from '#core/host/local-client.ts';
import { money } from '#core/domain/money.ts';
import type { ExceptionCode } from '#core/exceptions/catalogue.ts';
import { exceptionSorts } from '#core/storage/repositories/exception-list.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { percentile, report } from './timing.ts';

/*
 * A queue of 100,000 open exceptions through the API: pages by every sort in both directions, by every kind of filter, deep in
 * the list, and the counts of its tabs and root causes (UX goal 7).
 */

const total = 100_000;
const codes: readonly ExceptionCode[] = [
  'MANUAL_EDIT_IN_ERP',
  'CUSTOMER_UNKNOWN',
  'PERIOD_CLOSED',
  'MAPPING_MISSING',
];
const entities = ['NW-US', 'NW-DE', 'NW-UK'] as const;
const currencies = ['USD', 'EUR', 'GBP'] as const;

function raise(tiny: TinyWorld): void {
  for (let from = 0; from < total; from += 1_000) {
    tiny.core.store.transact(() => {
      for (let at = from; at < from + 1_000; at += 1) {
        const code = codes[at % codes.length] ?? 'EVALUATION_FAILED';
        tiny.core.exceptions.settle(
          `document_${at}`,
          [
            {
              code,
              causeKey: `cause:${at % 500}`,
              legalEntity: entities[at % 3] ?? 'NW-US',
              period: '2026-09',
              amount: money(BigInt((at * 7_919) % 5_000_000), currencies[at % 3] ?? 'USD'),
              message: `Document ${at} is not posted.`,
            },
          ],
          () => true,
        );
      }
    });
  }
}

const tiny = await startTinyWorld();
try {
  const startedAt = performance.now();
  raise(tiny);
  report({ name: 'raised', exceptions: total, ms: Math.round(performance.now() - startedAt) });
  const { exceptions } = createLocalClient(tiny.core, 'maria');
  const limit = 200;
  const asked: Readonly<Record<string, () => Promise<unknown>>> = {
    ...Object.fromEntries(
      exceptionSorts.flatMap((by) =>
        [true, false].map((isDescending) => [
          `sort by ${by}, ${isDescending ? 'falling' : 'rising'}`,
          () => exceptions.list.query({ sort: { by, isDescending }, limit }),
        ]),
      ),
    ),
    'deep in the list': () => exceptions.list.query({ offset: 90_000, limit }),
    'one kind': () => exceptions.list.query({ code: 'PERIOD_CLOSED', limit }),
    'one entity': () => exceptions.list.query({ legalEntity: 'NW-DE', limit }),
    severity: () => exceptions.list.query({ severity: 'high', limit }),
    'one cause': () => exceptions.list.query({ causeKey: 'cause:250', limit }),
    text: () => exceptions.list.query({ text: 'Document 4711', limit }),
    counts: () => exceptions.counts.query({}),
    causes: () => exceptions.causes.query({ limit }),
  };
  const all: number[] = [];
  for (const [name, ask] of Object.entries(asked)) {
    await ask();
    const took: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      const askedAt = performance.now();
      await ask();
      took.push(performance.now() - askedAt);
    }
    all.push(...took);
    report({ name: `exceptions, ${name}`, p95_ms: Number(percentile(took, 0.95).toFixed(1)) });
  }
  report({
    name: 'first page of 100,000 exceptions, every sort and filter',
    measured: Number(percentile(all, 0.95).toFixed(1)),
    unit: 'ms p95',
    target: { max: 150 },
  });
} finally {
  await tiny.close();
}
