import type { WireClose, WireCloseTask } from '#core/contract/close.ts';
import { useCommandHandlers } from '#renderer/shell/commands/registry.ts';
import { useGoTo } from '#renderer/shell/scope/navigation.tsx';
import { useSession } from '#renderer/shell/session/session.ts';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { closeCommands } from './close-commands.ts';
import { placeOf } from './task-words.ts';
import type { CloseChanges } from './use-close-changes.ts';

interface CommandParts {
  readonly close: WireClose;
  readonly task: WireCloseTask | undefined;
  readonly changes: CloseChanges;
  readonly isReadOnly: boolean;
}

/** What the keys of the screen do now, and why they do not. */
export function useCloseCommands({ close, task, changes, isReadOnly }: CommandParts): void {
  const session = useSession();
  const goTo = useGoTo();
  const format = useFormat();
  const locked = isReadOnly ? `${format.period(close.period)} is closed for ${close.legalEntity}` : undefined;
  const place = task ? placeOf(task) : null;
  const noTask = task ? undefined : 'Choose a task first';
  const bound = task?.condition ? 'It follows a condition of the system' : undefined;
  const isReview = task?.state === 'prepared';
  const own =
    isReview && task?.preparedBy === session.you.id ? 'You prepared it: someone else reviews' : undefined;
  const waits = !isReview && (task?.waitsFor.length ?? 0) > 0 ? 'It waits for other tasks' : undefined;
  useCommandHandlers(closeCommands, {
    'close.openBlocker': {
      run: () => place && goTo(place.screen, place.search),
      refusal: noTask ?? (place ? undefined : 'Nothing on another screen stands in its way'),
    },
    'close.prepareTask': {
      run: () => task && changes.open({ kind: 'act', task }),
      refusal:
        locked ??
        noTask ??
        bound ??
        session.refusalOf(isReview ? 'close.review' : 'close.prepare') ??
        own ??
        waits ??
        (task?.isDone ? 'It is reviewed already' : undefined),
    },
    'close.reopenTask': {
      run: () => task && changes.open({ kind: 'reopen', task }),
      refusal:
        locked ??
        noTask ??
        bound ??
        session.refusalOf('close.prepare') ??
        (task?.state === 'open' ? 'It is open' : undefined),
    },
    'close.assignTask': {
      run: () => task && changes.open({ kind: 'assign', task }),
      refusal: locked ?? noTask ?? session.refusalOf('close.assign'),
    },
    'close.noteTask': {
      run: () => task && changes.open({ kind: 'note', task }),
      refusal: noTask ?? session.refusalOf('close.prepare'),
    },
    'close.signOff': {
      run: () => changes.open({ kind: 'sign-off' }),
      refusal: locked ?? signRefusal(close, session),
    },
    'close.verifyJournal': {
      run: changes.verify,
      refusal:
        session.refusalOf('journal.verify') ?? (changes.isVerifying ? 'It is being verified' : undefined),
    },
    'close.movePeriod': { run: () => changes.open({ kind: 'period' }) },
  });
}

/** Why the next signature cannot be put under the close now. */
function signRefusal(
  { signOff, tasks }: WireClose,
  session: {
    readonly you: { readonly id: string };
    readonly refusalOf: (action: string) => string | undefined;
  },
): string | undefined {
  const missing = session.refusalOf('reconciliation.sign-off');
  if (missing !== undefined) return missing;
  if (signOff?.state === 'signed') return 'It is signed off';
  if (signOff?.state === 'prepared' && signOff.preparedBy === session.you.id) {
    return 'You prepared it: someone else signs';
  }
  const open = tasks.filter(({ isDone }) => !isDone).length;
  return open > 0 ? `${open} ${open === 1 ? 'task is' : 'tasks are'} still open` : undefined;
}
