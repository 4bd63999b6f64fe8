import { type Clock, toInstant } from '#core/base/clock.ts';
import { present } from '#core/base/assert.ts';
import type { Ids } from '#core/base/ids.ts';
import { err, type Failure, ok, type Result } from '#core/base/result.ts';
import type { JobKind, WireJob } from '#core/contract/jobs.ts';

/** What long work is given: a signal to heed between two durable steps, and a way to say how far it is. */
export interface JobRun {
  readonly signal: AbortSignal;
  readonly step: (stage: string, done?: number, of?: number | null) => void;
}

export interface JobPlan<T> {
  readonly kind: JobKind;
  readonly label: string;
  readonly startedBy: string;
  /** Why it failed, in words for people; anything else is a bug and is said to be one. */
  readonly failureOf: (cause: unknown) => Failure;
  readonly work: (run: JobRun) => Promise<T>;
}

export interface StartedJob<T> {
  readonly id: string;
  /** What the work gave; rejects with what it threw. */
  readonly ended: Promise<T>;
}

interface Entry {
  job: WireJob;
  result: unknown;
  readonly stop: AbortController;
}

/** How often progress is told at most, by the clock. */
const progressEveryMs = 100;
const keptMax = 50;
/** How long an answer takes to leave, where work is about to take the thread. */
const wordOutMs = 15;

/** Long work of a workspace, each kind one at a time. What ended is kept until someone dismisses it. */
export class JobDesk {
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #moved: () => void;
  readonly #entries = new Map<string, Entry>();
  readonly #running = new Set<Promise<unknown>>();
  #toldAtMs = Number.NEGATIVE_INFINITY;

  /** `moved` is called whenever a job is somewhere else. */
  constructor(clock: Clock, ids: Ids, moved: () => void) {
    this.#clock = clock;
    this.#ids = ids;
    this.#moved = moved;
  }

  /** Newest first. */
  all(): readonly WireJob[] {
    return [...this.#entries.values()].map(({ job }) => job).reverse();
  }

  get(id: string): { readonly job: WireJob; readonly result: unknown } | null {
    return this.#entries.get(id) ?? null;
  }

  running(kind: JobKind): WireJob | null {
    return this.all().find((job) => job.kind === kind && job.endedAt === null) ?? null;
  }

  /** Starts work; the caller has checked that none of its kind is under way. */
  start<T>(plan: JobPlan<T>): StartedJob<T> {
    const { kind, label, startedBy } = plan;
    const id = this.#ids.next('job');
    const job: WireJob = {
      id,
      kind,
      label,
      stage: 'starting',
      done: 0,
      of: null,
      startedBy,
      startedAt: toInstant(this.#clock.now()),
      endedAt: null,
      state: 'running',
      canCancel: true,
      failure: null,
    };
    const entry: Entry = { job, result: null, stop: new AbortController() };
    this.#entries.set(id, entry);
    this.#forgetOldest();
    this.#moved();
    const ended = this.#run(entry, plan);
    // Whoever only wants the id hears of a failure through the job itself.
    ended.catch(() => {});
    return { id, ended };
  }

  /** Asks a job to stop. One that ended meanwhile stays as it ended. */
  cancel(id: string): Result<WireJob, Failure> {
    const entry = this.#entries.get(id);
    if (!entry) return err(jobNotFound(id));
    if (entry.job.state !== 'running') return ok(entry.job);
    this.#change(entry, { state: 'stopping', canCancel: false, stage: 'stopping' });
    entry.stop.abort(new Error('stopped on request'));
    return ok(entry.job);
  }

  dismiss(id: string): Result<readonly WireJob[], Failure> {
    const entry = this.#entries.get(id);
    if (entry && entry.job.endedAt === null) return err(stillRunning(entry.job));
    if (entry) {
      this.#entries.delete(id);
      this.#moved();
    }
    return ok(this.all());
  }

  /** Stops everything and waits until it has stopped. */
  async close(): Promise<void> {
    for (const { job } of this.#entries.values()) this.cancel(job.id);
    await Promise.all(this.#running);
  }

  async #run<T>(entry: Entry, { work, failureOf }: JobPlan<T>): Promise<T> {
    const { signal } = entry.stop;
    const run: JobRun = { signal, step: (stage, done, of) => this.#step(entry, stage, done, of) };
    // Even work that never waits starts after the caller has its id and everyone has heard that it is under way.
    const working = this.#wordOut(signal).then(() => work(run));
    const settled = working.then(
      () => {},
      () => {},
    );
    this.#running.add(settled);
    const ended = { endedAt: '', canCancel: false };
    try {
      const result = await working;
      entry.result = result;
      this.#end(entry, { ...ended, state: signal.aborted ? 'cancelled' : 'done' });
      return result;
    } catch (cause) {
      this.#end(entry, {
        ...ended,
        ...(signal.aborted
          ? { state: 'cancelled' as const }
          : { state: 'failed' as const, failure: failureOf(cause) }),
      });
      throw cause;
    } finally {
      this.#running.delete(settled);
    }
  }

  /** A moment for answers that are on their way; work that is stopped in it is not kept waiting. */
  async #wordOut(signal: AbortSignal): Promise<void> {
    try {
      await this.#clock.sleep(wordOutMs, signal);
    } catch (cause) {
      if (!signal.aborted) throw cause;
    }
  }

  #step(entry: Entry, stage: string, done = 0, of: number | null = null): void {
    if (entry.job.state !== 'running') return;
    entry.job = { ...entry.job, stage, done, of };
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#toldAtMs < progressEveryMs) return;
    this.#toldAtMs = nowMs;
    this.#moved();
  }

  #end(entry: Entry, ended: Partial<WireJob>): void {
    const stage = ended.state === 'cancelled' ? 'stopped' : present(ended.state, 'how it ended');
    this.#change(entry, { ...ended, stage, endedAt: toInstant(this.#clock.now()) });
  }

  #change(entry: Entry, change: Partial<WireJob>): void {
    entry.job = { ...entry.job, ...change };
    this.#moved();
  }

  #forgetOldest(): void {
    for (const [id, { job }] of this.#entries) {
      if (this.#entries.size <= keptMax) return;
      if (job.endedAt !== null) this.#entries.delete(id);
    }
  }
}

export function jobNotFound(id: string): Failure {
  return {
    code: 'JOB_NOT_FOUND',
    message: `There is no work ${id}.`,
    where: id,
    fix: 'List the work under way and use one of its ids.',
  };
}

function stillRunning({ id, label }: WireJob): Failure {
  return {
    code: 'JOB_RUNNING',
    message: `"${label}" is under way.`,
    where: id,
    fix: 'Stop it, or wait until it has ended.',
  };
}
