import { isDay } from '../domain/day.ts';
import { changedMembers } from './mapping-difference.ts';
import { checkMappingDraft, type MappingDraft } from './mapping-draft.ts';
import { everyEntity, fallbackKey, isInForce, type MappingRow, overlap } from './mapping-row.ts';
import { closingsOf, withDraftLive } from './succession.ts';

/** A draft as a row that could be live; its id says which draft it is. */
export interface CheckedDraft {
  readonly index: number | null;
  readonly row: MappingRow;
}

export interface RowFinding {
  /** Into the drafts; null for a row that is there already. */
  readonly index: number | null;
  readonly mappingId: string | null;
  readonly code: string;
  readonly message: string;
  readonly member: string;
  readonly fix: string;
}

export interface DraftClosing {
  readonly mappingId: string;
  readonly index: number | null;
  readonly validToOn: string;
}

export interface CheckedChange {
  readonly findings: readonly RowFinding[];
  readonly closes: readonly DraftClosing[];
  readonly changed: readonly {
    readonly index: number;
    readonly previousId: string | null;
    readonly members: readonly string[];
  }[];
  /** What could go live, earliest first, and the rows as they would be then. */
  readonly able: readonly MappingRow[];
  readonly rowsAfter: readonly MappingRow[];
}

const draftPrefix = 'draft:';

/**
 * Everything that is wrong with a change before anyone proposes it: each draft by itself, two of them with each other
 * (said on both), and each with what holds already (said on both). What is left could go live together.
 */
export function checkChange(
  rows: readonly MappingRow[],
  drafts: readonly MappingDraft[],
  proposed: readonly MappingRow[],
): CheckedChange {
  const findings: RowFinding[] = [];
  const sound: CheckedDraft[] = proposed.map((row) => ({ index: null, row }));
  for (const [index, draft] of drafts.entries()) {
    const checked = checkMappingDraft(draft, '');
    if (checked.ok) sound.push({ index, row: asRow(draft, index, rows) });
    else {
      const { code, message, where = '', fix = '' } = checked.error;
      findings.push({ index, mappingId: null, code, message, member: where.replace(/^\./, ''), fix });
    }
  }
  const clashing = clashesAmong(sound, findings);
  const closes: DraftClosing[] = [];
  const able: MappingRow[] = [];
  let rowsAfter: readonly MappingRow[] = rows;
  const ordered = sound
    .filter(({ row }) => !clashing.has(row.id))
    .sort((left, right) => (left.row.validFromOn < right.row.validFromOn ? -1 : 1));
  for (const { index, row } of ordered) {
    const closings = closingsOf(row, rowsAfter);
    const after = withDraftLive(rowsAfter, row, '');
    if (!closings.ok || !after.ok) {
      findings.push(...overlapFindings(index, row, rowsAfter, closings.ok ? '' : (closings.error.fix ?? '')));
      continue;
    }
    closes.push(
      ...closings.value
        .filter(({ mappingId }) => !mappingId.startsWith(draftPrefix))
        .map(({ mappingId, validToOn }) => ({ mappingId, index, validToOn })),
    );
    able.push(row);
    rowsAfter = after.value;
  }
  return { findings, closes, changed: changesOf(sound, rows), able, rowsAfter };
}

function asRow(draft: MappingDraft, index: number, rows: readonly MappingRow[]): MappingRow {
  const legalEntity = draft.legalEntity ?? everyEntity;
  const { type, sourceKey, target, validFromOn, validToOn = null } = draft;
  const versions = rows.filter(
    (row) => row.type === type && row.sourceKey === sourceKey && row.legalEntity === legalEntity,
  );
  return {
    id: `${draftPrefix}${index}`,
    version: versions.length + 1,
    type,
    legalEntity,
    sourceKey,
    target,
    validFromOn,
    validToOn,
    state: 'draft',
    isFallback: sourceKey === fallbackKey,
    proposedBy: '',
    decidedBy: null,
    reason: '',
    retirement: null,
    seq: 0,
  } as MappingRow;
}

function slotOf({ type, sourceKey, legalEntity }: MappingRow): string {
  return [type, sourceKey, legalEntity].join('\n');
}

/** Two drafts of one key that begin on the same day, or of which neither can take over from the other. */
function clashesAmong(sound: readonly CheckedDraft[], findings: RowFinding[]): ReadonlySet<string> {
  const bySlot = Map.groupBy(sound, ({ row }) => slotOf(row));
  const clashing = new Set<string>();
  for (const group of bySlot.values()) {
    for (const [place, one] of group.entries()) {
      for (const other of group.slice(place + 1)) {
        if (!overlap(one.row, other.row) || succeeds(one.row, other.row)) continue;
        clashing.add(one.row.id).add(other.row.id);
        findings.push(clashFinding(one, other), clashFinding(other, one));
      }
    }
  }
  return clashing;
}

function succeeds(one: MappingRow, other: MappingRow): boolean {
  return one.validFromOn !== other.validFromOn && one.validToOn === other.validToOn;
}

function clashFinding({ index, row }: CheckedDraft, other: CheckedDraft): RowFinding {
  const name = other.index === null ? other.row.id : `row ${other.index + 1}`;
  return {
    index,
    mappingId: index === null ? row.id : null,
    code: 'MAPPING_OVERLAPS',
    message: `Holds on the same days as ${name} for ${row.type} "${row.sourceKey}".`,
    member: 'validFromOn',
    fix: 'Give them days that do not meet, or let one begin later with the same end.',
  };
}

function overlapFindings(
  index: number | null,
  draft: MappingRow,
  rows: readonly MappingRow[],
  fix: string,
): RowFinding[] {
  const struck = rows.filter(
    (row) =>
      isInForce(row) &&
      slotOf(row) === slotOf(draft) &&
      overlap(row, draft) &&
      (row.validFromOn >= draft.validFromOn || row.validToOn !== draft.validToOn),
  );
  const about = { code: 'MAPPING_OVERLAPS', member: 'validFromOn' } as const;
  const [first] = struck;
  const range = first ? `${first.validFromOn} to ${first.validToOn ?? 'further notice'}` : '';
  const name = index === null ? `draft ${draft.id}` : `row ${index + 1}`;
  return [
    {
      ...about,
      index,
      mappingId: index === null ? draft.id : null,
      message: `Overlaps version ${first?.version ?? 0}, which holds from ${range}.`,
      fix,
    },
    ...struck.map((row) => ({
      ...about,
      index: null,
      mappingId: row.id,
      message: `Overlapped by ${name}, which begins on ${draft.validFromOn}.`,
      fix,
    })),
  ];
}

/** Each draft against the row of its key that holds, or last held, when it begins. */
function changesOf(sound: readonly CheckedDraft[], rows: readonly MappingRow[]): CheckedChange['changed'] {
  return sound.flatMap(({ index, row }) => {
    if (index === null || !isDay(row.validFromOn)) return [];
    const before = rows
      .filter((other) => isInForce(other) && slotOf(other) === slotOf(row))
      .filter(({ validFromOn }) => validFromOn <= row.validFromOn)
      .sort((left, right) => (left.validFromOn < right.validFromOn ? -1 : 1))
      .at(-1);
    return [{ index, previousId: before?.id ?? null, members: changedMembers(before, row) }];
  });
}
