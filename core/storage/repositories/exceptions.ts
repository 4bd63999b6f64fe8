import { canonicalJson } from '#core/base/canonical-json.ts';
import { money, type Money } from '#core/domain/money.ts';
import type { Store } from '../store.ts';

export interface ExceptionRow {
  readonly id: string;
  readonly version: number;
  readonly code: string;
  readonly cause_key: string;
  readonly subject_id: string;
  readonly posting_id: string | null;
  readonly state: 'open' | 'resolved' | 'dismissed';
  readonly owner_role: string;
  readonly legal_entity: string | null;
  readonly period: string | null;
  readonly currency: string | null;
  readonly amount_minor: number | null;
  readonly message: string;
  readonly fix: string;
  readonly detail: string;
  readonly raised_at: string;
  readonly resolved_at: string | null;
  readonly resolution: string | null;
  readonly seq: number;
  readonly assignee: string | null;
  readonly snoozed_until: string | null;
  readonly note_count: number;
}

/** Something that finance must resolve. It never expires; resolving it keeps it. */
export interface ExceptionItem {
  readonly id: string;
  readonly version: number;
  readonly code: string;
  readonly causeKey: string;
  readonly subjectId: string;
  readonly postingId: string | null;
  readonly state: 'open' | 'resolved' | 'dismissed';
  readonly ownerRole: string;
  readonly legalEntity: string | null;
  readonly period: string | null;
  readonly amount: Money | null;
  readonly message: string;
  readonly fix: string;
  readonly detail: Readonly<Record<string, string | number | null>>;
  readonly raisedAt: string;
  readonly resolvedAt: string | null;
  readonly resolution: string | null;
  readonly seq: number;
  /** Who looks after it; null for nobody in particular. */
  readonly assignee: string | null;
  /** Out of the queue until then; it comes back by itself. */
  readonly snoozedUntil: string | null;
  readonly noteCount: number;
}

export interface CauseGroup {
  readonly cause_key: string;
  readonly code: string;
  readonly owner_role: string;
  readonly currency: string | null;
  readonly count: number;
  readonly total: number | null;
}

type Moved = Pick<ExceptionItem, 'id' | 'version' | 'seq'>;

export class ExceptionRepository {
  readonly #statements;

