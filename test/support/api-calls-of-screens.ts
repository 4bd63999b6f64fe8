import type { Calls } from './api-calls.ts';

const reason = 'to see who may';
const closing = { legalEntity: 'NW-US', period: '2026-01' } as const;

/** Those of reconciliation, close, trace, journal, and of what a screen reads beside its list. */
export const callsOfScreens: Calls = {
  'reconciliation.run': {
    action: 'reconciliation.run',
    call: (client) => client.reconciliation.run.mutate({ period: '2026-01' }),
  },
  'reconciliation.runs': { action: 'workspace.read', call: (client) => client.reconciliation.runs.query({}) },
  'reconciliation.get': {
    action: 'workspace.read',
    call: (client) => client.reconciliation.get.query({ period: '2026-01' }),
  },
  'reconciliation.groups': {
    action: 'workspace.read',
    call: (client) => client.reconciliation.groups.query({ runId: 'x', status: 'matched' }),
  },
  'reconciliation.group': {
    action: 'workspace.read',
    call: (client) => client.reconciliation.group.query({ runId: 'x', number: 1 }),
  },
  'reconciliation.documents': {
    action: 'workspace.read',
    call: (client) => client.reconciliation.documents.query({ runId: 'x', side: 'left' }),
  },
  'reconciliation.candidates': {
    action: 'workspace.read',
    call: (client) => client.reconciliation.candidates.query({ runId: 'x', key: 'x' }),
  },
  'reconciliation.weigh': {
    action: 'workspace.read',
    call: (client) => client.reconciliation.weigh.query({ runId: 'x', left: [], right: [] }),
  },
  'reconciliation.breaks': {
    action: 'workspace.read',
    call: (client) => client.reconciliation.breaks.query({ period: '2026-01' }),
  },
  'reconciliation.accept': {
    action: 'reconciliation.match',
    call: (client) => client.reconciliation.accept.mutate({ runId: 'x', numbers: [1] }),
  },
  'reconciliation.reject': {
    action: 'reconciliation.match',
    call: (client) => client.reconciliation.reject.mutate({ runId: 'x', numbers: [1] }),
  },
  'reconciliation.match': {
    action: 'reconciliation.match',
    call: (client) => client.reconciliation.match.mutate({ runId: 'x', left: ['x'], right: ['x'] }),
  },
  'reconciliation.unmatch': {
    action: 'reconciliation.match',
    call: (client) => client.reconciliation.unmatch.mutate({ runId: 'x', number: 1, reason }),
  },
  'reconciliation.undoRun': {
    action: 'reconciliation.undo-run',
    call: (client) => client.reconciliation.undoRun.mutate({ runId: 'x', reason }),
  },
  'reconciliation.decideBreak': {
    action: 'workspace.read',
    call: (client) =>
      client.reconciliation.decideBreak.mutate({ period: '2026-01', key: 'x', how: 'explain', reason }),
  },
  'packs.list': {
    action: 'workspace.read',
    call: (client) => client.packs.list.query({ period: '2026-01' }),
  },
  'packs.make': {
    action: 'close.seal',
    call: (client) => client.packs.make.mutate({ period: '2026-01' }),
  },
  'close.list': {
    action: 'workspace.read',
    call: (client) => client.close.list.query({ period: '2026-01' }),
  },
  'close.get': { action: 'workspace.read', call: (client) => client.close.get.query(closing) },
  'close.history': { action: 'workspace.read', call: (client) => client.close.history.query(closing) },
  'close.template': { action: 'workspace.read', call: (client) => client.close.template.query() },
  'close.changeTemplate': {
    action: 'close.change-template',
    call: (client) => client.close.changeTemplate.mutate({ template: {}, reason }),
  },
  'close.prepareTask': {
    action: 'close.prepare',
    call: (client) => client.close.prepareTask.mutate({ ...closing, taskId: 'x' }),
  },
  'close.reviewTask': {
    action: 'close.review',
    call: (client) => client.close.reviewTask.mutate({ ...closing, taskId: 'x' }),
  },
  'close.reopenTask': {
    action: 'close.prepare',
    call: (client) => client.close.reopenTask.mutate({ ...closing, taskId: 'x', reason }),
  },
  'close.assignTask': {
    action: 'close.assign',
    call: (client) =>
      client.close.assignTask.mutate({
        ...closing,
        taskId: 'x',
        preparer: null,
        reviewer: null,
        dueOn: null,
      }),
  },
  'close.noteTask': {
    action: 'close.prepare',
    call: (client) => client.close.noteTask.mutate({ ...closing, taskId: 'x', note: reason }),
  },
  'close.attachEvidence': {
    action: 'close.prepare',
    call: (client) =>
      client.close.attachEvidence.mutate({ ...closing, taskId: 'x', label: 'list', reference: 'drive' }),
  },
  'close.prepareSignOff': {
    action: 'reconciliation.sign-off',
    call: (client) => client.close.prepareSignOff.mutate({ ...closing, evidenceHash: '0'.repeat(64) }),
  },
  'close.signOff': {
    action: 'reconciliation.sign-off',
    call: (client) => client.close.signOff.mutate({ ...closing, evidenceHash: '0'.repeat(64) }),
  },
  'close.verifyJournal': { action: 'journal.verify', call: (client) => client.close.verifyJournal.mutate() },
  'close.lock': {
    action: 'period.close',
    call: (client) => client.close.lock.mutate({ ...closing, reason }),
  },
  'trace.find': { action: 'workspace.read', call: (client) => client.trace.find.query({ id: 'x' }) },
  'journal.head': { action: 'workspace.read', call: (client) => client.journal.head.query() },
  'journal.verify': { action: 'journal.verify', call: (client) => client.journal.verify.mutate() },
  'journal.rebuild': { action: 'journal.rebuild', call: (client) => client.journal.rebuild.mutate() },
  'trace.hop': { action: 'workspace.read', call: (client) => client.trace.hop.query({ id: 'x' }) },
  'trace.nearest': { action: 'workspace.read', call: (client) => client.trace.nearest.query({ id: 'x' }) },
  'journal.list': { action: 'workspace.read', call: (client) => client.journal.list.query({}) },
  'journal.facets': { action: 'workspace.read', call: (client) => client.journal.facets.query() },
  'journal.get': { action: 'workspace.read', call: (client) => client.journal.get.query({ seq: 1 }) },
  'journal.export': {
    action: 'journal.export',
    call: (client) => client.journal.export.query({ format: 'csv', id: 'x' }),
  },
  'scope.get': { action: 'workspace.read', call: (client) => client.scope.get.query() },
  'settings.preferences': { action: 'workspace.read', call: (client) => client.settings.preferences.query() },
  'settings.changePreferences': {
    action: 'workspace.read',
    call: (client) => client.settings.changePreferences.mutate({}),
  },
  'settings.workspace': { action: 'workspace.read', call: (client) => client.settings.workspace.query() },
  'settings.storage': { action: 'workspace.read', call: (client) => client.settings.storage.query() },
  'settings.about': { action: 'workspace.read', call: (client) => client.settings.about.query() },
  'settings.exportFile': { action: 'workspace.read', call: (client) => client.settings.exportFile.query() },
  'settings.importFile': {
    action: 'policy.change',
    call: (client) => client.settings.importFile.mutate({ text: '{', confirm: false }),
  },
  'connections.list': { action: 'workspace.read', call: (client) => client.connections.list.query() },
  'connections.runs': { action: 'workspace.read', call: (client) => client.connections.runs.query({}) },
  'connections.run': { action: 'workspace.read', call: (client) => client.connections.run.query({ id: 1 }) },
  'nav.counts': { action: 'workspace.read', call: (client) => client.nav.counts.query({}) },
  'overview.get': {
    action: 'workspace.read',
    call: (client) => client.overview.get.query({ period: '2026-09' }),
  },
  'overview.expected': { action: 'workspace.read', call: (client) => client.overview.expected.query({}) },
  'search.find': { action: 'workspace.read', call: (client) => client.search.find.query({ text: 'x' }) },
  'serviceLevels.get': { action: 'workspace.read', call: (client) => client.serviceLevels.get.query({}) },
  'serviceLevels.breaches': {
    action: 'workspace.read',
    call: (client) => client.serviceLevels.breaches.query({ id: 'invoice-to-post' }),
  },
};
