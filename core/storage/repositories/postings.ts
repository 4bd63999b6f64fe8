import { canonicalJson, type CanonicalValue } from '#core/base/canonical-json.ts';
import type { PostingState } from '../schema/control.ts';
import type { Store } from '../store.ts';
import type { WritePoint } from '../write-points.ts';
import {
  type ApprovalRow,
  type LookUpRow,
  parsePosting,
  type Posting,
  type PostingRow,
  type PostingStanding,
} from './posting-row.ts';

export type { ApprovalRow, HoldReason, LookUpRow, Posting, PostingStanding } from './posting-row.ts';

export interface PostingCount {
  readonly state: PostingState;
  readonly flow: string;
  readonly currency: string;
  readonly count: number;
  readonly total: number;
}

/** Postings of one legal entity and one urgency at a connection: they go out in the order in which they were prepared. */
export interface SendLane {
  readonly legalEntity: string;
  /** 0 is the most urgent; what others depend on comes first. */
  readonly urgency: number;
}

const insertSql = `INSERT INTO postings (id, external_id, version, flow, command_type, connection_id, subject_id, source_reference,
  legal_entity, period, customer_id, currency, amount_minor, revision, payload, payload_hash, command,
  mapping_version, prepared_by, hold_reasons, state, attempt, not_before, document_id, reversal_of, reason, seq,
  prepared_at, lane, mapping_ids)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Reads and writes the projection of postings, their approvals and their look-ups. */
export class PostingRepository {
  readonly #store: Store;
  readonly #statements;

  constructor(store: Store) {
    this.#store = store;
    this.#statements = { ...readsOf(store), ...writesOf(store) };
  }

  get(id: string): Posting | null {
    return one(this.#statements.get.get(id));
  }

  /** Where a posting stands, without reading its bytes. */
  standing(id: string): PostingStanding | null {
    return this.#statements.standing.get(id) ?? null;
  }

  withExternalId(externalId: string): Posting | null {
    return one(this.#statements.byExternalId.get(externalId));
  }

  ofSubject(subjectId: string): Posting[] {
    return this.#statements.bySubject.all(subjectId).map(parsePosting);
  }

  /** Postings that became this document at the vendor. */
  ofDocument(connectionId: string, documentId: string): Posting[] {
    return this.#statements.byDocument.all(connectionId, documentId).map(parsePosting);
  }

  /** Whom a document at the vendor was posted for. */
  subjectsOfDocument(connectionId: string, documentId: string): string[] {
    return this.#statements.subjectsByDocument.all(connectionId, documentId);
  }

  withReference(sourceReference: string): Posting[] {
    return this.#statements.byReference.all(sourceReference).map(parsePosting);
  }

  /** The kinds of urgency, by legal entity, in which a connection has postings in a state. */
  lanesOf(state: PostingState, connectionId: string): SendLane[] {
    const lanes: SendLane[] = [];
    for (let last: SendLane | undefined = { legalEntity: '', urgency: -1 }; last; ) {
      last = this.#statements.nextLane.get(state, connectionId, last.legalEntity, last.urgency);
      if (last) lanes.push(last);
    }
    return lanes;
  }

  /**
   * Ids of postings in a lane whose time has come, in the order in which they were prepared: what was tried and put off
   * keeps its place.
   */
  dueIn(
    about: SendLane & {
      readonly state: PostingState;
      readonly connectionId: string;
      readonly nowMs: number;
    },
    limit: number,
    isTaken: (id: string) => boolean,
  ): string[] {
    const { state, connectionId, legalEntity, urgency, nowMs } = about;
    const ids: string[] = [];
    for (const id of this.#statements.dueIn.iterate(state, connectionId, legalEntity, urgency, nowMs)) {
      if (!isTaken(id)) ids.push(id);
      if (ids.length === limit) break;
    }
    return ids;
  }

  inState(state: PostingState): Posting[] {
    return this.#statements.inState.all(state).map(parsePosting);
  }

  inPeriod(legalEntity: string, period: string): Posting[] {
    return this.#statements.inPeriod.all(legalEntity, period).map(parsePosting);
  }

  all(): Posting[] {
    return this.#statements.all.all().map(parsePosting);
  }

  /** So many that were prepared last, the newest first. */
  newest(limit: number): Posting[] {
    return this.#statements.newest.all(limit).map(parsePosting);
  }

  /** The earliest instant at which an approved or unknown posting of a connection may be worked on, or null. */
  nextDueMs(connectionId: string): number | null {
    return (this.#statements.nextDue.get(connectionId) as number | null) ?? null;
  }

  /** Postings of one kind that were sent to a connection and are there, the youngest first. */
  newestPosted(connectionId: string, commandType: string, limit: number): Posting[] {
    return this.#statements.newestPosted.all(connectionId, commandType, limit).map(parsePosting);
  }

  /** Journal position of the newest event of a posting that was sent to a connection and is there; 0 for none. */
  newestPostedSeq(connectionId: string): number {
    return (this.#statements.newestPostedSeq.get(connectionId) as number | null) ?? 0;
  }

  /** The newest look-up at a connection that ended in this outcome. */
  newestLookUp(connectionId: string, outcome: string): LookUpRow | null {
    return this.#statements.newestLookUp.get(connectionId, outcome) ?? null;
  }

  counts(): PostingCount[] {
    return this.#statements.counts.all();
  }

  approvalOf(postingId: string, revision: number): ApprovalRow | null {
    return this.#statements.approval.get(postingId, revision) ?? null;
  }

  approvalsOf(postingId: string): ApprovalRow[] {
    return this.#statements.approvals.all(postingId);
  }

  lookUpsOf(postingId: string): LookUpRow[] {
    return this.#statements.lookUps.all(postingId);
  }

  insert(posting: Posting, commandText: string): void {
    this.#statements.insert.run(
      posting.id,
      posting.externalId,
      posting.version,
      posting.flow,
      posting.commandType,
      posting.connectionId,
      posting.subjectId,
      posting.sourceReference,
      posting.legalEntity,
      posting.period,
      posting.customerId,
      posting.amount.currency,
      Number(posting.amount.minor),
      posting.revision,
      posting.payload,
      posting.payloadHash,
      commandText,
      posting.mappingVersion,
      posting.preparedBy,
      canonicalJson(posting.holdReasons as unknown as CanonicalValue),
      posting.state,
      posting.attempt,
      posting.notBeforeMs,
      posting.documentId,
      posting.reversalOf,
      posting.reason,
      posting.seq,
      posting.preparedAt,
      posting.lane,
      canonicalJson(posting.mappingIds),
    );
  }

  revise(posting: Posting, commandText: string): void {
    this.#statements.revise.run(
      posting.version,
      posting.revision,
      posting.period,
      posting.amount.currency,
      Number(posting.amount.minor),
      posting.payload,
      posting.payloadHash,
      commandText,
      posting.mappingVersion,
      posting.preparedBy,
      canonicalJson(posting.holdReasons as unknown as CanonicalValue),
      posting.state,
      posting.reason,
      posting.seq,
      canonicalJson(posting.mappingIds),
      posting.id,
    );
  }

  /** Moves a posting on, in the state machine or beside it. */
  move(posting: PostingStanding & Pick<Posting, 'version' | 'seq'>): void {
    this.#statements.move.run(
      posting.version,
      posting.state,
      posting.attempt,
      posting.notBeforeMs,
      posting.documentId,
      posting.reason,
      posting.revision,
      posting.seq,
      posting.id,
    );
  }

  touch(id: string, version: number, seq: number): void {
    this.#statements.touch.run(version, seq, id);
  }

  saveApproval(row: ApprovalRow): void {
    this.#statements.approve.run(
      row.seq,
      row.posting_id,
      row.revision,
      row.decision,
      row.decided_by,
      row.payload_hash,
      row.mapping_version,
      row.period,
      row.grace_until,
    );
  }

  saveLookUp(row: LookUpRow): void {
    this.#statements.lookUp.run(row.seq, row.posting_id, row.attempt, row.outcome, row.document_id);
  }

  transact<T>(work: () => T): T {
    return this.#store.transact(work);
  }

  reached(point: WritePoint): void {
    this.#store.reached(point);
  }
}

function readsOf({ sqlite }: Store) {
  const select = (where: string) =>
    sqlite.prepare<unknown[], PostingRow>(`SELECT * FROM postings WHERE ${where}`);
  return {
    get: select('id = ?'),
    standing: sqlite.prepare<[string], PostingStanding>(
      `SELECT id, subject_id AS subjectId, command_type AS commandType, state, attempt, not_before AS notBeforeMs,
         document_id AS documentId, reason, revision FROM postings WHERE id = ?`,
    ),
    byExternalId: select('external_id = ?'),
    bySubject: select('subject_id = +? ORDER BY id'),
    byDocument: select('connection_id = +? AND document_id = +? ORDER BY id'),
    subjectsByDocument: sqlite
      .prepare<[string, string], string>(
        'SELECT DISTINCT subject_id FROM postings WHERE connection_id = +? AND document_id = +?',
      )
      .pluck(),
    byReference: select('source_reference = +? ORDER BY id'),
    nextLane: sqlite.prepare<[PostingState, string, string, number], SendLane>(
      `SELECT legal_entity AS legalEntity, lane AS urgency FROM postings
       WHERE state = ? AND connection_id = ? AND (legal_entity, lane) > (?, ?)
       ORDER BY legal_entity, lane LIMIT 1`,
    ),
    dueIn: sqlite
      .prepare<[PostingState, string, string, number, number], string>(
        `SELECT id FROM postings WHERE state = ? AND connection_id = ? AND legal_entity = ? AND lane = ?
         AND not_before <= ? ORDER BY rowid`,
      )
      .pluck(),
    inState: select('state = ? ORDER BY lane, rowid'),
    inPeriod: select('legal_entity = ? AND period = ? ORDER BY id'),
    all: select('1 = 1 ORDER BY id'),
    newest: select('1 = 1 ORDER BY rowid DESC LIMIT ?'),
    nextDue: sqlite
      .prepare<[string], number | null>(
        `SELECT min(not_before) FROM postings WHERE state IN ('UNKNOWN', 'APPROVED') AND connection_id = ?`,
      )
      .pluck(),
    newestPosted: select(
      `connection_id = +? AND command_type = +? AND state = 'POSTED' AND attempt > 0 ORDER BY seq DESC LIMIT +?`,
    ),
    newestPostedSeq: sqlite
      .prepare<[string], number | null>(
        `SELECT max(seq) FROM postings WHERE connection_id = ? AND state = 'POSTED' AND attempt > 0`,
      )
      .pluck(),
    newestLookUp: sqlite.prepare<[string, string], LookUpRow>(
      `SELECT l.* FROM look_ups l JOIN postings p ON p.id = l.posting_id
       WHERE p.connection_id = ? AND l.outcome = ? ORDER BY l.seq DESC LIMIT 1`,
    ),
  };
}

function writesOf({ sqlite }: Store) {
  return {
    insert: sqlite.prepare(insertSql),
    revise: sqlite.prepare(
      `UPDATE postings SET version = ?, revision = ?, period = ?, currency = ?, amount_minor = ?, payload = ?,
         payload_hash = ?, command = ?, mapping_version = ?, prepared_by = ?, hold_reasons = ?, state = ?, reason = ?, seq = ?,
         mapping_ids = ?
       WHERE id = ?`,
    ),
    move: sqlite.prepare(
      `UPDATE postings SET version = ?, state = ?, attempt = ?, not_before = ?, document_id = ?, reason = ?, revision = ?, seq = ?
       WHERE id = ?`,
    ),
    touch: sqlite.prepare('UPDATE postings SET version = ?, seq = ? WHERE id = ?'),
    approve: sqlite.prepare(
      `INSERT INTO approvals (seq, posting_id, revision, decision, decided_by, payload_hash, mapping_version, period, grace_until)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    approval: sqlite.prepare<[string, number], ApprovalRow>(
      'SELECT * FROM approvals WHERE posting_id = ? AND revision = ?',
    ),
    approvals: sqlite.prepare<[string], ApprovalRow>(
      'SELECT * FROM approvals WHERE posting_id = +? ORDER BY seq',
    ),
    lookUp: sqlite.prepare(
      'INSERT INTO look_ups (seq, posting_id, attempt, outcome, document_id) VALUES (?, ?, ?, ?, ?)',
    ),
    lookUps: sqlite.prepare<[string], LookUpRow>('SELECT * FROM look_ups WHERE posting_id = +? ORDER BY seq'),
    counts: sqlite.prepare<[], PostingCount>(
      `SELECT state, flow, currency, count(*) AS count, sum(amount_minor) AS total FROM postings
       GROUP BY state, flow, currency ORDER BY state, flow, currency`,
    ),
  };
}

function one(row: PostingRow | undefined): Posting | null {
  return row ? parsePosting(row) : null;
}
