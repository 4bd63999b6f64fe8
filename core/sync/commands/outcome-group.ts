/** How long an outcome waits at most for others to be recorded with it. */
const gatherMs = 40;

interface Waiting {
  readonly record: () => void;
  readonly done: () => void;
  readonly failed: (cause: unknown) => void;
}

/**
 * Records what came through at about the same time in one transaction: the disk is asked once and not once per document.
 * Nobody waits for a slow neighbour longer than a moment, and when everyone under way has answered nobody waits at all.
 * Until it is recorded a posting is SENDING, as it was while its answer was on the wire: a crash leaves it to a look-up.
 */
export class OutcomeGroup {
  readonly #transact: (work: () => void) => void;
  readonly #sleep: (delayMs: number) => Promise<void>;
  #underWay = 0;
  #waiting: Waiting[] = [];

  constructor(transact: (work: () => void) => void, sleep: (delayMs: number) => Promise<void>) {
    this.#transact = transact;
    this.#sleep = sleep;
  }

  /** Runs the work of one posting, which may `record` its outcome. */
  async member(work: () => Promise<void>): Promise<void> {
    this.#underWay += 1;
    try {
      await work();
    } finally {
      this.#underWay -= 1;
      if (this.#waiting.length >= this.#underWay) this.#flush();
    }
  }

  /** Resolves when it is committed. */
  record(record: () => void): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ record, done, failed });
      if (this.#waiting.length >= this.#underWay) this.#flush();
      else if (this.#waiting.length === 1) void this.#sleep(gatherMs).then(() => this.#flush());
    });
  }

  #flush(): void {
    const group = this.#waiting.splice(0);
    if (group.length === 0) return;
    try {
      this.#transact(() => {
        for (const { record } of group) record();
      });
      for (const { done } of group) done();
    } catch (cause) {
      // One that cannot be recorded must not take the others' outcomes with it.
      if (group.length === 1) group[0]?.failed(cause);
      else for (const one of group) this.#alone(one);
    }
  }

  #alone({ record, done, failed }: Waiting): void {
    try {
      this.#transact(record);
      done();
    } catch (cause) {
      failed(cause);
    }
  }
}
