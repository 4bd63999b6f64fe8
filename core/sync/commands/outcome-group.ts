/**
 * Brings the outcomes of postings that were sent together into one transaction: it is made when every member has either
 * an outcome or has left. Until then the vendor may know more than we do, which is what the committed attempt and its
 * look-up are there for.
 */
export class OutcomeGroup {
  readonly #transact: (work: () => void) => void;
  #undecided: number;
  #waiting: {
    readonly settle: () => void;
    readonly done: () => void;
    readonly failed: (why: unknown) => void;
  }[] = [];

  constructor(members: number, transact: (work: () => void) => void) {
    this.#undecided = members;
    this.#transact = transact;
  }

  /** Resolves when what `settle` records is committed. A member that settled has left. */
  settle(settle: () => void): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ settle, done, failed });
      this.leave();
    });
  }

  /** A member that will have no outcome to record. */
  leave(): void {
    this.#undecided -= 1;
    if (this.#undecided > 0 || this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      this.#transact(() => {
        for (const { settle } of waiting) settle();
      });
    } catch (cause) {
      for (const { failed } of waiting) failed(cause);
      return;
    }
    for (const { done } of waiting) done();
  }
}
