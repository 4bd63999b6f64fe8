import { useMemo } from 'react';
import { create } from 'zustand';
import type { WireMapping } from '#core/contract/mappings.ts';
import { useSession } from '#renderer/shell/session/session.ts';
import {
  type EditHistory,
  emptyHistory,
  type HistoryMove,
  recorded,
  redone,
  undone,
} from '#renderer/ui/data-grid/edit-history.ts';
import { guardWindow } from './draft-guard.ts';
import { blankCells, type Draft, isAsKept, type LineCells, startCells, withCell } from './mapping-line.ts';
import type { MappingType } from './target-members.ts';

type Drafts = readonly Draft[];

/** What one person wrote and did not propose, and the steps that led there, each set by itself. */
interface DraftBook {
  readonly drafts: Drafts;
  readonly histories: Readonly<Partial<Record<MappingType, EditHistory<Drafts>>>>;
}

const blankBook: DraftBook = { drafts: [], histories: {} };

/**
 * The books by person: they survive going to another screen and handing the chair over, and nobody sees another one's. What one
 * person typed and another proposed would be approved by the one who wrote it.
 */
const useBooks = create<Readonly<Record<string, DraftBook>>>(() => ({}));

useBooks.subscribe((books) => guardWindow(Object.values(books).some(({ drafts }) => drafts.length > 0)));

export interface LineEdit {
  readonly lineId: string;
  readonly columnId: string;
  readonly value: string | null;
}

/** What one step of undo writes. */
interface Writing {
  readonly edits: readonly LineEdit[];
  readonly newLines: readonly Partial<LineCells>[];
  readonly storedOf: (lineId: string) => WireMapping | undefined;
  readonly fromOn: string;
}

/** What a person does to their own drafts. */
interface DraftPen {
  readonly drafts: () => Drafts;
  /** A new line at the top; its id. */
  readonly addLine: (type: MappingType, fromOn: string, cells?: Partial<LineCells>) => string;
  /** Writes cells and new lines. A kept row gets a draft of its own with the first cell that really changes. */
  readonly write: (type: MappingType, writing: Writing) => void;
  /** Takes the last step in a set back; false where there is none. */
  readonly undo: (type: MappingType) => boolean;
  readonly redo: (type: MappingType) => boolean;
  /** Proposed or thrown away: no step brings them back. */
  readonly drop: (lineIds: readonly string[]) => void;
}

/** The drafts of who is signed in. */
export function useDrafts(): Drafts {
  const person = useSession().you.id;
  return useBooks((books) => books[person] ?? blankBook).drafts;
}

export function useDraftPen(): DraftPen {
  const person = useSession().you.id;
  return useMemo(() => penOf(person), [person]);
}

function penOf(person: string): DraftPen {
  const book = (): DraftBook => useBooks.getState()[person] ?? blankBook;
  const keep = (next: DraftBook): void => useBooks.setState({ [person]: next });
  const historyOf = (type: MappingType) => book().histories[type] ?? emptyHistory;
  const ofSet = (type: MappingType) => book().drafts.filter((draft) => draft.type === type);
  const put = (type: MappingType, drafts: Drafts, history: EditHistory<Drafts>): void =>
    keep({
      drafts: [...book().drafts.filter((draft) => draft.type !== type), ...drafts],
      histories: { ...book().histories, [type]: history },
    });
  const step = (type: MappingType, change: (drafts: Drafts) => Drafts): void => {
    const before = ofSet(type);
    put(type, change(before), recorded(historyOf(type), before));
  };
  const travel = (type: MappingType, move: HistoryMove<Drafts> | null): boolean => {
    if (move !== null) put(type, move.state, move.history);
    return move !== null;
  };
  return {
    drafts: () => book().drafts,
    addLine: (type, fromOn, cells = {}) => {
      const line = newLine(type, fromOn, cells);
      step(type, (drafts) => [...drafts, line]);
      return line.lineId;
    },
    write: (type, writing) => step(type, (drafts) => written(type, drafts, writing)),
    undo: (type) => travel(type, undone(historyOf(type), ofSet(type))),
    redo: (type) => travel(type, redone(historyOf(type), ofSet(type))),
    drop: (lineIds) => {
      const gone = new Set(lineIds);
      keep({ drafts: book().drafts.filter(({ lineId }) => !gone.has(lineId)), histories: {} });
    },
  };
}

let made = 0;

function newLine(type: MappingType, fromOn: string, cells: Partial<LineCells>): Draft {
  made += 1;
  return { lineId: `new:${made}`, type, cells: { ...blankCells(fromOn), ...cells }, replacesId: null };
}

function written(type: MappingType, drafts: Drafts, { edits, newLines, storedOf, fromOn }: Writing): Drafts {
  const byLine = new Map(drafts.map((draft) => [draft.lineId, draft]));
  for (const { lineId, columnId, value } of edits) {
    const draft = byLine.get(lineId) ?? startOf(storedOf(lineId), fromOn);
    if (draft) byLine.set(lineId, { ...draft, cells: withCell(draft.cells, columnId, value) });
  }
  return [
    ...[...byLine.values()].filter((draft) => !isAsKept(draft, storedOf(draft.lineId))),
    ...newLines.map((cells) => newLine(type, fromOn, cells)),
  ];
}

function startOf(stored: WireMapping | undefined, fromOn: string): Draft | null {
  if (!stored) return null;
  const replacesId = stored.stage === 'draft' ? stored.id : null;
  return { lineId: stored.id, type: stored.type, cells: startCells(stored, fromOn), replacesId };
}
