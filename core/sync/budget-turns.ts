/**
 * Whose turn it is at a vendor that refuses for its budget. Reading comes first in a round, because what is sent rests on
 * what was read; but a budget that ends while reading would never let a posting out, and one that goes to postings would
 * never let anything in. So they take turns, from refusal to refusal.
 */
export class BudgetTurns {
  readonly #writesFirst = new Set<string>();

  /** Whether what is due at a connection goes out before anything of it is read. */
  writesFirst(connectionId: string): boolean {
    return this.#writesFirst.has(connectionId);
  }

  /** How a round at a connection ended that began with its door open. */
  ended(connectionId: string, wasRefused: boolean): void {
    if (wasRefused && !this.#writesFirst.has(connectionId)) this.#writesFirst.add(connectionId);
    else this.#writesFirst.delete(connectionId);
  }
}
