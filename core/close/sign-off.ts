import { err, ok, type Failure, type Result } from '../base/result.ts';
import type { ChecklistTask } from './checklist.ts';

export type SignOffState = 'none' | 'prepared' | 'signed' | 'suspended';
export type SignOffAct = 'prepare' | 'sign';

export type SignOffFailure = Failure<'EVIDENCE_MOVED' | 'SIGN_OFF_NOT_READY' | 'SIGN_OFF_STATE_WRONG'>;

export interface SignOffQuestion {
  readonly act: SignOffAct;
  readonly state: SignOffState;
  /** The evidence the person looked at, and what it is now. */
  readonly seenHash: string;
  readonly presentHash: string;
  /** The evidence that the first person signed; null while nobody did. */
  readonly preparedHash: string | null;
  readonly tasks: readonly ChecklistTask[];
  readonly where: string;
}

/** Whether the next signature may be put under the evidence. Who may is the gate's question: never the preparer again. */
export function judgeSignOff(question: SignOffQuestion): Result<void, SignOffFailure> {
  const { act, state, seenHash, presentHash, preparedHash, tasks, where } = question;
  const wanted = act === 'prepare' ? ['none', 'suspended'] : ['prepared'];
  if (!wanted.includes(state)) {
    return err({
      code: 'SIGN_OFF_STATE_WRONG',
      message: stateMessages[state],
      where,
      fix: act === 'sign' ? 'Have it prepared first.' : 'Nothing is to be prepared.',
    });
  }
  const open = tasks.filter(({ isDone }) => !isDone);
  if (open.length > 0) {
    const names = open.slice(0, 3).map(({ template }) => template.title);
    return err({
      code: 'SIGN_OFF_NOT_READY',
      message: `${open.length} of ${tasks.length} tasks are open: ${names.join('; ')}${open.length > 3 ? ' …' : ''}`,
      where,
      fix: 'Finish the checklist; bound tasks close by themselves when their condition holds.',
    });
  }
  if (seenHash !== presentHash) {
    return err({
      code: 'EVIDENCE_MOVED',
      message: 'The evidence moved since it was shown.',
      where,
      fix: 'Look at the figures again, then sign.',
    });
  }
  if (act === 'sign' && preparedHash !== presentHash) {
    return err({
      code: 'EVIDENCE_MOVED',
      message: 'The evidence moved since the sign-off was prepared: both signatures are under the same.',
      where,
      fix: 'Have it prepared again over the figures as they are, then sign.',
    });
  }
  return ok(undefined);
}

const stateMessages: Readonly<Record<SignOffState, string>> = {
  none: 'Nobody prepared the sign-off yet.',
  prepared: 'It is prepared and waits for a second person.',
  signed: 'It is signed off already.',
  suspended: 'It is suspended: it has to be prepared again.',
};

/** A sign-off, prepared or signed, that no longer says what is so. */
export function isOvertaken(state: SignOffState, boundHash: string, presentHash: string): boolean {
  return (state === 'prepared' || state === 'signed') && boundHash !== presentHash;
}
