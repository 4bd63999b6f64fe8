import { existsSync } from 'node:fs';
import { vi } from 'vitest';
import { type Random, seededRandom } from '#core/base/random.ts';
import { assert } from '#core/base/assert.ts';
import type { SyncReport } from '#core/app/synchronise.ts';
import type { SampleWorldOptions } from '#test/support/sample-world.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { wrongBooks } from './books-oracle.ts';

/** For files whose tests run several worlds over real HTTP, one after the other. */
export function takeTime(): void {
  vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });
}

/** A tiny world with one customer, and what fault tests do to it again and again. */
export class FaultWorld {
  readonly tiny: TinyWorld;
  readonly customer: ReturnType<TinyWorld['addCustomer']>;
  #amountMinor = 10_000;

  constructor(tiny: TinyWorld) {
    this.tiny = tiny;
    this.customer = tiny.addCustomer();
  }

  get organisations() {
    return this.tiny.world.sandbox.organisations;
  }

  get clock() {
    return this.tiny.world.clock;
  }

  /** Issues invoices of different amounts and pays the first of them. */
  bill(count: number, paid = 0): string[] {
    const numbers: string[] = [];
    for (let index = 0; index < count; index += 1) {
      this.#amountMinor += 101;
      const invoice = this.tiny.issueInvoice(this.customer, { netMinor: this.#amountMinor });
      if (index < paid) this.tiny.pay(invoice.id, invoice.total);
      numbers.push(invoice.number ?? '');
    }
    return numbers;
  }

  /** Synchronises, letting the clock run on, until nothing waits any more or so many virtual hours have gone by. */
  async settle(hoursMax = 24): Promise<SyncReport> {
    const endMs = this.clock.now() + hoursMax * 3_600_000;
    for (;;) {
      const report = await this.tiny.core.synchronise({ untilIdle: true });
      if (report.isIdle && report.failures.length === 0) return report;
      if (this.clock.now() > endMs) return report;
      this.clock.skip(10 * 60_000);
    }
  }

  states(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { state } of this.tiny.core.desk.postings.all()) counts[state] = (counts[state] ?? 0) + 1;
    return counts;
  }

  /** Everything that is wrong with the books, the journal and the projections. */
  wrong(options: { readonly mayMiss?: boolean } = {}): string[] {
    const problems = this.tiny.core.verify().problems.map(({ code, message }) => `${code}: ${message}`);
    return [...wrongBooks(this.organisations, options), ...problems, ...this.#sandboxBugs()];
  }

  #sandboxBugs(): string[] {
    return Object.values(this.tiny.world.sandbox.servers).flatMap(({ requests }) =>
      requests.entries().flatMap(({ bug }) => (bug === undefined ? [] : [`the sandbox has a bug: ${bug}`])),
    );
  }

  close(): Promise<void> {
    return this.tiny.close();
  }
}

/** What a killed process has written stays in memory's files as on a disk; there waiting for the disk costs nothing. */
const memoryFolder = '/dev/shm';

export async function startFaultWorld(options: SampleWorldOptions = {}): Promise<FaultWorld> {
  if (existsSync(memoryFolder)) vi.stubEnv('TMPDIR', memoryFolder);
  try {
    return new FaultWorld(await startTinyWorld(options));
  } finally {
    vi.unstubAllEnvs();
  }
}

/** Runs one seed in a world of its own; what goes wrong names the seed and the line that repeats it. */
export async function withSeed(
  file: string,
  seed: string,
  options: SampleWorldOptions,
  work: (world: FaultWorld, random: Random) => Promise<readonly string[]>,
): Promise<void> {
  const world = await startFaultWorld(options);
  try {
    const wrong = await work(world, seededRandom(seed));
    const replay = `FAULT_SEED=${JSON.stringify(seed)} npx vitest run test/integration/faults/${file}`;
    assert(wrong.length === 0, `seed ${seed}: ${wrong.join('; ')}\nreplay: ${replay}`);
  } finally {
    await world.close();
  }
}

/** The seeds of a test: `FAULT_SEED` alone when it is set, `FAULT_VOLUME` times as many in the long run. */
export function seeds(name: string, count: number): string[] {
  const only = process.env['FAULT_SEED'];
  if (only !== undefined) return only.startsWith(`${name} `) ? [only] : [];
  const volume = Number(process.env['FAULT_VOLUME'] ?? '1');
  return Array.from({ length: count * volume }, (_, index) => `${name} ${index + 1}`);
}

/** How often the process dies at each write point; `FAULT_VOLUME` times as often in the long run. */
export const runsPerPoint = 10 * Number(process.env['FAULT_VOLUME'] ?? '1');
