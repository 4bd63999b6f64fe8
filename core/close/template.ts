import * as z from 'zod';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import { isDay } from '../domain/day.ts';
import { conditionNames } from './conditions.ts';

const taskSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'is not a task id such as cut-off-review'),
  area: z.string().min(1).max(60),
  title: z.string().min(1).max(160),
  /** What to do, and what counts as evidence. */
  guide: z.string().max(1_000),
  /** Business days after the period's last day; 0 is that day or the business day before it. */
  dueDay: z.int().min(-20).max(60),
  dependsOn: z.array(z.string()).default([]),
  /** The system condition that the task is; null is a task of people. */
  condition: z.enum(conditionNames).nullable(),
});

const templateSchema = z
  .strictObject({
    /** Days that are no business days besides Saturday and Sunday. */
    holidays: z.array(z.string().refine(isDay, 'is not a day')),
    tasks: z.array(taskSchema).min(1).max(200),
  })
  .refine(
    ({ tasks }) => new Set(tasks.map(({ id }) => id)).size === tasks.length,
    'has the same task id twice',
  )
  .refine(
    ({ tasks }) => tasks.every((task) => isOrdered(task, tasks)),
    'has a task that depends on a later or unknown one',
  );

export type TaskTemplate = z.output<typeof taskSchema>;
export type CloseTemplate = z.output<typeof templateSchema>;

/** A task depends on tasks listed before it: so nothing waits for itself. */
function isOrdered(
  { id, dependsOn }: { readonly id: string; readonly dependsOn: readonly string[] },
  tasks: readonly { readonly id: string }[],
): boolean {
  const before = tasks.slice(
    0,
    tasks.findIndex((task) => task.id === id),
  );
  return dependsOn.every((wanted) => before.some((task) => task.id === wanted));
}

/** Reads a template as a person or the journal writes it. */
export function parseTemplate(value: unknown): Result<CloseTemplate, Failure<'TEMPLATE_INVALID'>> {
  const parsed = templateSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return err({
    code: 'TEMPLATE_INVALID',
    message: `The checklist ${issue?.message ?? 'cannot be read'}.`,
    where: issue?.path.join('.') ?? 'template',
    fix: 'Correct the member that is named; the template in use shows the shape.',
  });
}

const bound = (
  id: string,
  area: string,
  condition: TaskTemplate['condition'],
  dueDay: number,
  [title, guide]: readonly [string, string],
): TaskTemplate => ({ id, area, title, guide, dueDay, dependsOn: [], condition });

const manual = (
  id: string,
  area: string,
  dueDay: number,
  dependsOn: readonly string[],
  [title, guide]: readonly [string, string],
): TaskTemplate => ({ id, area, title, guide, dueDay, dependsOn: [...dependsOn], condition: null });

/** What a workspace starts with. */
export const defaultTemplate: CloseTemplate = {
  holidays: [],
  tasks: [
    bound('streams-complete', 'Sources', 'streams-complete', 1, [
      'Every stream is complete',
      'Counts and sums of each source equal those in the journal.',
    ]),
    bound('mappings-covered', 'Sources', 'mappings-covered', 1, [
      'Every document finds its mapping',
      'No document of the entity waits for a mapping.',
    ]),
    bound('period-soft-closed', 'Sources', 'period-soft-closed', 1, [
      'Period is in soft close',
      'New postings into the period wait for a person from here on.',
    ]),
    bound('exceptions-cleared', 'Postings', 'exceptions-cleared', 2, [
      'No open exceptions in the period',
      'Each exception is resolved, or dismissed with a reason.',
    ]),
    bound('held-decided', 'Postings', 'held-decided', 2, [
      'No held postings',
      'Each held posting of the period is approved or rejected.',
    ]),
    bound('in-flight-settled', 'Postings', 'in-flight-settled', 2, [
      'Nothing on its way or unknown',
      'Every posting of the period is posted, or its outcome has been looked up.',
    ]),
    manual(
      'cut-off-review',
      'Postings',
      2,
      ['exceptions-cleared'],
      [
        'Cut-off reviewed',
        'Documents dated around the period’s end are in the right period. Evidence: the list that was looked through.',
      ],
    ),
    bound('reconciliation-current', 'Reconciliation', 'reconciliation-current', 3, [
      'Reconciled after the last change',
      'The newest run has seen every document of the period.',
    ]),
    bound('receivables-tied', 'Reconciliation', 'receivables-tied', 3, [
      'Receivables tie out',
      'Billing against the ERP’s receivables, within the threshold in each currency.',
    ]),
    bound('cash-tied', 'Reconciliation', 'cash-tied', 3, [
      'Cash ties out',
      'Payments and refunds against the ERP’s cash, within the threshold in each currency.',
    ]),
    bound('recurring-tied', 'Reconciliation', 'recurring-tied', 3, [
      'Recurring revenue ties out',
      'The CRM’s signed contracts against billing’s live subscriptions.',
    ]),
    manual(
      'movement-explained',
      'Review',
      4,
      ['receivables-tied', 'cash-tied'],
      [
        'Movement against the prior period explained',
        'Changes of receivables and cash above the entity’s materiality have a reason in the notes.',
      ],
    ),
    bound('journal-verified', 'Review', 'journal-verified', 4, [
      'Journal verified',
      'Chain, projections and anchor were proved after the reconciliation last found something new.',
    ]),
  ],
};
