import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../store.ts';
import { EvaluationRepository } from './evaluations.ts';

const lanes = { cus: 0, inv: 1, pay: 2 };

let store: Store;
let evaluations: EvaluationRepository;

beforeEach(() => {
  const opened = openStore(':memory:');
  if (!opened.ok) throw new Error(opened.error.message);
  store = opened.value;
  evaluations = new EvaluationRepository(store);
});

afterEach(() => store.close());

function openException(subjectId: string, state: 'open' | 'resolved'): void {
  store.sqlite
    .prepare(
      `INSERT INTO exceptions (id, version, code, cause_key, subject_id, state, owner_role, message, fix, detail, raised_at, seq)
       VALUES (?, 1, 'CODE', ?, ?, ?, 'controller', '', '', '{}', '', 1)`,
    )
    .run(`exc ${subjectId}`, subjectId, subjectId, state);
}

function posting(subjectId: string, state: string): void {
  store.sqlite
    .prepare(
      `INSERT INTO postings (id, external_id, version, flow, command_type, connection_id, subject_id, source_reference,
         legal_entity, period, currency, amount_minor, revision, payload, payload_hash, command, mapping_version,
         prepared_by, hold_reasons, state, seq, prepared_at, lane)
       VALUES (?, ?, 1, '', '', 'erp', ?, '', '', '', 'USD', 1, 1, '', '', '{}', '', '', '[]', ?, 1, '', 1)`,
    )
    .run(`pst ${subjectId} ${state}`, `ext ${subjectId} ${state}`, subjectId, state);
}

describe('what has to be decided again when something general moved', () => {
  it('is what is blocked, what waits and what is held but not sent, each once and in its lane', () => {
    openException('pay_blocked', 'open');
    openException('inv_settled', 'resolved');
    evaluations.setWaits('opp_waits', ['entity:x']);
    for (const state of ['HELD', 'APPROVED', 'SHADOW', 'POSTED', 'SENDING'])
      posting(`inv_${state.toLowerCase()}`, state);
    posting('pay_blocked', 'HELD');
    evaluations.mark('cus_marked', 0, 7);
    evaluations.markUnsettled(lanes, 4);
    expect(evaluations.next(100)).toEqual([
      'cus_marked',
      'inv_approved',
      'inv_held',
      'inv_shadow',
      'pay_blocked',
      'opp_waits',
    ]);
  });

  it('leaves what is marked already where it stands', () => {
    openException('inv_1', 'open');
    evaluations.mark('inv_1', 9, 7);
    evaluations.markUnsettled(lanes, 4);
    const row = store.sqlite.prepare('SELECT lane, marked_seq FROM evaluations').all();
    expect(row).toEqual([{ lane: 9, marked_seq: 7 }]);
  });
});