  constructor(store: Store) {
    const { sqlite } = store;
    const select = (where: string) =>
      sqlite.prepare<unknown[], ExceptionRow>(`SELECT * FROM exceptions WHERE ${where}`);
    this.#statements = {
      get: select('id = ?'),
      openOf: select(`subject_id = +? AND state = 'open' ORDER BY id`),
      ofSubject: select('subject_id = +? ORDER BY id'),
      inState: select('state = ? ORDER BY id'),
      openWithCode: select(`state = 'open' AND code = ? ORDER BY id`),
      openOfCause: select(`cause_key = ? AND state = 'open' ORDER BY id`),
      groups: sqlite.prepare<[], CauseGroup>(
        `SELECT cause_key, min(code) AS code, min(owner_role) AS owner_role, currency, count(*) AS count,
           sum(amount_minor) AS total FROM exceptions WHERE state = 'open'
         GROUP BY cause_key, currency ORDER BY sum(abs(coalesce(amount_minor, 0))) DESC, cause_key, currency`,
      ),
      insert: sqlite.prepare(
        `INSERT INTO exceptions (id, version, code, cause_key, subject_id, posting_id, state, owner_role, legal_entity,
           period, currency, amount_minor, message, fix, detail, raised_at, seq)
         VALUES (?, ?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      close: sqlite.prepare(
        'UPDATE exceptions SET version = ?, state = ?, resolved_at = ?, resolution = ?, seq = ? WHERE id = ?',
      ),
      reopen: sqlite.prepare(
        `UPDATE exceptions SET version = ?, state = 'open', resolved_at = NULL, resolution = NULL, seq = ? WHERE id = ?`,
      ),
      assign: sqlite.prepare('UPDATE exceptions SET version = ?, seq = ?, assignee = ? WHERE id = ?'),
      snooze: sqlite.prepare('UPDATE exceptions SET version = ?, seq = ?, snoozed_until = ? WHERE id = ?'),
      note: sqlite.prepare(
        'UPDATE exceptions SET version = ?, seq = ?, note_count = note_count + ? WHERE id = ?',
      ),
      restate: sqlite.prepare(
        'UPDATE exceptions SET version = ?, message = ?, detail = ?, currency = ?, amount_minor = ?, seq = ? WHERE id = ?',
      ),
    };
  }

  get(id: string): ExceptionItem | null {
    const row = this.#statements.get.get(id);
    return row ? parseException(row) : null;
  }

  openOf(subjectId: string): ExceptionItem[] {
    return this.#statements.openOf.all(subjectId).map(parseException);
  }

  openWithCode(code: string): ExceptionItem[] {
    return this.#statements.openWithCode.all(code).map(parseException);
  }

  ofSubject(subjectId: string): ExceptionItem[] {
    return this.#statements.ofSubject.all(subjectId).map(parseException);
  }

  inState(state: ExceptionItem['state']): ExceptionItem[] {
    return this.#statements.inState.all(state).map(parseException);
  }

  openOfCause(causeKey: string): ExceptionItem[] {
    return this.#statements.openOfCause.all(causeKey).map(parseException);
  }

  /** Open exceptions by root cause and currency, most money first. */
  groups(): CauseGroup[] {
    return this.#statements.groups.all();
  }

  insert(item: ExceptionItem): void {
    this.#statements.insert.run(
      item.id,
      item.version,
      item.code,
      item.causeKey,
      item.subjectId,
      item.postingId,
      item.ownerRole,
      item.legalEntity,
      item.period,
      item.amount?.currency ?? null,
      item.amount === null ? null : Number(item.amount.minor),
      item.message,
      item.fix,
      canonicalJson(item.detail),
      item.raisedAt,
      item.seq,
    );
  }

  close(closed: Pick<ExceptionItem, 'id' | 'version' | 'state' | 'resolvedAt' | 'resolution' | 'seq'>): void {
    const { id, version, state, resolvedAt, resolution, seq } = closed;
    this.#statements.close.run(version, state, resolvedAt, resolution, seq, id);
  }

  reopen({ id, version, seq }: Moved): void {
    this.#statements.reopen.run(version, seq, id);
  }

  assign({ id, version, seq }: Moved, assignee: string | null): void {
    this.#statements.assign.run(version, seq, assignee, id);
  }

  snooze({ id, version, seq }: Moved, untilAt: string | null): void {
    this.#statements.snooze.run(version, seq, untilAt, id);
  }

  countNotes({ id, version, seq }: Moved, more: 1 | -1): void {
    this.#statements.note.run(version, seq, more, id);
  }

  restate(item: ExceptionItem): void {
    this.#statements.restate.run(
      item.version,
      item.message,
      canonicalJson(item.detail),
      item.amount?.currency ?? null,
      item.amount === null ? null : Number(item.amount.minor),
      item.seq,
      item.id,
    );
  }
}

export function parseException(row: ExceptionRow): ExceptionItem {
  return {
    id: row.id,
    version: row.version,
    code: row.code,
    causeKey: row.cause_key,
    subjectId: row.subject_id,
    postingId: row.posting_id,
    state: row.state,
    ownerRole: row.owner_role,
    legalEntity: row.legal_entity,
    period: row.period,
    amount: row.currency === null || row.amount_minor === null ? null : money(row.amount_minor, row.currency),
    message: row.message,
    fix: row.fix,
    detail: JSON.parse(row.detail) as ExceptionItem['detail'],
    raisedAt: row.raised_at,
    resolvedAt: row.resolved_at,
    resolution: row.resolution,
    seq: row.seq,
    assignee: row.assignee,
    snoozedUntil: row.snoozed_until,
    noteCount: row.note_count,
  };
}
