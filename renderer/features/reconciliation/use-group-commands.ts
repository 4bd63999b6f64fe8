import type { WireGroup } from '#core/contract/reconciliation.ts';
import { useCommandHandlers } from '#renderer/shell/commands/registry.ts';
import { useGoTo } from '#renderer/shell/scope/navigation.tsx';
import { useSession } from '#renderer/shell/session/session.ts';
import { reconciliationCommands } from './reconciliation-commands.ts';
import { type Workbench, workbenchRefusal } from './workbench.ts';

interface GroupCommandParts {
  readonly workbench: Workbench;
  readonly status: WireGroup['status'];
  readonly focused: WireGroup | undefined;
  readonly items: readonly WireGroup[];
  /** After a decision. */
  readonly goOn: () => void;
}

/** What the commands do with the chosen matches, or with the focused one where none is chosen. */
export function useGroupCommands({ workbench, status, focused, items, goOn }: GroupCommandParts): void {
  const { run, decisions } = workbench;
  const session = useSession();
  const goTo = useGoTo();
  const refusal = workbenchRefusal(workbench) ?? session.refusalOf('reconciliation.match');
  const noRow = focused ? undefined : 'Choose a line first';
  const numbers = items.map(({ number }) => number);
  const apart = items.find(({ difference }) => difference.minor !== '0');
  const isOpen = status !== 'matched';
  const accept = (): void => {
    if (apart && items.length === 1) decisions.open({ kind: 'write-off', runId: run.id, group: apart });
    else decisions.accept(run.id, numbers, '');
    goOn();
  };
  const notOpen = isOpen ? undefined : 'It is matched already';
  useCommandHandlers(reconciliationCommands, {
    'reconciliation.accept': {
      run: accept,
      refusal:
        refusal ??
        notOpen ??
        noRow ??
        (apart && items.length > 1 ? 'Write differences off one by one' : undefined),
    },
    'reconciliation.reject': {
      run: () => {
        decisions.reject(run.id, numbers);
        goOn();
      },
      refusal: refusal ?? notOpen ?? noRow,
    },
    'reconciliation.writeOff': {
      run: () => focused && decisions.open({ kind: 'write-off', runId: run.id, group: focused }),
      refusal:
        refusal ??
        notOpen ??
        noRow ??
        (focused?.difference.minor === '0' ? 'There is no difference' : undefined),
    },
    'reconciliation.unmatch': {
      run: () => focused && decisions.open({ kind: 'unmatch', runId: run.id, group: focused }),
      refusal: refusal ?? noRow ?? (isOpen ? 'It is not matched' : undefined),
    },
    'reconciliation.trace': {
      run: () => goTo('trace', { id: focused?.reference }),
      refusal: noRow,
    },
  });
}
