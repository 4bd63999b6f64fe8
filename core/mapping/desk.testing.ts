import { present } from '../base/assert.ts';
import { createIds } from '../base/ids.ts';
import { ManualClock } from '../base/manual-clock.ts';
import { seededRandom } from '../base/random.ts';
import { err, ok } from '../base/result.ts';
import { Journal } from '../journal/journal.ts';
import { Recorder } from '../journal/projection.ts';
import { openStore } from '../storage/store.ts';
import { MappingDesk, type MappingGate } from './mapping-desk.ts';
import { createMappingProjector } from './mapping-projector.ts';
import type { MappingRow, MappingRowOf, MappingType } from './mapping-row.ts';

/** A mapping desk over a database in memory, with a gate that knows only "not your own work". */
export function mappingWorkspace() {
  const opened = openStore(':memory:');
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  store.sqlite
    .prepare("INSERT INTO workspace (one, workspace_id, created_at, settings) VALUES (1, 'ws', '', '{}')")
    .run();
  const clock = new ManualClock(Date.parse('2026-03-10T09:00:00.000Z'));
  const ids = createIds(clock, seededRandom(7));
  const projector = createMappingProjector(store);
  const recorder = new Recorder(store, new Journal(store, clock, 0), [projector]);
  const frozen = { period: null as string | null };
  const gate: MappingGate = ({ actor, action, excluded }) => {
    if (actor === 'guest' || excluded.includes(actor)) {
      return err({
        code: excluded.includes(actor) ? 'NOT_PREPARER_AND_APPROVER' : 'ROLE_MISSING',
        message: action,
      });
    }
    return action === 'freeze.override' && actor !== 'controller'
      ? err({ code: 'ROLE_MISSING', message: action })
      : ok(undefined);
  };
  const desk = new MappingDesk({ store, recorder, clock, ids, gate, frozenPeriod: () => frozen.period });
  return { store, clock, ids, recorder, projector, desk, frozen };
}

/** A live row, for the pure parts. */
export function liveRow<Type extends MappingType>(
  row: Pick<MappingRowOf<Type>, 'type' | 'sourceKey' | 'target'> & Partial<MappingRowOf<Type>>,
): MappingRow {
  return {
    id: `${row.type}/${row.sourceKey}/${row.legalEntity ?? ''}/${row.validFromOn ?? '2026-01-01'}`,
    version: 1,
    legalEntity: '',
    validFromOn: '2026-01-01',
    validToOn: null,
    state: 'live',
    isFallback: row.sourceKey === '*',
    proposedBy: 'ana',
    decidedBy: 'ben',
    reason: 'set up',
    retirement: null,
    seq: 1,
    ...row,
  } as unknown as MappingRow;
}

/** The value of a result that is expected to be one. */
export function must<Value>(
  result:
    | { readonly ok: true; readonly value: Value }
    | { readonly ok: false; readonly error: { message: string } },
): Value {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

export function only<Value>(values: readonly Value[]): Value {
  if (values.length !== 1) throw new Error(`${values.length} values, not one`);
  return present(values[0], 'one value');
}
