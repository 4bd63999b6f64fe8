import { type ReactNode, useCallback, useMemo, useRef } from 'react';
import type { WireClose, WireCloseTask } from '#core/contract/close.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { useScreen } from '#renderer/shell/chrome/screen.ts';
import { useScope } from '#renderer/shell/scope/scope.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { useSession } from '#renderer/shell/session/session.ts';
import { DataGrid } from '#renderer/ui/data-grid/data-grid.tsx';
import type { GridHandle } from '#renderer/ui/data-grid/grid-props.ts';
import { rowsOf } from '#renderer/ui/data-grid/grid-rows.ts';
import { SplitPane } from '#renderer/ui/split-pane.tsx';
import { Tabs } from '#renderer/ui/tabs.tsx';
import { CloseDialogs } from './close-dialogs.tsx';
import { taskColumns } from './close-columns.tsx';
import { CloseHeader } from './close-header.tsx';
import { CloseHistory } from './close-history.tsx';
import { closeSearch } from './close-search.ts';
import { EntityList } from './entity-list.tsx';
import { SealedPacks } from './sealed-packs.tsx';
import { SignOffPanel } from './sign-off-panel.tsx';
import { TaskDetail } from './task-detail.tsx';
import { useCloseChanges } from './use-close-changes.ts';
import { useCloseCommands } from './use-close-commands.ts';
import { useKeyboardInGrid } from '#renderer/shell/list/keyboard-in-grid.ts';

/** The close of a period: what is done, what stands in the way, and the sign-off. One legal entity at a time. */
export default function CloseScreen(): ReactNode {
  useScreen({ title: 'Close', mode: 'triage' });
  const scope = useScope();
  if (!scope) return null;
  const { legalEntity, period } = scope;
  return (
    <>
      {legalEntity === null ? (
        <EntityList period={period} />
      ) : (
        <EntityClose key={`${legalEntity} ${period}`} legalEntity={legalEntity} period={period} />
      )}
      <SealedPacks period={period} />
    </>
  );
}

function EntityClose({
  legalEntity,
  period,
}: {
  readonly legalEntity: string;
  readonly period: string;
}): ReactNode {
  const read = useRead(api.close.get, { legalEntity, period });
  const { data } = read;
  if (read.error && !data) return <Unread read={read} title="The close could not be read" />;
  return data ? <Checklist close={data} /> : null;
}

type Side = 'task' | 'sign-off' | 'history';

const rowId = ({ id }: WireCloseTask): string => id;

function Checklist({ close }: { readonly close: WireClose }): ReactNode {
  const [search, setSearch] = useScreenSearch(closeSearch);
  const changes = useCloseChanges(close.legalEntity, close.period);
  const grid = useRef<GridHandle>(null);
  const rows = useMemo(() => rowsOf(close.tasks), [close.tasks]);
  const task = close.tasks.find(({ id }) => id === search.task) ?? close.tasks[0];
  const { sealed } = useSession();
  const isReadOnly = close.periodState === 'closed' || sealed !== null;
  useCloseCommands({ close, task, changes, isReadOnly });
  useKeyboardInGrid(grid, close.tasks.length > 0);
  const onFocusChange = useCallback(
    (id: string | null) => setSearch({ task: id ?? undefined }, { replace: true }),
    [setSearch],
  );
  const side = search.side ?? 'sign-off';
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <CloseHeader close={close} changes={changes} isReadOnly={isReadOnly} />
      <SplitPane
        label="Checklist and what it is about"
        initialShare={68}
        list={
          <DataGrid
            label="Checklist"
            mode="triage"
            className="min-h-40 flex-1"
            columns={taskColumns}
            rows={rows}
            rowId={rowId}
            focusedId={search.task ?? null}
            onFocusChange={onFocusChange}
            rowTone={rowTone}
            ref={grid}
          />
        }
        detail={
          <Tabs<Side>
            label="About the close"
            value={side}
            onChange={(next) => setSearch({ side: next })}
            tabs={[
              { value: 'sign-off', label: 'Sign-off' },
              { value: 'task', label: 'Task' },
              { value: 'history', label: 'History' },
            ]}
          >
            {side === 'sign-off' ? (
              <SignOffPanel close={close} isReadOnly={isReadOnly} />
            ) : side === 'history' ? (
              <CloseHistory close={close} />
            ) : task ? (
              <TaskDetail task={task} close={close} isReadOnly={isReadOnly} />
            ) : null}
          </Tabs>
        }
      />
      <CloseDialogs close={close} changes={changes} />
    </div>
  );
}

function rowTone({ isDone, isOverdue }: WireCloseTask): 'muted' | 'plain' | 'strong' {
  return isDone ? 'muted' : isOverdue ? 'strong' : 'plain';
}
