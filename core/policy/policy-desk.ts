import { canonicalJson, type CanonicalValue } from '../base/canonical-json.ts';
import type { Clock } from '../base/clock.ts';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import { type Day, dayOfEpochMs, isPeriod, lastDayOf, type Period } from '../domain/day.ts';
import type { AccountingPeriod } from '../domain/ledger.ts';
import { toWire } from '../domain/wire.ts';
import type { EventDraft } from '../journal/event.ts';
import type { Recorder } from '../journal/projection.ts';
import type { Store } from '../storage/store.ts';
import type { AuthorityFailure } from './authority.ts';
import { judgeCircuit, type Send, type SendWindow } from './circuit-breaker.ts';
import { type HoldFacts, type HoldReason, holdReasonsOf } from './hold-rules.ts';
import type { GateRequest } from './people-desk.ts';
import { earliestOpenDay, placeDocument, type Placement, periodStateOn } from './period-control.ts';
import { judgePeriodMove, type PeriodMove, type PeriodMoveFailure } from './period-move.ts';
import type { PeriodState } from './period-state.ts';
import { checkPhase, type Flow, flows, judgePhaseChange, type Phase, type PhaseFailure } from './phases.ts';
import type {
  CircuitPayload,
  PeriodPayload,
  PhaseChangedPayload,
  PolicyChangedPayload,
} from './policy-event.ts';
import {
  parseSetting,
  type Policy,
  type PolicyFailure as SettingFailure,
  type SettingName,
} from './policy-settings.ts';
import { createPolicyState, type PolicyState } from './policy-state-store.ts';

export interface PolicyDeskPorts {
  readonly store: Store;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly gate: (request: GateRequest) => Result<unknown, AuthorityFailure>;
  readonly erpPeriods: () => readonly AccountingPeriod[];
  /** Whether a flow's figures agree well enough for the next one to build on it. */
  readonly isGreen: (flow: Flow) => boolean;
}

export type PolicyFailure =
  | AuthorityFailure
  | SettingFailure
  | PhaseFailure
  | PeriodMoveFailure
  | Failure<
      | 'POLICY_REASON_MISSING'
      | 'POLICY_EXISTS'
      | 'POLICY_UNCHANGED'
      | 'CIRCUIT_NOT_TRIPPED'
      | 'PERIOD_INVALID'
    >;

const initialiser = 'tieout:init';
const limiter = 'tieout:policy';

/** Where policy, phases, periods and tripped limits are read and changed. Every change needs the right and a reason. */
export class PolicyDesk {
  readonly #ports: PolicyDeskPorts;
  readonly #state: () => PolicyState;

  constructor(ports: PolicyDeskPorts) {
    this.#ports = ports;
    this.#state = createPolicyState(ports.store, ports.recorder);
  }

  policy(): Policy {
    return this.#state().policy;
  }

  phase(flow: Flow): Phase {
    return this.#state().phaseOf(flow);
  }

  goLiveOn(): Day | null {
    return this.policy().goLiveOn;
  }

