import type { CanonicalValue } from '../base/canonical-json.ts';
import type { Period } from '../domain/day.ts';
import type { PeriodControl } from './period-state.ts';
import type { Phase } from './phases.ts';

/** Payload of `policy.changed`. */
export interface PolicyChangedPayload {
  readonly name: string;
  /** As it is read: amounts are digits. */
  readonly value: CanonicalValue;
  readonly reason: string;
}

/** Payload of `flow.phase-changed`. */
export interface PhaseChangedPayload {
  readonly flow: string;
  readonly from: Phase;
  readonly to: Phase;
  readonly reason: string;
}

/** Payload of `flow.circuit-tripped` and `flow.circuit-reset`. */
export interface CircuitPayload {
  readonly flow: string;
  readonly entity: string;
  readonly reason: string;
}

/** Payload of `period.soft-closed`, `.closed`, `.opened`, `.reopen-requested` and `.reopened`: the state afterwards. */
export interface PeriodPayload {
  readonly entity: string;
  readonly period: Period;
  readonly state: PeriodControl;
  readonly reason: string;
}
