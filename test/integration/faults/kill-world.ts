import { assert, present } from '#core/base/assert.ts';
import { sampleWorkspace } from '#core/host/sample-workspace.ts';
import type { WritePoint } from '#core/storage/write-points.ts';
import type { Told, Work } from './core-process.ts';
import { CoreProcess } from './killed-process.ts';
import { type FaultWorld, startFaultWorld } from './fault-world.ts';
import { wrongBooks } from './books-oracle.ts';

const readyMaxMs = 5_000;

type Idle = Extract<Told, { what: 'idle' }>;

/** The sandbox lives here, outside the crash domain; the core runs in processes that are killed. */
export class KillWorld {
  readonly world: FaultWorld;
  readonly #name: string;
  readonly #program: string;
  #process: CoreProcess | null = null;
  #skippedMs = 0;
  #starts = 0;

  constructor(world: FaultWorld, name: string, program: string) {
    this.world = world;
    this.#name = name;
    this.#program = program;
  }

  /** One invoice and its payment more, so that there is something to carry on. */
  bill(): void {
    this.world.bill(1, 1);
  }

  /** Starts a process on the workspace; it must be ready in time, whatever happened to the one before. */
  async start(dieAt?: Work['dieAt']): Promise<boolean> {
    this.#starts += 1;
    const { tiny } = this.world;
    const process = new CoreProcess(this.#program, (byMs) => {
      this.#skippedMs += byMs;
      tiny.world.clock.skip(byMs);
    });
    this.#process = process;
    process.send({
      folder: tiny.world.folder,
      secrets: sampleWorkspace(tiny.world.sandbox.access).secrets,
      skippedMs: this.#skippedMs,
      seed: `${this.#name} ${this.#starts}`,
      ...(dieAt === undefined ? {} : { dieAt }),
    });
    const told = await process.next();
    if (told === null) {
      this.#process = null;
      return false;
    }
    assert(told.what === 'ready', `the process did not start: ${JSON.stringify(told)}`);
    assert(told.tookMs <= readyMaxMs, `the process was ready only after ${told.tookMs} ms`);
    return true;
  }

  /** Works until nothing is left or it dies at the point. True when it died. */
  async dies(point: WritePoint, time: number): Promise<boolean> {
    const process = await this.#running();
    process.send({ dieAt: { point, time } });
    const told = await process.next();
    assert(told === null || told.what === 'idle', JSON.stringify(told));
    if (told !== null) return false;
    this.#process = null;
    return true;
  }

  /** Is killed from outside as soon as the ERP has been struck by the fault. */
  async diesWhenStruck(faultId: string): Promise<void> {
    const process = await this.#running();
    const { netsuite } = this.world.tiny.faults;
    const before = netsuite.hits(faultId);
    process.send({});
    // Looked at often, without taking the thread from the child.
    while (netsuite.hits(faultId) === before && !process.isGone)
      await new Promise((resolve) => setTimeout(resolve, 1));
    assert(netsuite.hits(faultId) > before, `the fault ${faultId} never struck`);
    // What the ERP does after it was struck takes a moment: the process dies while it waits for the answer.
    await new Promise((resolve) => setTimeout(resolve, 20));
    await process.kill();
    this.#process = null;
  }

  /** Lets the process work in peace until nothing is left, and judges the books. */
  async settle(where: string): Promise<Idle> {
    const process = await this.#running();
    process.send({});
    const idle = await process.next();
    assert(idle?.what === 'idle', `${where}: ${JSON.stringify(idle)}`);
    const others = Object.entries(idle.states).filter(([state]) => state !== 'POSTED');
    const wrong = [...wrongBooks(this.world.organisations), ...idle.problems];
    if (!idle.isIdle) wrong.push('not idle');
    if (others.length > 0) wrong.push(`left over: ${JSON.stringify(others)}`);
    assert(wrong.length === 0, `${where}: ${wrong.join('; ')}`);
    return idle;
  }

  async endProcess(): Promise<void> {
    await this.#process?.kill();
    this.#process = null;
  }

  async #running(): Promise<CoreProcess> {
    if (this.#process === null || this.#process.isGone) assert(await this.start(), 'the process is there');
    return present(this.#process, 'a process');
  }

  async close(): Promise<void> {
    await this.endProcess();
    await this.world.close();
  }
}

/**
 * Works in a world whose workspace has been synchronised once and was let go; invoices are held for a person. `program` is of
 * `bundleCoreProcess`. Every point has a world of its own: one that has seen a hundred deaths takes longer for each.
 */
export async function inKillWorld<T>(
  name: string,
  program: string,
  work: (kill: KillWorld) => Promise<T>,
): Promise<T> {
  const world = await startFaultWorld({
    change: (file) => ({ ...file, phases: { ...file.phases, 'invoice-to-erp': 'hold-all' } }),
  });
  const kill = new KillWorld(world, name, program);
  try {
    world.bill(2, 1);
    await world.tiny.sync();
    await world.tiny.core.close();
    return await work(kill);
  } finally {
    await kill.close();
  }
}
