import { isDay } from '../domain/day.ts';

const daysKept = 4_000;
const known = new Set<unknown>();

/** Whether a value is a day. There are few different ones in a journal, so an answer is kept: asking costs more than writing. */
export function isKnownDay(value: unknown): boolean {
  if (known.has(value)) return true;
  if (typeof value !== 'string' || !isDay(value)) return false;
  if (known.size === daysKept) known.clear();
  known.add(value);
  return true;
}
