import type { RefObject } from 'react';
import type { WireException } from '#core/contract/exceptions.ts';
import { api } from '#renderer/shell/api/api.ts';
import { failureOf } from '#renderer/shell/api/api-failure.ts';
import { announce } from '#renderer/shell/chrome/screen.ts';
import { useCommandHandlers } from '#renderer/shell/commands/registry.ts';
import { useGoTo } from '#renderer/shell/scope/navigation.tsx';
import type { SetSearch } from '#renderer/shell/scope/screen-search.ts';
import { useSession } from '#renderer/shell/session/session.ts';
import type { GridHandle } from '#renderer/ui/data-grid/grid-props.ts';
import { useToast } from '#renderer/ui/toast.tsx';
import { exceptionsCommands } from './exceptions-commands.ts';
import type { ExceptionsSearch, questionOf } from './exceptions-search.ts';
import type { Triage } from './use-triage.ts';

interface CommandFacts {
  readonly grid: RefObject<GridHandle | null>;
  readonly focused: WireException | undefined;
  /** The selected ones, else the focused one. */
  readonly items: readonly WireException[];
  readonly question: ReturnType<typeof questionOf>;
  readonly selection: ReadonlySet<string>;
  readonly setSelection: (selection: ReadonlySet<string>) => void;
  readonly remember: (rows: readonly WireException[]) => void;
  readonly triage: Triage;
  readonly search: ExceptionsSearch;
  readonly setSearch: SetSearch<ExceptionsSearch>;
}

const similarMax = 5_000;

/** What the keys, the menu and the buttons of this screen do, and why something cannot be done now. */
export function useExceptionCommands(facts: CommandFacts): void {
  const { grid, focused, items, selection, setSelection, triage, search, setSearch } = facts;
  const goTo = useGoTo();
  const toast = useToast();
  const unread = (cause: unknown): void => {
    const { message, fix } = failureOf(cause);
    toast.show({ tone: 'negative', title: message, description: fix });
  };
  const openFixScreen = useFixScreens(unread);
  const { refusalOf, you } = useSession();
  const nothing = items.length === 0 ? 'Choose an exception first' : undefined;
  const isEnded = items.length > 0 && items.every(({ state }) => state !== 'open');
  const ended = isEnded ? 'It has ended already' : undefined;
  const may = (action: string): string | undefined => nothing ?? ended ?? refusalOf(action);
  const [first] = items;
  const opens = items.length === 1 && first !== undefined && !first.suggestedFix.actsAtOnce;
  const fixAction = first?.suggestedFix.kind === 'accept' ? 'exception.dismiss' : 'exception.resolve';
  const snooze = (days: number) => ({
    run: () => triage.snooze(items, days),
    refusal: may('exception.assign'),
  });
  useCommandHandlers(exceptionsCommands, {
    'exceptions.takeFix': {
      run: () => (opens ? openFixScreen(first) : triage.open({ kind: 'fix', items })),
      refusal: opens ? (nothing ?? ended) : may(fixAction),
    },
    'exceptions.retry': { run: () => triage.retry(items), refusal: may('exception.resolve') },
    'exceptions.assign': {
      run: () => triage.open({ kind: 'assign', items }),
      refusal: may('exception.assign'),
    },
    'exceptions.takeOver': { run: () => triage.assign(items, you.id), refusal: may('exception.assign') },
    'exceptions.snoozeDay': snooze(1),
    'exceptions.snoozeThreeDays': snooze(3),
    'exceptions.snoozeWeek': snooze(7),
    'exceptions.wake': snooze(0),
    'exceptions.note': {
      run: () => triage.open({ kind: 'note', items: items.slice(0, 1) }),
      refusal: nothing ?? refusalOf('exception.assign'),
    },
    'exceptions.dismiss': {
      run: () => triage.open({ kind: 'dismiss', items }),
      refusal: may('exception.dismiss'),
    },
    'exceptions.trace': {
      run: () => goTo('trace', { id: focused?.postingId ?? focused?.subjectId }),
      refusal: focused ? undefined : 'Choose an exception first',
    },
    'exceptions.next': { run: () => grid.current?.focusNext() },
    'exceptions.previous': { run: () => grid.current?.focusPrevious() },
    'exceptions.selectSimilar': {
      run: () => void selectSimilar(facts).catch(unread),
      refusal: focused ? undefined : 'Choose an exception first',
    },
    'exceptions.clearSelection': {
      run: () => setSelection(new Set()),
      refusal: selection.size === 0 ? 'Nothing is selected' : undefined,
    },
    'exceptions.groupByCause': {
      run: () => setSearch({ view: search.view === 'causes' ? undefined : 'causes', id: undefined }),
    },
    'exceptions.undo': {
      run: triage.undo,
      refusal: triage.canUndo ? undefined : 'Nothing of yours is left to undo',
    },
  });
}

/** Opens the screen where a kind of trouble is fixed, filled in as far as the exception says. */
function useFixScreens(unread: (cause: unknown) => void): (row: WireException) => void {
  const goTo = useGoTo();
  return (row) => {
    const { kind } = row.suggestedFix;
    if (kind === 'map') void openMapping(row).catch(unread);
    else if (kind === 'period') goTo('close', { entity: row.legalEntity, period: row.period });
    else if (kind === 'fetch') goTo('connections');
    else if (kind === 'limit') goTo('settings', { section: 'rules' });
    else goTo('trace', { id: row.postingId ?? row.subjectId });
  };

  async function openMapping({ id, legalEntity }: WireException): Promise<void> {
    const { links } = await api.exceptions.get({ id });
    const { mapping } = links;
    if (!mapping) goTo('mappings', { entity: legalEntity });
    else {
      const { type, key, legalEntity: newEntity, on } = mapping;
      goTo('mappings', { set: type, newKey: key, newEntity, newOn: on });
    }
  }
}

/** Everything of the same root cause that fits the queue, loaded or not: a frozen list of ids. */
async function selectSimilar({ focused, question, setSelection, remember }: CommandFacts): Promise<void> {
  if (!focused) return;
  const { exceptions } = await api.exceptions.list({
    ...question,
    causeKey: focused.causeKey,
    limit: similarMax,
  });
  remember(exceptions);
  setSelection(new Set(exceptions.map(({ id }) => id)));
  announce(`${exceptions.length} of the same cause are selected`);
}
