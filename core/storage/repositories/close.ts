import type { CloseTaskState } from '../schema/close.ts';
import type { Store } from '../store.ts';

export interface CloseTaskRow {
  readonly legal_entity: string;
  readonly period: string;
  readonly task_id: string;
  readonly state: CloseTaskState;
  readonly preparer: string | null;
  readonly reviewer: string | null;
  readonly due_on: string | null;
  readonly prepared_by: string | null;
  readonly prepared_at: string | null;
  readonly reviewed_by: string | null;
  readonly reviewed_at: string | null;
  readonly cause: string | null;
  /** JSON lists. */
  readonly notes: string;
  readonly evidence: string;
  readonly seq: number;
}

export interface SignOffRow {
  readonly legal_entity: string;
  readonly period: string;
  readonly state: 'prepared' | 'signed' | 'suspended';
  readonly evidence: string;
  readonly evidence_hash: string;
  readonly prepared_by: string;
  readonly prepared_at: string;
  readonly signed_by: string | null;
  readonly signed_at: string | null;
  readonly suspended_at: string | null;
  readonly cause: string | null;
  readonly delta: string;
  readonly version: number;
  readonly seq: number;
}

export interface TemplateRow {
  readonly id: string;
  readonly body: string;
  readonly version: number;
  readonly changed_by: string;
  readonly seq: number;
}

export interface JournalProofRow {
  readonly seq: number;
  readonly verified_seq: number;
  readonly hash: string;
  readonly problems: number;
  readonly verified_by: string;
  readonly verified_at: string;
}

const taskColumns =
  'legal_entity, period, task_id, state, preparer, reviewer, due_on, prepared_by, prepared_at, reviewed_by, reviewed_at, cause, notes, evidence, seq';
const signOffColumns =
  'legal_entity, period, state, evidence, evidence_hash, prepared_by, prepared_at, signed_by, signed_at, suspended_at, cause, delta, version, seq';

const named = (columns: string): string =>
  columns
    .split(', ')
    .map((name) => `@${name}`)
    .join(', ');

/** The projection of closing: template, tasks, sign-offs, proofs of the journal. */
export class CloseRepository {
  readonly #statements;

  constructor(store: Store) {
    const { sqlite } = store;
    this.#statements = {
      template: sqlite.prepare<[], TemplateRow>(`SELECT * FROM close_templates WHERE id = 'default'`),
      saveTemplate: sqlite.prepare<TemplateRow>(
        `INSERT INTO close_templates (id, body, version, changed_by, seq) VALUES (@id, @body, @version, @changed_by, @seq)
         ON CONFLICT (id) DO UPDATE SET body = excluded.body, version = excluded.version,
           changed_by = excluded.changed_by, seq = excluded.seq`,
      ),
      tasks: sqlite.prepare<[string, string], CloseTaskRow>(
        'SELECT * FROM close_tasks WHERE legal_entity = ? AND period = ? ORDER BY task_id',
      ),
      task: sqlite.prepare<[string, string, string], CloseTaskRow>(
        'SELECT * FROM close_tasks WHERE legal_entity = ? AND period = ? AND task_id = ?',
      ),
      saveTask: sqlite.prepare<CloseTaskRow>(
        `INSERT OR REPLACE INTO close_tasks (${taskColumns}) VALUES (${named(taskColumns)})`,
      ),
      signOff: sqlite.prepare<[string, string], SignOffRow>(
        'SELECT * FROM close_sign_offs WHERE legal_entity = ? AND period = ?',
      ),
      inForce: sqlite.prepare<[], SignOffRow>(
        `SELECT * FROM close_sign_offs WHERE state IN ('prepared', 'signed') ORDER BY legal_entity, period`,
      ),
      started: sqlite.prepare<[], { legal_entity: string; period: string }>(
        'SELECT DISTINCT legal_entity, period FROM close_tasks ORDER BY legal_entity, period',
      ),
      saveSignOff: sqlite.prepare<SignOffRow>(
        `INSERT OR REPLACE INTO close_sign_offs (${signOffColumns}) VALUES (${named(signOffColumns)})`,
      ),
      proof: sqlite.prepare<[], JournalProofRow>('SELECT * FROM journal_proofs ORDER BY seq DESC LIMIT 1'),
      saveProof: sqlite.prepare<JournalProofRow>(
        `INSERT INTO journal_proofs (seq, verified_seq, hash, problems, verified_by, verified_at)
         VALUES (@seq, @verified_seq, @hash, @problems, @verified_by, @verified_at)`,
      ),
    };
  }

  template(): TemplateRow | null {
    return this.#statements.template.get() ?? null;
  }

  saveTemplate(row: TemplateRow): void {
    this.#statements.saveTemplate.run(row);
  }

  tasks(legalEntity: string, period: string): CloseTaskRow[] {
    return this.#statements.tasks.all(legalEntity, period);
  }

  task(legalEntity: string, period: string, taskId: string): CloseTaskRow | null {
    return this.#statements.task.get(legalEntity, period, taskId) ?? null;
  }

  saveTask(row: CloseTaskRow): void {
    this.#statements.saveTask.run(row);
  }

  signOff(legalEntity: string, period: string): SignOffRow | null {
    return this.#statements.signOff.get(legalEntity, period) ?? null;
  }

  saveSignOff(row: SignOffRow): void {
    this.#statements.saveSignOff.run(row);
  }

  /** Prepared or signed, and not suspended: those that have to be watched. */
  inForce(): SignOffRow[] {
    return this.#statements.inForce.all();
  }

  /** Periods of entities on whose checklist anything happened. */
  started(): { legal_entity: string; period: string }[] {
    return this.#statements.started.all();
  }

  proof(): JournalProofRow | null {
    return this.#statements.proof.get() ?? null;
  }

  saveProof(row: JournalProofRow): void {
    this.#statements.saveProof.run(row);
  }
}
