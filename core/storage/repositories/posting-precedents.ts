import type { Money } from '#core/domain/money.ts';
import type { Store } from '../store.ts';

/** What a posting is compared with: what went out before it, and what else there is of its day. */
export interface PrecedentOf {
  readonly subjectId: string;
  readonly flow: string;
  readonly commandType: string;
  readonly legalEntity: string;
  readonly period: string;
  readonly postedOn: string;
  readonly customerId: string | null;
  readonly amount: Money;
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
      sameDay: sqlite
        .prepare<[string, string, string, string, string, string], number>(
          `SELECT coalesce(sum(abs(amount_minor)), 0) FROM postings
           WHERE customer_id = ? AND flow = ? AND period = ? AND currency = ? AND subject_id <> ?
           AND json_extract(command, '$.postedOn') = ? AND payload <> ''
           AND state IN ('HELD', 'APPROVED', 'SENDING', 'UNKNOWN', 'POSTED')`,
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

  /** Magnitudes of its customer's others of the same flow, currency and day, in minor units. */
  sameDayMinor({ customerId, flow, period, amount, subjectId, postedOn }: PrecedentOf): bigint {
    if (customerId === null) return 0n;
    return BigInt(
      this.#statements.sameDay.get(customerId, flow, period, amount.currency, subjectId, postedOn) ?? 0,
    );
  }
}
