import type { Period } from '../domain/day.ts';
import type { Recorder } from '../journal/projection.ts';
import { type CircuitRow, type PeriodControlRow, PolicyRepository } from '../storage/repositories/policy.ts';
import type { Store } from '../storage/store.ts';
import type { PeriodControl } from './period-state.ts';
import { type Flow, initialPhase, type Phase } from './phases.ts';
import { defaultPolicy, parseSetting, type Policy, type SettingName } from './policy-settings.ts';
import { remembered } from './remembered.ts';

/** Everything that the policy area knows now. */
export interface PolicyState {
  readonly policy: Policy;
  readonly isEmpty: boolean;
  phaseOf(flow: Flow): Phase;
  /** Our own word on a period: the entity's and that for every entity (''), the stricter one. */
  readonly controlOf: (legalEntity: string, period: Period) => PeriodControl;
  periodRow(legalEntity: string, period: Period): PeriodControlRow | null;
  /** The earliest period in soft close that concerns a legal entity ('' any); null when there is none. */
  frozenPeriod(legalEntity: string): Period | null;
  circuit(flow: string, legalEntity: string): CircuitRow | null;
  circuits(): readonly CircuitRow[];
}

const strictness: readonly PeriodControl[] = ['open', 'soft-close', 'closed'];

export function createPolicyState(store: Store, recorder: Recorder): () => PolicyState {
  const repository = new PolicyRepository(store);
  return remembered(
    recorder,
    ['policy.', 'flow.', 'period.'],
    () => repository.lastSeq(),
    () => read(repository),
  );
}

function read(repository: PolicyRepository): PolicyState {
  const settings = repository.settings();
  const phases = new Map(repository.phases().map((row) => [row.flow, row.phase]));
  const periods = repository.periods();
  const byPeriod = new Map(periods.map((row) => [`${row.legal_entity}\n${row.period}`, row]));
  const circuits = repository.circuits();
  const periodRow = (legalEntity: string, period: Period) =>
    byPeriod.get(`${legalEntity}\n${period}`) ?? null;
  return {
    policy: policyOf(settings),
    isEmpty: settings.length === 0 && phases.size === 0,
    phaseOf: (flow) => phases.get(flow) ?? initialPhase,
    controlOf: (legalEntity, period) => {
      const states = [
        periodRow(legalEntity, period)?.state ?? 'open',
        periodRow('', period)?.state ?? 'open',
      ];
      return strictness[Math.max(...states.map((state) => strictness.indexOf(state)))] ?? 'closed';
    },
    periodRow,
    frozenPeriod: (legalEntity) =>
      periods
        .filter(({ state }) => state === 'soft-close')
        .filter((row) => legalEntity === '' || row.legal_entity === '' || row.legal_entity === legalEntity)
        .map(({ period }) => period)
        .sort()[0] ?? null,
    circuit: (flow, legalEntity) =>
      circuits.find((row) => row.flow === flow && row.legal_entity === legalEntity) ?? null,
    circuits: () => circuits,
  };
}

function policyOf(settings: readonly { readonly name: string; readonly value: string }[]): Policy {
  const changed = settings.map(({ name, value }) => {
    const parsed = parseSetting(name as SettingName, JSON.parse(value));
    // What the journal holds was checked when it was written; a reader that cannot read it must not go on with defaults.
    if (!parsed.ok) throw new Error(`policy setting ${name} is unreadable: ${parsed.error.message}`);
    return [name, parsed.value] as const;
  });
  return { ...defaultPolicy, ...(Object.fromEntries(changed) as Partial<Policy>) };
}
