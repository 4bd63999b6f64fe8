import type { ApiClient } from '#core/host/local-client.ts';
import type { Action } from '#core/policy/permissions.ts';

/** Procedures: the right that each takes, and a call that is well-formed but finds nothing. */
export type Calls = Readonly<
  Record<string, { readonly action: Action; readonly call: (client: ApiClient) => Promise<unknown> }>
>;

const reason = 'to see who may';
const decision = {
  workspaceId: 'ws',
  postingId: 'pst_none',
  revision: 1,
  payloadHash: 'hash',
  mappingVersion: '',
  period: '2026-09',
  decision: 'approve' as const,
  reason: '',
  decidedBy: 'maria',
  nonce: '0123456789abcdef',
  journalHeadSeq: 1,
  journalHeadHash: '0'.repeat(64),
};
const draft = {
  type: 'item' as const,
  sourceKey: 'X',
  target: { itemId: '1', revenueRule: 'ratable-daily' },
  validFromOn: '2026-09-01',
};
const shownPosting = { postingId: 'x', revision: 1, payloadHash: 'x', mappingVersion: 'x' };
const noLimits = { legalEntities: null, maxMinorByCurrency: null };

/** Those of syncing, deciding, mappings, people and policy. */
export const callsOfCore: Calls = {
  'changes.since': { action: 'workspace.read', call: (client) => client.changes.since.query({}) },
  'jobs.list': { action: 'workspace.read', call: (client) => client.jobs.list.query() },
  'jobs.start': {
    action: 'journal.verify',
    call: (client) => client.jobs.start.mutate({ kind: 'verify' }),
  },
  'jobs.cancel': { action: 'workspace.read', call: (client) => client.jobs.cancel.mutate({ id: 'x' }) },
  'jobs.result': { action: 'workspace.read', call: (client) => client.jobs.result.query({ id: 'x' }) },
  'jobs.dismiss': { action: 'workspace.read', call: (client) => client.jobs.dismiss.mutate({ id: 'x' }) },
  'sync.run': { action: 'sync.run', call: (client) => client.sync.run.mutate({}) },
  'sync.status': { action: 'workspace.read', call: (client) => client.sync.status.query() },
  'postings.list': { action: 'workspace.read', call: (client) => client.postings.list.query({}) },
  'postings.get': { action: 'workspace.read', call: (client) => client.postings.get.query({ id: 'x' }) },
  'postings.decide': {
    action: 'workspace.read',
    call: (client) => client.postings.decide.mutate({ decisions: [{ decision, signature: 'none' }] }),
  },
  'postings.counts': { action: 'workspace.read', call: (client) => client.postings.counts.query({}) },
  'postings.previewDecision': {
    action: 'workspace.read',
    call: (client) => client.postings.previewDecision.mutate({ items: [shownPosting], decision: 'approve' }),
  },
  'postings.decideHere': {
    action: 'workspace.read',
    call: (client) => client.postings.decideHere.mutate({ items: [shownPosting], decision: 'approve' }),
  },
  'postings.undoDecision': {
    action: 'workspace.read',
    call: (client) => client.postings.undoDecision.mutate({ postingIds: ['x'] }),
  },
  'postings.retry': {
    action: 'posting.replay',
    call: (client) => client.postings.retry.mutate({ ids: ['x'], reason }),
  },
  'exceptions.list': { action: 'workspace.read', call: (client) => client.exceptions.list.query({}) },
  'exceptions.counts': { action: 'workspace.read', call: (client) => client.exceptions.counts.query({}) },
  'exceptions.causes': { action: 'workspace.read', call: (client) => client.exceptions.causes.query({}) },
  'exceptions.get': { action: 'workspace.read', call: (client) => client.exceptions.get.query({ id: 'x' }) },
  'exceptions.source': {
    action: 'personal-data.read',
    call: (client) => client.exceptions.source.query({ id: 'x' }),
  },
  'exceptions.resolve': {
    action: 'workspace.read',
    call: (client) => client.exceptions.resolve.mutate({ ids: ['x'], how: 'fix', reason, confirm: true }),
  },
  'exceptions.retry': {
    action: 'exception.resolve',
    call: (client) => client.exceptions.retry.mutate({ ids: ['x'] }),
  },
  'exceptions.assign': {
    action: 'exception.assign',
    call: (client) => client.exceptions.assign.mutate({ ids: ['x'], assignee: null }),
  },
  'exceptions.snooze': {
    action: 'exception.assign',
    call: (client) => client.exceptions.snooze.mutate({ ids: ['x'], untilAt: null }),
  },
  'exceptions.note': {
    action: 'exception.assign',
    call: (client) => client.exceptions.note.mutate({ id: 'x', note: 'asked' }),
  },
  'exceptions.undo': {
    action: 'exception.assign',
    call: (client) => client.exceptions.undo.mutate({ items: [{ id: 'x', seq: 1 }] }),
  },
  'exceptions.releaseCause': {
    action: 'exception.resolve',
    call: (client) => client.exceptions.releaseCause.mutate({ causeKey: 'x', reason, confirm: true }),
  },
  'exceptions.dismiss': {
    action: 'exception.dismiss',
    call: (client) => client.exceptions.dismiss.mutate({ id: 'x', reason }),
  },
  'mappings.list': { action: 'workspace.read', call: (client) => client.mappings.list.query({}) },
  'mappings.propose': {
    action: 'mapping.propose',
    call: (client) => client.mappings.propose.mutate({ drafts: [draft], reason }),
  },
  'mappings.approve': {
    action: 'mapping.approve',
    call: (client) => client.mappings.approve.mutate({ ids: ['x'], reason }),
  },
  'mappings.reject': {
    action: 'mapping.reject',
    call: (client) => client.mappings.reject.mutate({ ids: ['x'], reason }),
  },
  'mappings.history': {
    action: 'workspace.read',
    call: (client) => client.mappings.history.query({ type: 'item', sourceKey: 'X' }),
  },
  'mappings.coverage': { action: 'workspace.read', call: (client) => client.mappings.coverage.query({}) },
  'people.list': { action: 'workspace.read', call: (client) => client.people.list.query() },
  'policy.get': { action: 'workspace.read', call: (client) => client.policy.get.query() },
  'policy.change': {
    action: 'policy.change',
    call: (client) => client.policy.change.mutate({ name: 'x', value: 1, reason }),
  },
  'policy.changePhase': {
    action: 'flow.change-phase',
    call: (client) => client.policy.changePhase.mutate({ flow: 'x', to: 'post', reason }),
  },
  'policy.movePeriod': {
    action: 'workspace.read',
    call: (client) =>
      client.policy.movePeriod.mutate({ move: 'reopen', legalEntity: 'NW-US', period: '2026-01', reason }),
  },
  'policy.resetCircuit': {
    action: 'circuit.reset',
    call: (client) => client.policy.resetCircuit.mutate({ flow: 'x', legalEntity: 'NW-US', reason }),
  },
  'mappings.sets': { action: 'workspace.read', call: (client) => client.mappings.sets.query() },
  'mappings.withdraw': {
    action: 'mapping.propose',
    call: (client) => client.mappings.withdraw.mutate({ ids: ['x'], reason }),
  },
  'mappings.proposeRetirement': {
    action: 'mapping.propose',
    call: (client) =>
      client.mappings.proposeRetirement.mutate({ ids: ['x'], validToOn: '2026-12-31', reason }),
  },
  'mappings.approveRetirement': {
    action: 'mapping.approve',
    call: (client) => client.mappings.approveRetirement.mutate({ ids: ['x'], reason }),
  },
  'mappings.rejectRetirement': {
    action: 'mapping.reject',
    call: (client) => client.mappings.rejectRetirement.mutate({ ids: ['x'], reason }),
  },
  'mappings.previewChange': {
    action: 'workspace.read',
    call: (client) => client.mappings.previewChange.mutate({ drafts: [draft] }),
  },
  'mappings.test': {
    action: 'workspace.read',
    call: (client) => client.mappings.test.mutate({ drafts: [draft] }),
  },
  'mappings.diff': {
    action: 'workspace.read',
    call: (client) => client.mappings.diff.query({ left: { on: '2026-01-01' }, right: { on: '2026-09-01' } }),
  },
  'people.add': {
    action: 'people.change',
    call: (client) =>
      client.people.add.mutate({ name: '', email: '', publicKey: '', roles: [], limits: noLimits, reason }),
  },
  'people.change': {
    action: 'people.change',
    call: (client) => client.people.change.mutate({ id: 'x', changes: { name: 'X' }, reason }),
  },
  'people.deactivate': {
    action: 'people.change',
    call: (client) => client.people.deactivate.mutate({ id: 'x', reason }),
  },
  'people.reactivate': {
    action: 'people.change',
    call: (client) => client.people.reactivate.mutate({ id: 'x', reason }),
  },
  'people.delegate': {
    action: 'people.delegate',
    call: (client) =>
      client.people.delegate.mutate({
        toPerson: 'x',
        role: 'x',
        startsAt: '2026-10-07T00:00:00.000Z',
        endsAt: '2026-10-06T00:00:00.000Z',
        reason,
      }),
  },
  'people.endDelegation': {
    action: 'workspace.read',
    call: (client) => client.people.endDelegation.mutate({ id: 'x', reason }),
  },
  'people.accessReview': { action: 'access.review', call: (client) => client.people.accessReview.query() },
};
