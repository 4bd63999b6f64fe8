import { createIds } from '../base/ids.ts';
import { ManualClock } from '../base/manual-clock.ts';
import { seededRandom } from '../base/random.ts';
import type { AccountingPeriod } from '../domain/ledger.ts';
import { money } from '../domain/money.ts';
import { Journal } from '../journal/journal.ts';
import { Recorder } from '../journal/projection.ts';
import { openStore } from '../storage/store.ts';
import type { PostingDecision } from './decision.ts';
import { signDecision } from './decision.ts';
import type { DecidablePosting, JudgementFacts } from './judge-decision.ts';
import { keysFromSeed } from './keys.ts';
import { type Limits, noLimits } from './limits.ts';
import { createPeopleProjector } from './people-projector.ts';
import { PeopleDesk } from './people-desk.ts';
import { createPeople, type Delegation, type Person } from './people.ts';
import type { Role } from './permissions.ts';
import { PolicyDesk } from './policy-desk.ts';
import { createPolicyProjector } from './policy-projector.ts';

export function keysOf(name: string) {
  return keysFromSeed(seededRandom(name).bytes(32));
}

export function person(id: string, roles: readonly Role[], change: Partial<Person> = {}): Person {
  return {
    id,
    name: id,
    email: `${id}@example.com`,
    publicKey: keysOf(id).publicKey,
    isActive: true,
    roles,
    limits: noLimits,
    ...change,
  };
}

/** A month of the ERP's calendar. */
export function erpMonth(period: string, state: AccountingPeriod['state']): AccountingPeriod {
  const days = new Date(Date.UTC(Number(period.slice(0, 4)), Number(period.slice(5)), 0)).getUTCDate();
  return {
    kind: 'accounting-period',
    name: period,
    startOn: `${period}-01`,
    endOn: `${period}-${days}`,
    state,
    isPosting: true,
  };
}

/** People and policy over a database in memory: ada administers, cora controls, ben and olga approve. */
export function controlWorkspace() {
  const opened = openStore(':memory:');
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  store.sqlite
    .prepare("INSERT INTO workspace (one, workspace_id, created_at, settings) VALUES (1, 'ws', '', '{}')")
    .run();
  const clock = new ManualClock(Date.parse('2026-03-10T09:00:00.000Z'));
  const ids = createIds(clock, seededRandom(7));
  const journal = new Journal(store, clock, 0);
  const recorder = new Recorder(store, journal, [createPeopleProjector(store), createPolicyProjector(store)]);
  const erp = {
    periods: ['2026-01', '2026-02', '2026-03', '2026-04'].map((period) => erpMonth(period, 'open')),
  };
  const red = new Set<string>();
  const people: PeopleDesk = new PeopleDesk({
    store,
    recorder,
    clock,
    ids,
    roleLimits: () => policy.policy().roleLimits,
  });
  const policy: PolicyDesk = new PolicyDesk({
    store,
    recorder,
    clock,
    gate: (request) => people.gate(request),
    erpPeriods: () => erp.periods,
    isGreen: (flow) => !red.has(flow),
  });
  const draft = (id: string, roles: readonly Role[], limits?: Limits) => ({
    id,
    name: id,
    email: `${id}@example.com`,
    publicKey: keysOf(id).publicKey,
    roles,
    ...(limits ? { limits } : {}),
  });
  const set = people.initialise(
    [
      draft('ada', ['administrator']),
      draft('adam', ['administrator']),
      draft('cora', ['controller']),
      draft('carl', ['controller']),
      draft('ben', ['billing-operations']),
      draft('olga', ['approver']),
      draft('mia', ['mapping-editor']),
      draft('hugo', ['auditor']),
    ],
    'set-up',
  );
  if (!set.ok) throw new Error(set.error.message);
  return { store, clock, ids, journal, recorder, people, policy, erp, red, draft };
}

export const posting: DecidablePosting = {
  id: 'pst_1',
  revision: 2,
  payloadHash: 'aa',
  mappingVersion: 'm1',
  period: '2026-03',
  legalEntity: 'NW-US',
  amount: money(5_000_00, 'USD'),
  state: 'HELD',
  preparedBy: 'tieout:workflow',
  seq: 40,
};

export const decision: PostingDecision = {
  workspaceId: 'ws',
  postingId: 'pst_1',
  revision: 2,
  payloadHash: 'aa',
  mappingVersion: 'm1',
  period: '2026-03',
  decision: 'approve',
  reason: 'agreed',
  decidedBy: 'olga',
  nonce: 'n1',
  journalHeadSeq: 41,
  journalHeadHash: 'hash-41',
};

export function signed(change: Partial<PostingDecision> = {}, signer?: string) {
  const made = { ...decision, ...change };
  const signature = signDecision(made, keysOf(signer ?? made.decidedBy).privateKeyPem);
  if (!signature.ok) throw new Error(signature.error.message);
  return { decision: made, signature: signature.value };
}

export function facts(
  persons: readonly Person[],
  change: Partial<JudgementFacts> = {},
  delegations: readonly Delegation[] = [],
): JudgementFacts {
  return {
    workspaceId: 'ws',
    posting,
    contributors: [],
    approvedTodayMinor: 0n,
    earlierDecision: null,
    isNonceUsed: false,
    periodState: 'open',
    roleLimits: {},
    nowAt: '2026-03-10T09:00:00.000Z',
    journalHashAt: (seq) => `hash-${seq}`,
    people: createPeople(persons, delegations),
    ...change,
  };
}

/** The code of a failure, or "ok". */
export function code(result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string {
  return result.ok ? 'ok' : (result.error?.code ?? 'no code');
}
