import type { WireMapping, WireMappingDraft } from '#core/contract/mappings.ts';
import { type MappingType, setsAbout } from './target-members.ts';

/** The editable cells of a line. */
export interface LineCells {
  readonly sourceKey: string;
  /** '' is every entity. */
  readonly legalEntity: string;
  readonly target: Readonly<Record<string, string>>;
  readonly validFromOn: string;
  readonly validToOn: string | null;
}

/** A row of the editor: what is kept, what is being written, or both. */
export interface MappingLine {
  readonly id: string;
  readonly type: MappingType;
  readonly stored: WireMapping | null;
  readonly draft: LineCells | null;
}

/** What is being written and not proposed yet, by line. */
export interface Draft {
  readonly lineId: string;
  readonly type: MappingType;
  readonly cells: LineCells;
  /** An own draft that waits already and that this one takes the place of. */
  readonly replacesId: string | null;
}

function cellsOf({ sourceKey, legalEntity, target, validFromOn, validToOn }: WireMapping): LineCells {
  return { sourceKey, legalEntity, target, validFromOn, validToOn };
}

export function shownCells({ stored, draft }: MappingLine): LineCells {
  if (draft) return draft;
  return stored ? cellsOf(stored) : blankCells('');
}

export function blankCells(fromOn: string): LineCells {
  return { sourceKey: '', legalEntity: '', target: {}, validFromOn: fromOn, validToOn: null };
}

/** The cells that a first change of a kept row starts from: a live row is followed from the given day on, never rewritten. */
export function startCells(stored: WireMapping, fromOn: string): LineCells {
  const cells = cellsOf(stored);
  if (stored.stage === 'draft') return cells;
  return { ...cells, validFromOn: fromOn > stored.validFromOn ? fromOn : dayAfter(stored.validFromOn) };
}

function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00.000Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

/** Cells with one of them changed; columns of the target are `target.<member>`. */
export function withCell(cells: LineCells, columnId: string, value: string | null): LineCells {
  if (columnId.startsWith('target.')) {
    return { ...cells, target: { ...cells.target, [columnId.slice('target.'.length)]: value ?? '' } };
  }
  if (columnId === 'validToOn') return { ...cells, validToOn: value === '' ? null : value };
  return { ...cells, [columnId]: value ?? '' };
}

/** Whether a draft says nothing else than the row that it was started from: then it is none. */
export function isAsKept({ cells }: Draft, stored: WireMapping | undefined): boolean {
  if (!stored) return false;
  const isSameTarget = Object.keys({ ...stored.target, ...cells.target }).every(
    (member) => (stored.target[member] ?? '') === (cells.target[member] ?? ''),
  );
  return (
    isSameTarget &&
    cells.validToOn === stored.validToOn &&
    (stored.stage !== 'draft' || cells.validFromOn === stored.validFromOn) &&
    cells.sourceKey === stored.sourceKey &&
    cells.legalEntity === stored.legalEntity
  );
}

/** A line as the API takes it: exactly the members of its type. */
export function wireDraft({ type, cells }: Draft): WireMappingDraft {
  const { sourceKey, legalEntity, target, validFromOn, validToOn } = cells;
  return {
    type,
    legalEntity,
    sourceKey,
    target: Object.fromEntries(setsAbout[type].members.map(({ id }) => [id, target[id] ?? ''])),
    validFromOn,
    validToOn,
  };
}

/** New lines first, then what is kept with what is being written over it. */
export function linesOf(
  type: MappingType,
  stored: readonly WireMapping[],
  drafts: readonly Draft[],
): readonly MappingLine[] {
  const ofType = drafts.filter((draft) => draft.type === type);
  const byLine = new Map(ofType.map((draft) => [draft.lineId, draft]));
  const kept = new Set(stored.map(({ id }) => id));
  const fresh = ofType
    .filter(({ lineId }) => !kept.has(lineId))
    .map(({ lineId, cells }): MappingLine => ({ id: lineId, type, stored: null, draft: cells }));
  return [
    ...fresh,
    ...stored.map(
      (row): MappingLine => ({ id: row.id, type, stored: row, draft: byLine.get(row.id)?.cells ?? null }),
    ),
  ];
}
