import { existsSync } from 'node:fs';
import { vi } from 'vitest';
import { type Random, seededRandom } from '#core/base/random.ts';
import { assert } from '#core/base/assert.ts';
import type { SyncReport } from '#core/app/synchronise.ts';
import type { SampleWorldOptions } from '#test/support/sample-world.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { wrongBooks } from './books-oracle.ts';

/**
 * How often the long run does what is asked of every release: `FAULT_VOLUME=1` as many runs as a test of this kind has to have to
 * count as proof, more of it so many times that. Null in `npm test`, which does a part of each.
 */
const volume = process.env['FAULT_VOLUME'] === undefined ? null : Number(process.env['FAULT_VOLUME']);

/** For files whose tests run several worlds over real HTTP, one after the other. */
export function takeTime(): void {
  vi.setConfig({ testTimeout: volume === null ? 300_000 : 7_200_000, hookTimeout: 60_000 });
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

/** The seeds of a test, a part of them and all; `FAULT_SEED` alone when it is set. */
export function seeds(name: string, part: number, all: number): string[] {
  const only = process.env['FAULT_SEED'];
  if (only !== undefined) return only.startsWith(`${name} `) ? [only] : [];
  const count = volume === null ? part : all * volume;
  if (volume !== null) console.info(`${name}: ${count} runs`);
  return Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);
}

/** What has not been posted, by state. */
export function othersThanPosted(world: FaultWorld): string[] {
  const { POSTED: _posted, ...others } = world.states();
  return Object.keys(others).length === 0 ? [] : [`not all posted: ${JSON.stringify(others)}`];
}

/** How often the process dies at each write point. */
export const runsPerPoint = 10 * (volume ?? 1);

/** How often two processes race for a workspace. */
export const races = 100 * (volume ?? 1);
