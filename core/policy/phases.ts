import { err, ok, type Failure, type Result } from '../base/result.ts';

/**
 * How far a flow is switched on. observe: read only. shadow: postings are made and kept, never sent. hold-all: each one
 * waits for a person. post: what no rule holds goes out.
 */
export const phases = ['observe', 'shadow', 'hold-all', 'post'] as const;

export type Phase = (typeof phases)[number];

/** Flows in the order of roll-out: a later stage does not write before the earlier ones do. */
export const rollOut = [
  ['customer-to-billing'],
  ['order-to-subscription', 'crm-write-back'],
  ['invoice-to-erp'],
  ['payment-to-erp', 'refund-to-erp'],
  ['credit-to-erp'],
] as const;

export type Flow = (typeof rollOut)[number][number];

export const flows: readonly Flow[] = rollOut.flat();

/** A flow that nobody switched on only observes. */
export const initialPhase: Phase = 'observe';

export type PhaseFailure = Failure<
  | 'FLOW_UNKNOWN'
  | 'PHASE_UNKNOWN'
  | 'PHASE_UNCHANGED'
  | 'PHASE_SKIPPED'
  | 'PHASE_OUT_OF_ORDER'
  | 'PHASE_NOT_GREEN'
>;

export interface PhaseFacts {
  readonly phaseOf: (flow: Flow) => Phase;
  /** Whether the flow's figures agree well enough for the next one to build on it. */
  readonly isGreen: (flow: Flow) => boolean;
}

/** Whether both names are known. */
export function checkPhase(flow: Flow, to: Phase): Result<void, PhaseFailure> {
  if (!flows.includes(flow)) {
    return refuse('FLOW_UNKNOWN', `"${flow}" is not a flow.`, flow, `Use one of ${flows.join(', ')}.`);
  }
  if (!phases.includes(to)) {
    return refuse('PHASE_UNKNOWN', `"${to}" is not a phase.`, flow, `Use one of ${phases.join(', ')}.`);
  }
  return ok(undefined);
}

/**
 * Whether a flow may change its phase. Forward goes one step at a time, and into hold-all or post only when every flow
 * of an earlier stage is at least as far and green. Back is always possible.
 */
export function judgePhaseChange(flow: Flow, to: Phase, facts: PhaseFacts): Result<void, PhaseFailure> {
  const known = checkPhase(flow, to);
  if (!known.ok) return known;
  const from = facts.phaseOf(flow);
  const step = phases.indexOf(to) - phases.indexOf(from);
  if (step === 0) return refuse('PHASE_UNCHANGED', `${flow} is in phase ${to} already.`, flow, 'Do nothing.');
  if (step < 0) return ok(undefined);
  if (step > 1) {
    const next = phases[phases.indexOf(from) + 1] ?? to;
    return refuse('PHASE_SKIPPED', `${flow} cannot go from ${from} to ${to}.`, flow, `Go to ${next} first.`);
  }
  return to === 'shadow' ? ok(undefined) : judgeEarlierStages(flow, to, facts);
}

function judgeEarlierStages(flow: Flow, to: Phase, facts: PhaseFacts): Result<void, PhaseFailure> {
  const stage = rollOut.findIndex((members) => (members as readonly Flow[]).includes(flow));
  for (const earlier of rollOut.slice(0, stage).flat()) {
    if (phases.indexOf(facts.phaseOf(earlier)) < phases.indexOf(to)) {
      return refuse(
        'PHASE_OUT_OF_ORDER',
        `${earlier} comes before ${flow} and is only in phase ${facts.phaseOf(earlier)}.`,
        flow,
        `Bring ${earlier} to ${to} first.`,
      );
    }
    if (!facts.isGreen(earlier)) {
      return refuse(
        'PHASE_NOT_GREEN',
        `${earlier} comes before ${flow} and is not green.`,
        flow,
        `Clear its open exceptions and breaks first.`,
      );
    }
  }
  return ok(undefined);
}

function refuse(
  code: PhaseFailure['code'],
  message: string,
  where: string,
  fix: string,
): Result<never, PhaseFailure> {
  return err({ code, message, where, fix });
}
