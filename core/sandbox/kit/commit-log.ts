import type { Clock, EpochMs } from '#core/base/clock.ts';

export type CommitAction = 'create' | 'update' | 'void' | 'delete';

/** One thing to log. `body` should be immutable; leave it out when seeding in bulk. */
export interface CommitInput {
  /** The vendor's record type, for example `invoice`. */
  readonly kind: string;
  readonly id: string;
  readonly externalId?: string;
  readonly action: CommitAction;
  /** `api`: asked for over HTTP. `hand`: typed by a person, or seeded as history. */
  readonly by: 'api' | 'hand';
  readonly body?: unknown;
}

export interface Commit extends CommitInput {
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly atMs: EpochMs;
}

/** What an organisation really committed, in order. Tests judge "lost" and "posted twice" by this and nothing else. */
export class CommitLog {
  readonly #clock: Clock;
  readonly #commits: Commit[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  append(input: CommitInput): Commit {
    const commit = { ...input, sequence: this.#commits.length + 1, atMs: this.#clock.now() };
    this.#commits.push(commit);
    return commit;
  }

  all(): readonly Commit[] {
    return this.#commits;
  }

  of(kind: string): readonly Commit[] {
    return this.#commits.filter((commit) => commit.kind === kind);
  }

  /** Commits after the given sequence number, oldest first. */
  after(sequence: number): readonly Commit[] {
    return this.#commits.slice(Math.max(0, sequence));
  }

  get count(): number {
    return this.#commits.length;
  }
}
