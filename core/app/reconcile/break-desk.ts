import type { WireBreak } from '#core/contract/reconciliation.ts';
import { err, ok, type Failure, type Result } from '#core/base/result.ts';
import { lastDayOf } from '#core/domain/day.ts';
import { type BreakRow, ReconciliationRepository } from '#core/storage/repositories/reconciliations.ts';
import type { Core } from '../create-core.ts';
import { isLocked } from './match-desk.ts';
import { breakNotFound, breakSettled, entityLocked } from './match-failure.ts';

export type BreakVerdict = 'explain' | 'accept' | 'reopen';

const verdicts = {
  explain: { type: 'reconciliation.break-explained', action: 'break.explain', state: 'explained' },
  accept: { type: 'reconciliation.break-accepted', action: 'break.accept', state: 'accepted' },
  reopen: { type: 'reconciliation.break-reopened', action: 'break.explain', state: 'open' },
} as const;

/** What a person says of a break, with a reason. It stays while the break stays the same, in later runs too. */
export function decideBreak(
  core: Core,
  about: { readonly period: string; readonly key: string },
  how: BreakVerdict,
  by: string,
  reason: string,
): Result<'explained' | 'accepted' | 'open', Failure> {
  const { period, key } = about;
  const reconciliations = new ReconciliationRepository(core.store);
  return core.store.transact(() => {
    const found = reconciliations.breakByKey(period, key);
    if (!found) return err(breakNotFound(key));
    if (found.state === 'matched') return err(breakSettled(key));
    const { legal_entity: legalEntity } = found;
    const entities = entitiesOf(found);
    const { type, action, state } = verdicts[how];
    const locked = entities.find((entity) => entity !== null && isLocked(core, entity, period));
    if (locked) return err(entityLocked(locked, period));
    for (const entity of entities) {
      const allowed = core.people.gate({ actor: by, action, legalEntity: entity, subject: key });
      if (!allowed.ok) return allowed;
    }
    const aggregateId = `break:${key}`;
    const version = core.journal.nextVersion(aggregateId);
    core.recorder.recordAll([
      {
        type,
        aggregateId,
        aggregateVersion: version,
        idempotencyKey: `${aggregateId}/${version}`,
        correlationId: `reconciliation:${period}`,
        actor: by,
        effectiveOn: lastDayOf(period),
        legalEntity,
        payload: {
          period,
          breakKey: key,
          class: found.class,
          difference: { currency: found.currency, minor: String(found.amount_minor) },
          reason,
        },
      },
    ]);
    return ok(state);
  });
}

/** Whose difference it is: its own entity's, and every other's to whose scopes it adds. */
function entitiesOf({ legal_entity: legalEntity, body }: BreakRow): (string | null)[] {
  const { contributions = [] } = JSON.parse(body) as WireBreak;
  return [...new Set([legalEntity, ...contributions.map((part) => part.legalEntity)])];
}
