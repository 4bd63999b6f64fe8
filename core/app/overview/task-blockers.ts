import type { ChecklistTask } from '#core/close/checklist.ts';
import type { ConditionName } from '#core/close/conditions.ts';
import { counted } from '#core/observe/verdict.ts';
import { closeFacts, closingEntities } from '../close/close-facts.ts';
import type { Core } from '../create-core.ts';
import type { FoundBlocker } from './found-blocker.ts';

interface OpenTask {
  readonly task: ChecklistTask;
  /** Where it is open, each with why. */
  readonly places: readonly { readonly legalEntity: string; readonly why: string }[];
}

/**
 * The tasks that keep a period from being signed off, as the checklist itself judges them: all that are open but those whose
 * cause is named already and those that only wait for others.
 */
export function taskBlockers(
  core: Core,
  { legalEntity, period }: { readonly legalEntity: string | undefined; readonly period: string },
  named: readonly FoundBlocker[],
): FoundBlocker[] {
  const open = openTasksOf(core, legalEntity === undefined ? closingEntities(core) : [legalEntity], period);
  return open.filter(({ task }) => !isNamed(task, named)).map(blockerOf);
}

function openTasksOf(core: Core, entities: readonly string[], period: string): readonly OpenTask[] {
  const found = new Map<string, OpenTask>();
  for (const legalEntity of entities) {
    const { tasks } = core.closes.standing(closeFacts(core, legalEntity, period));
    for (const task of tasks) {
      if (task.isDone || task.waitsFor.length > 0) continue;
      const { id, guide } = task.template;
      const place = { legalEntity, why: task.condition?.message ?? guide };
      found.set(id, { task, places: [...(found.get(id)?.places ?? []), place] });
    }
  }
  return [...found.values()];
}

/** By what other blockers the cause of an open condition is named, by the beginning of their ids. */
const namedBy: Readonly<Partial<Record<ConditionName, readonly string[]>>> = {
  'streams-complete': ['exceptions:STREAM_INCOMPLETE', 'connections:'],
  'mappings-covered': ['exceptions:MAPPING_'],
  'exceptions-cleared': ['exceptions:'],
  'held-decided': ['held'],
  'reconciliation-current': ['reconciliation:none'],
  'receivables-tied': ['reconciliation:'],
  'cash-tied': ['reconciliation:'],
  'recurring-tied': ['reconciliation:'],
};

function isNamed({ template }: ChecklistTask, named: readonly FoundBlocker[]): boolean {
  const ids = template.condition === null ? [] : (namedBy[template.condition] ?? []);
  return ids.some((id) => named.some(({ wire }) => wire.id.startsWith(id)));
}

function blockerOf({ task, places }: OpenTask): FoundBlocker {
  const { id, title } = task.template;
  const [first] = places;
  const isOne = places.length === 1;
  const where = isOne ? '' : ` in ${counted(places.length, 'entity', 'entities')}`;
  const search = { task: id, side: 'task' };
  return {
    words: `the open task “${title}”${where}`,
    noun: null,
    wire: {
      id: `sign-off:${id}`,
      area: 'sign-off',
      title: `Open task: ${title}`,
      detail: places.map(({ legalEntity, why }) => `${legalEntity}: ${why}`).join(' '),
      totals: { count: places.length, sums: [] },
      oldestAt: null,
      ageDays: 0,
      link: {
        screen: 'close',
        search: isOne && first ? { ...search, entity: first.legalEntity } : search,
      },
    },
  };
}
