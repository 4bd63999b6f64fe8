import { AssertionError } from '../base/assert.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import type { RecordedEvent } from '../journal/event.ts';
import type { Projector } from '../journal/projection.ts';
import { PolicyRepository } from '../storage/repositories/policy.ts';
import type { Store } from '../storage/store.ts';
import type {
  CircuitPayload,
  PeriodPayload,
  PhaseChangedPayload,
  PolicyChangedPayload,
} from './policy-event.ts';

/** Follows `policy.*`, `flow.*` and `period.*`. */
export function createPolicyProjector(store: Store): Projector {
  const policy = new PolicyRepository(store);
  return {
    name: 'policy',
    tables: ['settings', 'flow_phases', 'period_controls', 'circuits'],
    handles: ['policy.', 'flow.', 'period.'],
    apply: (event) => apply(policy, event),
  };
}

function apply(policy: PolicyRepository, event: RecordedEvent): void {
  const [area] = event.type.split('.');
  const about = { version: event.aggregateVersion, changed_by: event.actor, seq: event.seq };
  if (event.type === 'policy.changed') {
    const { name, value } = payloadOf<PolicyChangedPayload>(event);
    policy.saveSetting({ name, value: canonicalJson(value), ...about });
  } else if (event.type === 'flow.phase-changed') {
    const { flow, to } = payloadOf<PhaseChangedPayload>(event);
    policy.savePhase({ flow, phase: to, ...about });
  } else if (event.type === 'flow.circuit-tripped' || event.type === 'flow.circuit-reset') {
    const { flow, entity, reason } = payloadOf<CircuitPayload>(event);
    const is_tripped = event.type === 'flow.circuit-tripped' ? 1 : 0;
    policy.saveCircuit({
      flow,
      legal_entity: entity,
      is_tripped,
      reason,
      changed_at: event.recordedAt,
      ...about,
    });
  } else if (area === 'period') {
    const { entity, period, state } = payloadOf<PeriodPayload>(event);
    const reopen_requested_by = event.type === 'period.reopen-requested' ? event.actor : null;
    policy.savePeriod({ legal_entity: entity, period, state, reopen_requested_by, ...about });
  } else {
    throw new AssertionError(`no projection of ${event.type}`);
  }
}

function payloadOf<Payload>(event: RecordedEvent): Payload {
  return event.payload as unknown as Payload;
}
