import type { Day } from '../domain/day.ts';
import { type ConditionAnswer, judgeCondition } from './conditions.ts';
import { dueDayOf } from './due-days.ts';
import type { CloseFacts } from './facts.ts';
import type { CloseTemplate, TaskTemplate } from './template.ts';

/** What people did about a task of one period. */
export interface TaskRecord {
  readonly taskId: string;
  readonly state: 'open' | 'prepared' | 'reviewed' | 'met';
  readonly preparer: string | null;
  readonly reviewer: string | null;
  readonly dueOn: Day | null;
  readonly preparedBy: string | null;
  readonly preparedAt: string | null;
  readonly reviewedBy: string | null;
  readonly reviewedAt: string | null;
  readonly cause: string | null;
  readonly notes: readonly TaskNote[];
  readonly evidence: readonly TaskEvidence[];
}

export interface TaskNote {
  readonly by: string;
  readonly at: string;
  readonly text: string;
}

export interface TaskEvidence {
  readonly by: string;
  readonly at: string;
  readonly label: string;
  readonly reference: string;
  readonly hash: string | null;
}

export interface ChecklistTask {
  readonly template: TaskTemplate;
  readonly record: TaskRecord;
  readonly dueOn: Day;
  /** Null for a task of people. */
  readonly condition: ConditionAnswer | null;
  readonly state: TaskRecord['state'];
  readonly isDone: boolean;
  /** Tasks before it that are not done. */
  readonly waitsFor: readonly string[];
}

export function untouched(taskId: string): TaskRecord {
  return {
    taskId,
    state: 'open',
    preparer: null,
    reviewer: null,
    dueOn: null,
    preparedBy: null,
    preparedAt: null,
    reviewedBy: null,
    reviewedAt: null,
    cause: null,
    notes: [],
    evidence: [],
  };
}

/** The checklist of a period as it stands: bound tasks follow the facts, the others what people did. */
export function checklistOf(
  template: CloseTemplate,
  records: readonly TaskRecord[],
  facts: CloseFacts,
): readonly ChecklistTask[] {
  const done = new Set<string>();
  return template.tasks.map((task) => {
    const record = records.find(({ taskId }) => taskId === task.id) ?? untouched(task.id);
    const condition = task.condition === null ? null : judgeCondition(task.condition, facts);
    const state = condition ? (condition.isMet ? 'met' : 'open') : record.state;
    const isDone = state === 'met' || state === 'reviewed';
    if (isDone) done.add(task.id);
    return {
      template: task,
      record,
      dueOn: record.dueOn ?? dueDayOf(facts.period, task.dueDay, template.holidays),
      condition,
      state,
      isDone,
      waitsFor: task.dependsOn.filter((id) => !done.has(id)),
    };
  });
}
