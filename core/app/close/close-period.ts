import { err, type Failure, ok, type Result } from '#core/base/result.ts';
import type { ClosePlace } from '#core/close/close-desk.ts';
import type { PeriodMove } from '#core/policy/period-move.ts';
import { PolicyRepository } from '#core/storage/repositories/policy.ts';
import type { Core } from '../create-core.ts';
import { closeFacts, closingEntities } from './close-facts.ts';
import { watchStarted } from './watch-started.ts';

/**
 * Moves a period as people ask for it, whatever door they come through: closing takes the sign-off in force of every legal
 * entity that it concerns. An empty legal entity stands for all of them.
 */
export function movePeriodOf(
  core: Core,
  move: PeriodMove,
  place: ClosePlace,
  by: string,
  reason: string,
): Result<void, Failure> {
  const known = mayBeMoved(core, place);
  if (!known.ok) return known;
  if (move === 'close') {
    // What happened since anybody looked counts: a sign-off that it overtakes is none.
    watchStarted(core, place.period);
    const signed = isSignedOff(core, place);
    if (!signed.ok) return signed;
  }
  return core.policy.movePeriod(move, place, by, reason);
}

/** Whether there is such a legal entity. One whose mapping went since its period was moved can still be moved back. */
function mayBeMoved(core: Core, { legalEntity }: ClosePlace): Result<void, Failure> {
  const entities = closingEntities(core);
  const isMoved = () =>
    new PolicyRepository(core.store).periods().some((row) => row.legal_entity === legalEntity);
  if (legalEntity === '' || entities.includes(legalEntity) || isMoved()) return ok(undefined);
  return err({
    code: 'LEGAL_ENTITY_UNKNOWN',
    message: `There is no legal entity ${legalEntity}.`,
    where: 'legalEntity',
    fix:
      entities.length === 0
        ? 'Map the legal entity to a subsidiary of the ERP first.'
        : `Use one of ${entities.join(', ')}.`,
  });
}

function isSignedOff(core: Core, { legalEntity, period }: ClosePlace): Result<void, Failure> {
  const asked = legalEntity === '' ? closingEntities(core) : [legalEntity];
  const missing = asked.flatMap((entity) => {
    const { signOff, evidenceHash } = core.closes.standing(closeFacts(core, entity, period));
    if (signOff?.state !== 'signed') {
      return [`The sign-off of ${entity} ${period} is ${signOff?.state ?? 'missing'}.`];
    }
    return signOff.evidence_hash === evidenceHash
      ? []
      : [`The sign-off of ${entity} ${period} waits: documents changed after its run; reconcile again.`];
  });
  if (asked.length > 0 && missing.length === 0) return ok(undefined);
  return err({
    code: 'SIGN_OFF_STATE_WRONG',
    message: missing.length > 0 ? missing.join(' ') : `No legal entity has signed ${period} off.`,
    where: `close ${legalEntity === '' ? 'of every legal entity' : legalEntity} ${period}`,
    fix: 'Have two people sign the period off, then close it.',
  });
}
