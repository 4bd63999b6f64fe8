import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../base/manual-clock.ts';
import { createIds } from '../base/ids.ts';
import { seededRandom } from '../base/random.ts';
import { Journal } from '../journal/journal.ts';
import { Recorder } from '../journal/projection.ts';
import { startEpoch } from '../storage/owner-lock.ts';
import { EvaluationRepository } from '../storage/repositories/evaluations.ts';
import { WorkspaceRepository } from '../storage/repositories/workspace.ts';
import { openStore, type Store } from '../storage/store.ts';
import type { ExpectationDraft } from './draft.ts';
import { ExpectationDesk } from './expectation-desk.ts';
import { createExpectationProjector } from './expectation-projector.ts';

const noon = Date.parse('2026-10-05T12:00:00.000Z');

let store: Store;
let journal: Journal;
let desk: ExpectationDesk;

beforeEach(() => {
  const opened = openStore(':memory:');
  if (!opened.ok) throw new Error(opened.error.message);
  store = opened.value;
  new WorkspaceRepository(store).create('ws', '2026-10-05T08:00:00.000Z', '{}');
  const clock = new ManualClock(noon);
  const epoch = startEpoch(store, { name: 'test', processId: 1, since: '2026-10-05T08:00:00.000Z' });
  journal = new Journal(store, clock, epoch);
  const recorder = new Recorder(store, journal, [createExpectationProjector(store)]);
  desk = new ExpectationDesk({ store, recorder, clock, ids: createIds(clock, seededRandom('expectations')) });
});

afterEach(() => store.close());

function due(atMs: number, metBy: string | null = null): ExpectationDraft {
  return { type: 'invoice-to-erp', dueAtMs: atMs, legalEntity: 'NW-US', amount: null, metBy };
}

const typesSince = (seq: number): readonly string[] => journal.read(seq, 1_000).map(({ type }) => type);

describe('expectations', () => {
  it('waits for nothing that is there when it is first looked for', () => {
    const { seq } = journal.head();
    desk.settle('inv_1', [due(noon - 1, 'pst_1')]);
    desk.sweep();
    expect(typesSince(seq)).toEqual([]);
  });

  it('opens what is not there, misses it when it is due, and meets it when it comes all the same', () => {
    const { seq } = journal.head();
    expect(desk.settle('inv_1', [due(noon - 1)])).toEqual([]);
    desk.sweep();
    expect(desk.settle('inv_1', [due(noon - 1)])).toMatchObject([
      { type: 'invoice-to-erp', state: 'missed' },
    ]);
    expect(desk.settle('inv_1', [due(noon - 1, 'pst_1')])).toEqual([]);
    expect(typesSince(seq)).toEqual(['expectation.opened', 'expectation.missed', 'expectation.met']);
  });

  it('says of a subject that is still to be decided nothing yet', () => {
    const { seq } = journal.head();
    const evaluations = new EvaluationRepository(store);
    desk.settle('inv_1', [due(noon - 1)]);
    evaluations.mark('inv_1', 1, 1);
    desk.sweep();
    expect(typesSince(seq)).toEqual(['expectation.opened']);
    evaluations.done('inv_1');
    desk.sweep();
    expect(typesSince(seq)).toEqual(['expectation.opened', 'expectation.missed']);
  });

  it('misses any number of them, and none that is not due', () => {
    const many = 1_203;
    for (let index = 0; index < many; index += 1) desk.settle(`inv_${index}`, [due(noon - 1)]);
    desk.settle('inv_later', [due(noon + 1)]);
    desk.sweep();
    expect(desk.expectations.inState('missed')).toHaveLength(many);
    expect(desk.expectations.ofSubject('inv_later')).toMatchObject([{ state: 'open' }]);
  });
});
