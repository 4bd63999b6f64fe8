import { err, ok, type Failure, type Result } from '../base/result.ts';
import type { PeriodControl } from './period-state.ts';
import type { Action } from './permissions.ts';

/** What people do to a period. `open` ends a soft close; `request-reopen` and `reopen` are two people's. */
export type PeriodMove = 'soft-close' | 'close' | 'open' | 'request-reopen' | 'reopen';

export type PeriodMoveFailure = Failure<'PERIOD_MOVE_REFUSED'>;

interface Judged {
  readonly action: Action;
  readonly event: string;
  /** State afterwards. */
  readonly state: PeriodControl;
  /** Who must not be behind it. */
  readonly excluded: readonly string[];
}

/**
 * What a move takes and leads to. A request to reopen is allowed in any state: the ERP may have closed a period that is
 * open here, and the second person's answer is what people rely on when they open it there.
 */
export function judgePeriodMove(
  move: PeriodMove,
  state: PeriodControl,
  requestedBy: string | null,
): Result<Judged, PeriodMoveFailure> {
  switch (move) {
    case 'soft-close':
      if (state !== 'open')
        return refuse(`The period is ${state}.`, 'Only an open period goes into soft close.');
      return ok({
        action: 'period.soft-close',
        event: 'period.soft-closed',
        state: 'soft-close',
        excluded: [],
      });
    case 'close':
      if (state === 'closed') return refuse('The period is closed already.', 'Do nothing.');
      return ok({ action: 'period.close', event: 'period.closed', state: 'closed', excluded: [] });
    case 'open':
      if (state === 'closed')
        return refuse('The period is closed.', 'Request to reopen it; a second person answers.');
      if (state === 'open') return refuse('The period is open already.', 'Do nothing.');
      return ok({ action: 'period.soft-close', event: 'period.opened', state: 'open', excluded: [] });
    case 'request-reopen':
      if (requestedBy !== null)
        return refuse(`${requestedBy} requested it already.`, 'Have a second person answer.');
      return ok({ action: 'period.request-reopen', event: 'period.reopen-requested', state, excluded: [] });
    case 'reopen':
      if (requestedBy === null) return refuse('Nobody requested to reopen it.', 'Request it first.');
      return ok({
        action: 'period.reopen',
        event: 'period.reopened',
        state: 'open',
        excluded: [requestedBy],
      });
  }
}

function refuse(message: string, fix: string): Result<never, PeriodMoveFailure> {
  return err({ code: 'PERIOD_MOVE_REFUSED', message, where: 'period', fix });
}
