import type { Day } from '../domain/day.ts';
import { isInForce, type MappingRow } from './mapping-row.ts';

/** The rows of a type between two days on which any of them begins or ends. */
export interface SetVersion {
  readonly fromOn: Day;
  /** Excluded; null: until further notice. */
  readonly toOn: Day | null;
  readonly stage: 'scheduled' | 'live' | 'retired';
  /** Rows that hold in it. */
  readonly rows: number;
}

/** The versions of one set, newest first, as they stand on a day. Rows that hold on no day make none. */
export function setVersions(rows: readonly MappingRow[], today: Day): readonly SetVersion[] {
  const holding = rows.filter(
    (row) => isInForce(row) && (row.validToOn === null || row.validFromOn < row.validToOn),
  );
  const steps = new Map<Day, number>();
  const step = (day: Day, by: number) => steps.set(day, (steps.get(day) ?? 0) + by);
  for (const { validFromOn, validToOn } of holding) {
    step(validFromOn, 1);
    if (validToOn !== null) step(validToOn, -1);
  }
  const days = [...steps.keys()].sort();
  let count = 0;
  const versions = days.map((fromOn, index): SetVersion => {
    count += steps.get(fromOn) ?? 0;
    const toOn = days[index + 1] ?? null;
    const stage = fromOn > today ? 'scheduled' : toOn !== null && toOn <= today ? 'retired' : 'live';
    return { fromOn, toOn, stage, rows: count };
  });
  return versions.filter(({ rows: held, stage }) => held > 0 || stage === 'live').reverse();
}
