import { err, ok, type Failure, type Result } from '../base/result.ts';
import type { Day } from '../domain/day.ts';
import { isInForce, overlap, type MappingRow } from './mapping-row.ts';

export type SuccessionFailure = Failure<'MAPPING_OVERLAPS'>;

/** An earlier row that ends because a new one takes over. */
export interface Closing {
  readonly mappingId: string;
  readonly validToOn: Day;
}

function sameSlot(
  left: Pick<MappingRow, 'type' | 'legalEntity' | 'sourceKey'>,
  right: Pick<MappingRow, 'type' | 'legalEntity' | 'sourceKey'>,
): boolean {
  return (
    left.type === right.type && left.legalEntity === right.legalEntity && left.sourceKey === right.sourceKey
  );
}

/**
 * What going live of `draft` does to the rows in force of its type, entity and key: a row that began earlier and ends on
 * the same day (or neither ends) is closed where the draft begins, which leaves no gap and no overlap. Any other row
 * that shares a day with it refuses the draft.
 */
export function closingsOf(
  draft: MappingRow,
  rows: readonly MappingRow[],
): Result<readonly Closing[], SuccessionFailure> {
  const closings: Closing[] = [];
  for (const row of rows) {
    if (row.id === draft.id || !isInForce(row) || !sameSlot(row, draft) || !overlap(row, draft)) continue;
    if (row.validFromOn >= draft.validFromOn || row.validToOn !== draft.validToOn) {
      return err(overlapFailure(draft, row));
    }
    closings.push({ mappingId: row.id, validToOn: draft.validFromOn });
  }
  return ok(closings);
}

/** The rows as they will be once `draft` is live. */
export function withDraftLive(
  rows: readonly MappingRow[],
  draft: MappingRow,
  decidedBy: string,
): Result<readonly MappingRow[], SuccessionFailure> {
  const closings = closingsOf(draft, rows);
  if (!closings.ok) return closings;
  const ends = new Map(closings.value.map((closing) => [closing.mappingId, closing.validToOn]));
  const others = rows
    .filter((row) => row.id !== draft.id)
    .map((row) => {
      const end = ends.get(row.id);
      return end === undefined ? row : { ...row, validToOn: end };
    });
  return ok([...others, { ...draft, state: 'live', decidedBy } as MappingRow]);
}

function overlapFailure(draft: MappingRow, row: MappingRow): SuccessionFailure {
  const range = `${row.validFromOn} to ${row.validToOn ?? 'further notice'}`;
  const fix =
    row.validFromOn >= draft.validFromOn
      ? row.validFromOn > draft.validFromOn
        ? `End it on ${row.validFromOn}, or retire ${row.id} first.`
        : `Begin it later than ${row.validFromOn}, or retire ${row.id} as of ${row.validFromOn} first.`
      : `Give it the same end as ${row.id} (${row.validToOn ?? 'none'}), so that it takes over the rest of it.`;
  return {
    code: 'MAPPING_OVERLAPS',
    message: `The ${draft.type} mapping of "${draft.sourceKey}" overlaps version ${row.version}, which holds from ${range}.`,
    where: draft.id,
    fix,
  };
}
