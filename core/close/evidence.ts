import type { CloseFacts, Tally } from './facts.ts';
import type { ChecklistTask } from './checklist.ts';

/** One figure that a sign-off stands on. Money is digits of minor units with its currency. */
export interface Figure {
  /** Stable: figures of two moments are compared by it. */
  readonly key: string;
  readonly label: string;
  readonly count: number | null;
  readonly amount: { readonly currency: string; readonly minor: string } | null;
  readonly text: string | null;
}

export interface FigureDelta {
  readonly key: string;
  readonly label: string;
  readonly before: Figure | null;
  readonly after: Figure | null;
}

const scopeNames: Readonly<Record<string, string>> = {
  receivables: 'Receivables',
  cash: 'Cash',
  'recurring-revenue': 'Recurring revenue',
};

/** Everything that a sign-off says is so. It is the same text whenever the same is so: nothing of the clock is in it. */
export function evidenceOf(facts: CloseFacts, tasks: readonly ChecklistTask[]): readonly Figure[] {
  const figures: Figure[] = [];
  for (const scope of facts.scopes) {
    const name = `${scopeNames[scope.scope] ?? scope.scope} ${scope.currency}`;
    const key = `${scope.scope}.${scope.currency}`;
    const money = (minor: string) => ({ currency: scope.currency, minor });
    figures.push(
      figure(
        `${key}.left`,
        `${name}, ${scope.scope === 'recurring-revenue' ? 'CRM' : 'billing'}`,
        scope.leftCount,
        money(scope.leftMinor),
      ),
      figure(
        `${key}.right`,
        `${name}, ${scope.scope === 'recurring-revenue' ? 'billing' : 'ERP'}`,
        scope.rightCount,
        money(scope.rightMinor),
      ),
      figure(`${key}.difference`, `${name}, difference`, null, money(scope.differenceMinor)),
      figure(`${key}.open`, `${name}, not explained`, scope.openCount, money(scope.openMinor)),
      figure(`${key}.threshold`, `${name}, threshold`, null, money(scope.thresholdMinor)),
    );
  }
  figures.push(...tallied('exceptions', 'Open exceptions', facts.exceptions));
  figures.push(...tallied('held', 'Held postings', facts.held));
  figures.push(...tallied('in-flight', 'On their way or unknown', facts.inFlight));
  figures.push(...tallied('failed', 'Refused by the ERP', facts.failed));
  const done = tasks.filter(({ isDone }) => isDone);
  const state = tasks.map((task) => `${task.template.id} ${task.state} ${people(task)}`).join('\n');
  figures.push(
    { ...figure('checklist.done', 'Checklist tasks done', done.length, null) },
    { ...figure('checklist.state', 'Checklist', null, null), text: state },
    {
      ...figure('reconciliation', 'Reconciliation evidence', null, null),
      text: facts.run && !facts.run.isUndone ? facts.run.evidenceHash : 'none',
    },
    {
      ...figure('decisions', 'Decisions on breaks', facts.decisions.count, null),
      text: facts.decisions.hash,
    },
  );
  return figures;
}

function people({ record, condition }: ChecklistTask): string {
  return condition ? '' : `${record.preparedBy ?? '-'} ${record.reviewedBy ?? '-'}`;
}

function figure(key: string, label: string, count: number | null, amount: Figure['amount']): Figure {
  return { key, label, count, amount, text: null };
}

function tallied(key: string, label: string, { count, sums }: Tally): Figure[] {
  return [
    figure(key, label, count, null),
    ...sums.map((sum) => figure(`${key}.${sum.currency}`, `${label}, ${sum.currency}`, null, sum)),
  ];
}

/** Figures that are not what they were, in the order of the newer ones; those that are gone last. */
export function deltaOf(before: readonly Figure[], after: readonly Figure[]): readonly FigureDelta[] {
  const old = new Map(before.map((one) => [one.key, one]));
  const moved: FigureDelta[] = [];
  for (const one of after) {
    const other = old.get(one.key) ?? null;
    old.delete(one.key);
    if (!isSame(other, one)) moved.push({ key: one.key, label: one.label, before: other, after: one });
  }
  for (const one of old.values()) moved.push({ key: one.key, label: one.label, before: one, after: null });
  return moved;
}

function isSame(one: Figure | null, other: Figure): boolean {
  return (
    one !== null &&
    one.count === other.count &&
    one.text === other.text &&
    one.amount?.minor === other.amount?.minor &&
    one.amount?.currency === other.amount?.currency
  );
}

/** What moved in a sentence: figures of money and counts first, hashes only where nothing else tells. */
export function causeOf(delta: readonly FigureDelta[]): string {
  const telling = delta.filter(({ after, before }) => (after ?? before)?.text === null);
  const named = (telling.length > 0 ? telling : delta).map(({ label }) => label);
  const shown = named.slice(0, 3).join('; ');
  return named.length > 3 ? `Moved: ${shown}; and ${named.length - 3} more figures.` : `Moved: ${shown}.`;
}
