import { err, ok, type Failure, type Result } from '../base/result.ts';
import type { CanonicalValue } from '../base/canonical-json.ts';

/** One event of an exception, as the journal holds it. */
export interface PastEvent {
  readonly seq: number;
  readonly type: string;
  readonly actor: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface UndoPlan {
  /** Event that says the opposite. */
  readonly what: 'assigned' | 'snoozed' | 'note-withdrawn' | 'reopened';
  readonly payload: { readonly [name: string]: CanonicalValue };
}

/**
 * What takes an action of a person back: the event before it of the same kind says what was there. Only one's own
 * action, only while nothing of the same kind that still stands came after it, and only once.
 */
export function planUndo(history: readonly PastEvent[], seq: number, by: string): Result<UndoPlan, Failure> {
  const done = history.find((event) => event.seq === seq);
  if (!done) return err(refused(seq, 'nothing of this exception has that place in the journal'));
  if (done.actor !== by) return err(refused(seq, `${done.actor} did it`));
  if (history.some(({ payload }) => payload['undoes'] === seq))
    return err(refused(seq, 'it is undone already'));
  const standing = stillStanding(history);
  const sameKind = standing.filter(({ type }) => type === done.type);
  const isLast = sameKind.at(-1)?.seq === seq;
  const before = sameKind.findLast((event) => event.seq < seq)?.payload;
  switch (done.type) {
    case 'exception.assigned':
      if (!isLast) return err(refused(seq, 'it was assigned again since'));
      return ok({ what: 'assigned', payload: { assignee: textIn(before, 'assignee'), undoes: seq } });
    case 'exception.snoozed':
      if (!isLast) return err(refused(seq, 'it was snoozed again since'));
      return ok({ what: 'snoozed', payload: { untilAt: textIn(before, 'untilAt'), undoes: seq } });
    case 'exception.noted':
      return ok({ what: 'note-withdrawn', payload: { undoes: seq } });
    case 'exception.dismissed':
      if (standing.at(-1)?.seq !== seq) return err(refused(seq, 'it moved since'));
      return ok({ what: 'reopened', payload: { undoes: seq } });
    default:
      return err(refused(seq, 'only assigning, snoozing, a note and a dismissal are undone'));
  }
}

/** Without what was undone, and without the events that undid it: as if neither had been. */
function stillStanding(history: readonly PastEvent[]): readonly PastEvent[] {
  const undone = new Set(history.map(({ payload }) => payload['undoes']));
  return history.filter(({ seq, payload }) => payload['undoes'] === undefined && !undone.has(seq));
}

function textIn(payload: PastEvent['payload'] | undefined, name: string): string | null {
  const value = payload?.[name];
  return typeof value === 'string' ? value : null;
}

export function raisedAgain(id: string): Failure {
  return {
    code: 'UNDO_REFUSED',
    message: `Exception ${id} was raised again since it was dismissed.`,
    where: id,
    fix: 'Work on the new one.',
  };
}

function refused(seq: number, why: string): Failure {
  return {
    code: 'UNDO_REFUSED',
    message: `Event ${seq} cannot be undone: ${why}.`,
    where: `event ${seq}`,
    fix: 'Look at the history and change it by hand.',
  };
}
