import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useCallback, useMemo, useState } from 'react';
import type * as z from 'zod';
import type { listMappingsOutput, MappingSort, RowFinding } from '#core/contract/mappings.ts';
import type { ApiFailure } from '#renderer/shell/api/api-failure.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { DataGrid } from '#renderer/ui/data-grid/data-grid.tsx';
import type { CellChange } from '#renderer/ui/data-grid/grid-column.ts';
import type { GridHandle, GridSort } from '#renderer/ui/data-grid/grid-props.ts';
import { rowsOf } from '#renderer/ui/data-grid/grid-rows.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { type LineEdit, useDraftPen } from './draft-book.ts';
import type { Draft, LineCells, MappingLine } from './mapping-line.ts';
import { type EditRights, mappingColumns } from './mappings-columns.tsx';
import { MappingsEmpty } from './mappings-empty.tsx';
import { type MappingsSearch, mappingsSearch } from './mappings-search.ts';
import { PasteDialog } from './paste-dialog.tsx';
import { type PastePlan, planPaste } from './paste-plan.ts';
import { type MappingType, setsAbout } from './target-members.ts';

interface EditorGridProps {
  readonly lines: readonly MappingLine[];
  readonly list: UseQueryResult<z.output<typeof listMappingsOutput>, ApiFailure>;
  readonly drafts: readonly Draft[];
  readonly findings: readonly RowFinding[];
  readonly rights: EditRights;
  readonly fromOn: string;
  readonly selection: ReadonlySet<string>;
  readonly onSelection: (selection: ReadonlySet<string>) => void;
  readonly grid: RefObject<GridHandle | null>;
}

/** The sheet: what is kept and what is being written, edited like a spreadsheet. */
export function EditorGrid(props: EditorGridProps): ReactNode {
  const { lines, list, drafts, findings, rights, fromOn, selection, onSelection, grid } = props;
  const [search, setSearch] = useScreenSearch(mappingsSearch);
  const [plan, setPlan] = useState<PastePlan | null>(null);
  const columns = useMemo(() => mappingColumns(search.set, rights), [search.set, rights]);
  const rows = useMemo(() => rowsOf(lines), [lines]);
  const faults = useMemo(() => faultsOf(findings, drafts), [findings, drafts]);
  const pen = useDraftPen();
  const write = useLineWriting(lines, search.set, fromOn);
  if (list.error && !list.data)
    return (
      <ErrorState
        title="The mappings could not be read"
        failure={list.error.failure}
        onRetry={() => void list.refetch()}
      />
    );
  return (
    <>
      <DataGrid
        label={`${setsAbout[search.set].title} mappings`}
        mode="edit"
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        sort={gridSort(search)}
        onSort={(sort) => setSearch(searchOfSort(sort))}
        selection={selection}
        onSelectionChange={onSelection}
        focusedId={search.id ?? null}
        onFocusChange={(id) => {
          if (id !== (search.id ?? null)) setSearch({ id: id ?? undefined }, { replace: true });
        }}
        onEdit={(changes) => write(changes, [])}
        onUndo={() => pen.undo(search.set)}
        onRedo={() => pen.redo(search.set)}
        onPaste={(preview) => setPlan(planPaste(preview, { columns, lines, type: search.set, fromOn }))}
        faultOf={(rowId, columnId) => faults.get(`${rowId}\n${columnId}`)}
        rowTone={toneOf}
        isLoading={list.data === undefined}
        isRefreshing={list.isFetching && list.data !== undefined}
        emptyState={<MappingsEmpty />}
        className="min-h-0 flex-1"
        ref={grid}
      />
      {plan && (
        <PasteDialog
          plan={plan}
          onClose={() => setPlan(null)}
          onApply={() => {
            write(plan.changes, plan.newLines);
            setPlan(null);
            setSearch({ pane: 'change' }, { replace: true });
          }}
        />
      )}
    </>
  );
}

/** Writes changed cells, and lines that a paste makes anew, as one step of undo. */
function useLineWriting(lines: readonly MappingLine[], set: MappingType, fromOn: string) {
  const { write } = useDraftPen();
  const storedOf = useCallback(
    (lineId: string) => lines.find(({ id }) => id === lineId)?.stored ?? undefined,
    [lines],
  );
  return useCallback(
    (changes: readonly CellChange[], newLines: readonly LineCells[]) =>
      write(set, { edits: changes.map(editOf), newLines, storedOf, fromOn }),
    [write, set, storedOf, fromOn],
  );
}

function editOf({ rowId, columnId, after }: CellChange): LineEdit {
  return { lineId: rowId, columnId, value: typeof after === 'string' ? after : null };
}

function gridSort({ sort, down }: MappingsSearch): GridSort | null {
  return sort === undefined
    ? null
    : { columnId: sort, direction: down === true ? 'descending' : 'ascending' };
}

function searchOfSort(sort: GridSort | null): Partial<MappingsSearch> {
  return {
    sort: sort?.columnId as MappingSort | undefined,
    down: sort?.direction === 'descending' ? true : undefined,
  };
}

function toneOf({ stored, draft }: MappingLine): 'strong' | 'muted' | 'plain' {
  if (draft) return 'strong';
  return stored?.stage === 'retired' || stored?.stage === 'rejected' ? 'muted' : 'plain';
}

/** What is wrong, by cell. A fault of a whole row is said at its first day. */
function faultsOf(findings: readonly RowFinding[], drafts: readonly Draft[]): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  for (const { index, mappingId, member, message, fix } of findings) {
    const draft = index === null ? undefined : drafts[index];
    const lineId = index === null ? mappingId : (draft?.lineId ?? null);
    // A line that was just added is not wrong yet, it is empty.
    if (lineId === null || (draft && isUntouched(draft.cells))) continue;
    const columnId = member === 'target' ? 'validFromOn' : member;
    faults.set(`${lineId}\n${columnId}`, `${message}. ${fix}`);
  }
  return faults;
}

function isUntouched({ sourceKey, target }: LineCells): boolean {
  return sourceKey === '' && Object.values(target).every((value) => value === '');
}
