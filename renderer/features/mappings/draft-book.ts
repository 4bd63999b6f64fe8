import { create } from 'zustand';
import type { WireMapping } from '#core/contract/mappings.ts';
import { blankCells, type Draft, type LineCells, startCells, withCell } from './mapping-line.ts';
import type { MappingType } from './target-members.ts';

interface DraftBook {
  readonly drafts: readonly Draft[];
}

/** What was written and not proposed: it survives going to another screen, and nobody else sees it. */
export const useDraftBook = create<DraftBook>(() => ({ drafts: [] }));

let made = 0;

/** A new line at the top; its id. */
export function addLine(type: MappingType, fromOn: string, cells: Partial<LineCells> = {}): string {
  made += 1;
  const lineId = `new:${made}`;
  const draft: Draft = { lineId, type, cells: { ...blankCells(fromOn), ...cells }, replacesId: null };
  useDraftBook.setState(({ drafts }) => ({ drafts: [...drafts, draft] }));
  return lineId;
}

export interface LineEdit {
  readonly lineId: string;
  readonly columnId: string;
  readonly value: string | null;
}

/** Writes cells. A kept row gets a draft of its own with the first cell that really changes. */
export function editLines(
  edits: readonly LineEdit[],
  storedOf: (lineId: string) => WireMapping | undefined,
  fromOn: string,
): void {
  useDraftBook.setState(({ drafts }) => {
    const byLine = new Map(drafts.map((draft) => [draft.lineId, draft]));
    for (const { lineId, columnId, value } of edits) {
      const draft = byLine.get(lineId) ?? startOf(storedOf(lineId), fromOn);
      if (draft) byLine.set(lineId, { ...draft, cells: withCell(draft.cells, columnId, value) });
    }
    return { drafts: [...byLine.values()].filter((draft) => !isAsKept(draft, storedOf(draft.lineId))) };
  });
}

function startOf(stored: WireMapping | undefined, fromOn: string): Draft | null {
  if (!stored) return null;
  const replacesId = stored.stage === 'draft' ? stored.id : null;
  return { lineId: stored.id, type: stored.type, cells: startCells(stored, fromOn), replacesId };
}

/** Whether a draft says nothing else than the row that it was started from: then it is none. */
function isAsKept({ cells }: Draft, stored: WireMapping | undefined): boolean {
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

export function dropLines(lineIds: readonly string[]): void {
  const gone = new Set(lineIds);
  useDraftBook.setState(({ drafts }) => ({ drafts: drafts.filter(({ lineId }) => !gone.has(lineId)) }));
}
