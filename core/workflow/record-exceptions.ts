import type { ExceptionDesk } from '../exceptions/exception-desk.ts';
import type { ExceptionDraft } from '../exceptions/draft.ts';
import { readEventRows } from '../storage/repositories/events.ts';
import { ObservationRepository } from '../storage/repositories/observations.ts';
import { SourceRecordRepository } from '../storage/repositories/source-records.ts';
import type { Store } from '../storage/store.ts';
import { type ContentDifference, differencesOf } from './content-difference.ts';

/** Subject under which everything about unread and contradictory records is raised: one list, settled as a whole. */
const recordsSubject = 'records';

/** Raises what could not be read, what waits for a missing version and what came twice with other content. */
export class RecordExceptions {
  readonly #store: Store;
  readonly #sourceRecords: SourceRecordRepository;
  readonly #observations: ObservationRepository;
  readonly #exceptions: ExceptionDesk;

  constructor(store: Store, exceptions: ExceptionDesk) {
    this.#store = store;
    this.#sourceRecords = new SourceRecordRepository(store);
    this.#observations = new ObservationRepository(store);
    this.#exceptions = exceptions;
  }

  settle(): void {
    const seen = new Set(this.#exceptions.exceptions.ofSubject(recordsSubject).map((item) => item.causeKey));
    const drafts = [...this.#quarantined(), ...this.#gaps(), ...this.#conflicts(seen)];
    this.#exceptions.settle(recordsSubject, drafts, (code) => code !== 'SAME_KEY_DIFFERENT_CONTENT');
  }

  #quarantined(): ExceptionDraft[] {
    return this.#sourceRecords.quarantined().map((record) => {
      const reason = JSON.parse(record.quarantine) as { code: string; message: string; where?: string };
      return {
        ...noMoney,
        code: 'RECORD_QUARANTINED',
        causeKey: `record:${record.connection_id}/${record.stream}/${record.external_id}`,
        message: `${record.stream} ${record.external_id} of ${record.connection_id} cannot be read: ${reason.message}`,
        detail: { code: reason.code, where: reason.where ?? null, sourceRecordId: record.id },
      };
    });
  }

  #gaps(): ExceptionDraft[] {
    return this.#observations.allParked().map((parked) => ({
      ...noMoney,
      code: 'VERSION_GAP',
      causeKey: `gap:${parked.aggregate_id}/${parked.source_version}`,
      message: `Version ${parked.source_version} of ${parked.aggregate_id} waits for the version before it.`,
      detail: { version: parked.source_version },
    }));
  }

  /** A contradiction does not go away by itself: it stays until a person has decided. */
  #conflicts(seen: ReadonlySet<string>): ExceptionDraft[] {
    return this.#observations
      .conflicts()
      .filter(({ seq }) => !seen.has(`conflict:${seq}`))
      .map((conflict): ExceptionDraft => {
        const differences = this.#differencesIn(conflict.seq);
        const shown = differences
          .slice(0, shownMax)
          .map((one) => `${one.path}: ${one.applied} / ${one.came}`);
        return {
          ...noMoney,
          code: 'SAME_KEY_DIFFERENT_CONTENT',
          causeKey: `conflict:${conflict.seq}`,
          message: `${conflict.aggregate_id}: ${conflict.reason}. Applied / came: ${shown.join('; ')}. Both sides are whole in journal event ${conflict.seq}.`,
          detail: {
            seq: conflict.seq,
            differences: differences.map(({ path }) => path).join(', '),
            ...Object.fromEntries(
              differences
                .slice(0, shownMax)
                .flatMap((one) => [
                  [`applied ${one.path}`, one.applied] as const,
                  [`came ${one.path}`, one.came] as const,
                ]),
            ),
          },
        };
      });
  }

  #differencesIn(seq: number): readonly ContentDifference[] {
    const [row] = readEventRows(this.#store, seq - 1, 1);
    if (!row) return [];
    const { payload } = JSON.parse(row.body) as {
      readonly payload: {
        readonly applied: unknown;
        readonly observation: { readonly observation: { readonly entity: unknown } };
      };
    };
    return differencesOf(payload.applied, payload.observation.observation.entity);
  }
}

/** So many differences stand in the message; the journal event has all of them. */
const shownMax = 5;

const noMoney = { legalEntity: null, period: null, amount: null };
