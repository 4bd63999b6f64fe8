export interface VerdictFacts {
  readonly period: string;
  readonly isEmpty: boolean;
  readonly isClosed: boolean;
  readonly isReconciled: boolean;
  /** What is in the way, worst first, as counted nouns: "4 missing mappings". */
  readonly blockers: readonly string[];
  readonly daysToClose: number;
}

const numbers = [
  'No',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
] as const;

/** One sentence about whether a period can be signed off. */
export function verdictOf(facts: VerdictFacts): string {
  const { blockers } = facts;
  if (facts.isEmpty) return 'Nothing has been read yet: run a sync to see where the period stands.';
  if (facts.isClosed && blockers.length === 0) return 'The period is closed and nothing is open against it.';
  if (blockers.length === 0) {
    return facts.isReconciled
      ? 'Nothing blocks sign-off: every figure ties out.'
      : 'Nothing waits, but the period has not been reconciled yet.';
  }
  const many = numbers[blockers.length] ?? String(blockers.length);
  const verb = blockers.length === 1 ? 'thing blocks' : 'things block';
  const named = blockers.slice(0, 3);
  const rest = blockers.length - named.length;
  const list = rest > 0 ? [...named, `${rest} more`] : named;
  return `${many} ${verb} sign-off: ${inSeries(list)}.`;
}

/** "a", "a and b", "a, b and c". */
function inSeries(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** "1 break", "4 breaks". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