  /** State of the accounting period that a day lies in, for one legal entity: the ERP's word and ours. */
  periodState(legalEntity: string, on: Day): PeriodState {
    return periodStateOn(this.#periodFacts(), legalEntity, on);
  }

  earliestOpenDay(legalEntity: string, on: Day): Day | null {
    return earliestOpenDay(this.#periodFacts(), legalEntity, on);
  }

  /** Whether a document dated in a closed period moves; one whose period may be reopened on request is held. */
  closedPeriodRule(flow: Flow): 'hold' | 'earliest-open' {
    return this.policy().closedPeriods[flow] === 'earliest-open' ? 'earliest-open' : 'hold';
  }

  placeDocument(flow: Flow, legalEntity: string, on: Day): Placement {
    const rule = this.policy().closedPeriods[flow] ?? 'hold';
    return placeDocument(this.#periodFacts(), { legalEntity, on, rule });
  }

  /** The period that is frozen for its close now and concerns a legal entity ('' any), or null. */
  frozenPeriod(legalEntity: string): Period | null {
    return this.#state().frozenPeriod(legalEntity);
  }

  /** Every reason to hold a posting, now. */
  holdReasons(facts: HoldFacts): readonly HoldReason[] {
    return holdReasonsOf(
      facts,
      {
        phase: this.phase(facts.flow),
        periodState: this.periodState(facts.legalEntity, facts.postedOn ?? lastDayOf(facts.period)),
        circuitReason: this.circuitReason(facts.flow, facts.legalEntity),
      },
      this.policy(),
    );
  }

  /** Why nothing leaves for a flow and entity until a person resets it, or null. */
  circuitReason(flow: string, legalEntity: string): string | null {
    const circuit = this.#state().circuit(flow, legalEntity);
    return circuit?.is_tripped === 1 ? circuit.reason : null;
  }

  circuits(): readonly { readonly flow: string; readonly legalEntity: string; readonly reason: string }[] {
    return this.#state()
      .circuits()
      .filter(({ is_tripped }) => is_tripped === 1)
      .map(({ flow, legal_entity: legalEntity, reason }) => ({ flow, legalEntity, reason }));
  }

  /** Lets one more send through the hourly limits, or trips them. The window is told of it when it may go. */
  passCircuit(candidate: Send, window: SendWindow): Result<void, Failure<'CIRCUIT_OPEN'>> {
    const { flow, legalEntity, atMs } = candidate;
    const circuit = this.#state().circuit(flow, legalEntity);
    const tripped = this.circuitReason(flow, legalEntity);
    const resetAtMs = circuit && tripped === null ? Date.parse(circuit.changed_at) : null;
    const totals = window.totals(flow, legalEntity, atMs, resetAtMs);
    const isCounted = window.counts(candidate.postingId);
    const why = tripped ?? (isCounted ? null : judgeCircuit(this.policy().circuitLimits, totals, candidate));
    if (why === null) {
      window.add(candidate);
      return ok(undefined);
    }
    if (tripped === null) {
      const payload: CircuitPayload = { flow, entity: legalEntity, reason: why };
      this.#append(
        circuitId(flow, legalEntity),
        'flow.circuit-tripped',
        { ...payload },
        limiter,
        legalEntity,
      );
    }
    return err({
      code: 'CIRCUIT_OPEN',
      message: why,
      where: `${flow} ${legalEntity}`,
      fix: 'Check the volume, then have a controller reset the limit.',
    });
  }

  resetCircuit(flow: string, legalEntity: string, by: string, reason: string): Result<void, PolicyFailure> {
    return this.#change({ actor: by, action: 'circuit.reset', legalEntity, subject: flow }, reason, () => {
      if (this.circuitReason(flow, legalEntity) === null) {
        return fail('CIRCUIT_NOT_TRIPPED', `No limit holds ${flow} of ${legalEntity}.`, flow, 'Do nothing.');
      }
      const payload: CircuitPayload = { flow, entity: legalEntity, reason };
      this.#append(circuitId(flow, legalEntity), 'flow.circuit-reset', { ...payload }, by, legalEntity);
      return ok(undefined);
    });
  }

