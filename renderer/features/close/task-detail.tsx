import type { ReactNode } from 'react';
import type { WireClose, WireCloseTask } from '#core/contract/close.ts';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { DefinitionList } from '#renderer/ui/definition-list.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { IdText } from '#renderer/ui/id-text.tsx';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { DayText, InstantText } from '#renderer/ui/time-text.tsx';
import { Toolbar } from '#renderer/ui/toolbar.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { placeOf, stateOf } from './task-words.ts';

interface TaskDetailProps {
  readonly task: WireCloseTask;
  readonly close: WireClose;
  readonly isReadOnly: boolean;
}

/** One task: what it asks for, where it stands, who did what, and its evidence. */
export function TaskDetail({ task, close, isReadOnly }: TaskDetailProps): ReactNode {
  const { condition } = task;
  const place = placeOf(task);
  return (
    <div
      className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-panel py-3"
      tabIndex={0}
      role="region"
      aria-label="Task"
    >
      <section className="flex flex-col gap-1">
        <h3 className="flex items-center justify-between gap-2 text-md font-medium">
          {task.title}
          <StatusBadge kind="check" state={stateOf(task)} look="soft" />
        </h3>
        <p className="text-muted">{task.guide}</p>
      </section>
      {task.cause !== null && <Banner tone="warning">Open again: {task.cause}</Banner>}
      {condition && (
        <section>
          <h4 className="pb-1 font-medium">Follows a condition of the system</h4>
          <p>{condition.message}</p>
          {!condition.isMet && condition.blockers.sums.length > 0 && (
            <p className="pt-1">
              <MoneyTotals sums={condition.blockers.sums} />
            </p>
          )}
          {place && !condition.isMet && (
            <p className="pt-1">
              <ScreenLink to={place.screen} search={place.search} className="text-accent hover:underline">
                Open what stands in the way
              </ScreenLink>
            </p>
          )}
        </section>
      )}
      <DefinitionList items={peopleOf(task)} />
      {task.waitsFor.length > 0 && (
        <p className="text-muted">
          Waits for{' '}
          {task.waitsFor.map((id) => close.tasks.find((one) => one.id === id)?.title ?? id).join('; ')}.
        </p>
      )}
      {isReadOnly ? null : (
        <Toolbar label="Task">
          {condition ? null : (
            <CommandButton id="close.prepareTask" variant="primary">
              {task.state === 'prepared' ? 'Mark reviewed' : 'Mark prepared'}
            </CommandButton>
          )}
          {condition ? null : <CommandButton id="close.reopenTask" variant="quiet" />}
          <CommandButton id="close.assignTask">Assign…</CommandButton>
          <CommandButton id="close.noteTask">Note…</CommandButton>
        </Toolbar>
      )}
      <Notes task={task} />
    </div>
  );
}

function peopleOf(task: WireCloseTask) {
  const person = (assigned: string | null, by: string | null, at: string | null): ReactNode => {
    if (by !== null && at !== null) {
      return (
        <>
          {by}, <InstantText at={at} />
        </>
      );
    }
    return assigned ?? <span className="text-muted">nobody yet</span>;
  };
  const due = { term: 'Due', value: <DayText day={task.dueOn} /> };
  if (task.condition) return [due];
  return [
    { term: 'Preparer', value: person(task.preparer, task.preparedBy, task.preparedAt) },
    { term: 'Reviewer', value: person(task.reviewer, task.reviewedBy, task.reviewedAt) },
    due,
  ];
}

function Notes({ task }: { readonly task: WireCloseTask }): ReactNode {
  const format = useFormat();
  return (
    <>
      {task.evidence.length > 0 && (
        <section>
          <h4 className="pb-1 font-medium">Evidence, {format.count(task.evidence.length)}</h4>
          <ul>
            {task.evidence.map((one) => (
              <li key={`${one.at} ${one.label}`} className="flex justify-between gap-3 border-t py-1">
                <VendorText text={`${one.label}: ${one.reference}`} />
                {one.hash === null ? null : <IdText id={one.hash} label="hash of the evidence" shown={8} />}
              </li>
            ))}
          </ul>
        </section>
      )}
      {task.notes.length > 0 && (
        <section>
          <h4 className="pb-1 font-medium">Notes</h4>
          <ul>
            {task.notes.map((note) => (
              <li key={note.at} className="border-t py-1">
                <VendorText text={note.text} />
                <span className="block text-sm text-muted">
                  {note.by}, <InstantText at={note.at} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
