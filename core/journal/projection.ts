import { assert } from '../base/assert.ts';
import type { Store } from '../storage/store.ts';
import type { EventDraft, RecordedEvent } from './event.ts';
import type { AppendConflict, Journal } from './journal.ts';

/**
 * Turns events into rows. A projector reads nothing but the event and its own tables, so that replaying the journal
 * into empty tables gives the same rows.
 */
export interface Projector {
  readonly name: string;
  /** Tables that this projector alone fills; emptied before a rebuild. */
  readonly tables: readonly string[];
  /** Event types it wants, as `area.` prefixes or whole types. */
  readonly handles: readonly string[];
  apply(event: RecordedEvent): void;
}

export interface RecordOutcome {
  readonly appended: readonly RecordedEvent[];
  readonly duplicates: number;
  readonly conflicts: readonly AppendConflict[];
}

/** Appends events and applies their projections in one transaction: the only way that business state changes. */
export class Recorder {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #projectors: readonly Projector[];
  readonly #routes = new Map<string, readonly Projector[]>();
  readonly #listeners: ((events: readonly RecordedEvent[]) => void)[] = [];

  constructor(store: Store, journal: Journal, projectors: readonly Projector[]) {
    this.#store = store;
    this.#journal = journal;
    this.#projectors = projectors;
  }

  get journal(): Journal {
    return this.#journal;
  }

  /** Called inside the transaction with each batch appended, to mark what must be decided because of it. */
  onAppended(listener: (events: readonly RecordedEvent[]) => void): void {
    this.#listeners.push(listener);
  }

  record(drafts: readonly EventDraft[]): RecordOutcome {
    if (drafts.length === 0) return { appended: [], duplicates: 0, conflicts: [] };
    return this.#store.transact(() => {
      const appended: RecordedEvent[] = [];
      const conflicts: AppendConflict[] = [];
      let duplicates = 0;
      for (const outcome of this.#journal.append(drafts)) {
        if (outcome.kind === 'appended') appended.push(outcome.event);
        else if (outcome.kind === 'duplicate') duplicates += 1;
        else conflicts.push(outcome.conflict);
      }
      this.#store.reached('W03');
      for (const event of appended) this.project(event);
      this.#store.reached('W04');
      if (appended.length > 0) for (const listener of this.#listeners) listener(appended);
      return { appended, duplicates, conflicts };
    });
  }

  /** Records events that cannot legitimately collide: one writer, versions just read in this transaction. */
  recordAll(drafts: readonly EventDraft[]): readonly RecordedEvent[] {
    const outcome = this.record(drafts);
    assert(
      outcome.conflicts.length === 0,
      `journal conflict: ${JSON.stringify(outcome.conflicts[0]?.code)} for ${outcome.conflicts[0]?.offered.idempotencyKey}`,
    );
    return outcome.appended;
  }

  project(event: RecordedEvent): void {
    for (const projector of this.#routeOf(event.type)) projector.apply(event);
  }

  get projectors(): readonly Projector[] {
    return this.#projectors;
  }

  #routeOf(type: string): readonly Projector[] {
    let route = this.#routes.get(type);
    if (!route) {
      const area = type.slice(0, type.indexOf('.') + 1);
      route = this.#projectors.filter(
        (projector) => projector.handles.includes(area) || projector.handles.includes(type),
      );
      this.#routes.set(type, route);
    }
    return route;
  }
}