  /** The first settings and phases of a workspace; afterwards only people change them, one by one. */
  initialise(
    initial: {
      readonly settings?: Readonly<Partial<Record<SettingName, unknown>>>;
      readonly phases?: Readonly<Partial<Record<Flow, Phase>>>;
    },
    reason: string,
  ): Result<void, PolicyFailure> {
    return this.#ports.store.transact(() => {
      if (!this.#state().isEmpty) {
        return fail(
          'POLICY_EXISTS',
          'The workspace has a policy already.',
          'policy',
          'Change it step by step.',
        );
      }
      const drafts: { name: SettingName; value: unknown }[] = [];
      for (const [name, value] of Object.entries(initial.settings ?? {}) as [SettingName, unknown][]) {
        const parsed = parseSetting(name, value);
        if (!parsed.ok) return parsed;
        drafts.push({ name, value: parsed.value });
      }
      const phases = Object.entries(initial.phases ?? {}) as [Flow, Phase][];
      for (const [flow, to] of phases) {
        const known = checkPhase(flow, to);
        if (!known.ok) return known;
      }
      for (const { name, value } of drafts) this.#appendSetting(name, value, initialiser, reason);
      for (const [flow, to] of phases) this.#appendPhase(flow, to, initialiser, reason);
      return ok(undefined);
    });
  }

  changePolicy(name: SettingName, value: unknown, by: string, reason: string): Result<void, PolicyFailure> {
    const request = { actor: by, action: 'policy.change', legalEntity: '', subject: name } as const;
    return this.#change(request, reason, () => {
      const parsed = parseSetting(name, value);
      if (!parsed.ok) return parsed;
      if (canonicalJson(toWire(parsed.value)) === canonicalJson(toWire(this.policy()[name]))) {
        return fail('POLICY_UNCHANGED', `The setting ${name} is so already.`, name, 'Do nothing.');
      }
      this.#appendSetting(name, parsed.value, by, reason);
      return ok(undefined);
    });
  }

  changePhase(flow: Flow, to: Phase, by: string, reason: string): Result<void, PolicyFailure> {
    const request = { actor: by, action: 'flow.change-phase', legalEntity: '', subject: flow } as const;
    return this.#change(request, reason, () => {
      const { isGreen } = this.#ports;
      const judged = judgePhaseChange(flow, to, { phaseOf: (other) => this.phase(other), isGreen });
      if (!judged.ok) return judged;
      this.#appendPhase(flow, to, by, reason);
      return ok(undefined);
    });
  }

  phases(): readonly { readonly flow: Flow; readonly phase: Phase }[] {
    return flows.map((flow) => ({ flow, phase: this.phase(flow) }));
  }

  /** Moves our own word on a period ('' is every entity). A closed one opens again only by two people. */
  movePeriod(
    move: PeriodMove,
    where: { readonly legalEntity: string; readonly period: Period },
    by: string,
    reason: string,
  ): Result<void, PolicyFailure> {
    const { legalEntity, period } = where;
    if (!isPeriod(period)) {
      return fail('PERIOD_INVALID', `"${period}" is not a period.`, 'period', 'Write it as YYYY-MM.');
    }
    const row = this.#state().periodRow(legalEntity, period);
    const judged = judgePeriodMove(move, row?.state ?? 'open', row?.reopen_requested_by ?? null);
    if (!judged.ok) return judged;
    const { action, event, state, excluded } = judged.value;
    const request = { actor: by, action, legalEntity, excluded, subject: `${legalEntity} ${period}` };
    return this.#change(request, reason, () => {
      const payload: PeriodPayload = { entity: legalEntity, period, state, reason };
      this.#append(`period:${legalEntity}:${period}`, event, { ...payload }, by, legalEntity);
      return ok(undefined);
    });
  }

  #change(
    request: GateRequest,
    reason: string,
    apply: () => Result<void, PolicyFailure>,
  ): Result<void, PolicyFailure> {
    if (reason.trim() === '') {
      return fail(
        'POLICY_REASON_MISSING',
        'A change of policy needs a reason.',
        'reason',
        'Say in a sentence why.',
      );
    }
    return this.#ports.store.transact(() => {
      const allowed = this.#ports.gate(request);
      return allowed.ok ? apply() : allowed;
    });
  }

  #periodFacts() {
    const state = this.#state();
    return { erpPeriods: this.#ports.erpPeriods(), controlOf: state.controlOf };
  }

  #appendSetting(name: SettingName, value: unknown, by: string, reason: string): void {
    const payload: PolicyChangedPayload = { name, value: toWire(value), reason };
    this.#append(`policy:${name}`, 'policy.changed', { ...payload }, by, '');
  }

  #appendPhase(flow: Flow, to: Phase, by: string, reason: string): void {
    const payload: PhaseChangedPayload = { flow, from: this.phase(flow), to, reason };
    this.#append(`flow:${flow}`, 'flow.phase-changed', { ...payload }, by, '');
  }

  #append(
    id: string,
    type: string,
    payload: { readonly [key: string]: CanonicalValue | undefined },
    actor: string,
    legalEntity: string,
  ): void {
    const { recorder, clock } = this.#ports;
    const version = recorder.journal.nextVersion(id);
    const draft: EventDraft = {
      type,
      aggregateId: id,
      aggregateVersion: version,
      idempotencyKey: `${id}/${version}`,
      correlationId: id,
      actor,
      effectiveOn: dayOfEpochMs(clock.now()),
      legalEntity: legalEntity === '' ? null : legalEntity,
      payload,
    };
    recorder.recordAll([draft]);
  }
}

function circuitId(flow: string, legalEntity: string): string {
  return `circuit:${flow}:${legalEntity}`;
}

function fail<Code extends string>(
  code: Code,
  message: string,
  where: string,
  fix: string,
): Result<never, Failure<Code>> {
  return err({ code, message, where, fix });
}
