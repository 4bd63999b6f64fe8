import type { Store } from '../store.ts';

/** What a posting is compared with: what went out before it. */
export interface PrecedentOf {
  readonly subjectId: string;
  readonly flow: string;
  readonly commandType: string;
  readonly legalEntity: string;
  readonly customerId: string | null;
}

/** Only what was sent by us is a precedent; what was in the ERP already has no bytes of ours. */
const isSent = `state IN ('POSTED', 'REVERSING', 'REVERSED') AND payload <> ''`;

/** Answers from the postings what the hold rules ask about others than the one that is judged. */
export class PostingPrecedents {
  readonly #statements;

  constructor({ sqlite }: Store) {
    this.#statements = {
      ofCustomer: sqlite
        .prepare<[string, string, string], 1>(
          `SELECT 1 FROM postings WHERE customer_id = ? AND flow = ? AND subject_id <> ? AND ${isSent} LIMIT 1`,
        )
        .pluck(),
      ofKind: sqlite
        .prepare<[string, string, string, string], 1>(
          `SELECT 1 FROM postings WHERE legal_entity = ? AND flow = ? AND command_type = ? AND subject_id <> ?
           AND ${isSent} LIMIT 1`,
        )
        .pluck(),
    };
  }

  /** Whether nothing was ever sent for its customer in this flow. */
  isNewCustomer({ customerId, flow, subjectId }: PrecedentOf): boolean {
    if (customerId === null) return false;
    return this.#statements.ofCustomer.get(customerId, flow, subjectId) === undefined;
  }

  /** Whether nothing of its kind was ever sent for its legal entity. */
  isFirstOfKind({ legalEntity, flow, commandType, subjectId }: PrecedentOf): boolean {
    return this.#statements.ofKind.get(legalEntity, flow, commandType, subjectId) === undefined;
  }
}
