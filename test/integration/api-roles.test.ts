import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appRouter } from '#core/app/router/app-router.ts';
import { apiPath, createApi } from '#core/app/router/create-api.ts';
import { answeredError } from '#core/host/answered-error.ts';
import { type ApiClient, createLocalClient } from '#core/host/local-client.ts';
import { type Action, permissions, type Role, roles } from '#core/policy/permissions.ts';
import { type SampleWorld, startSampleWorld } from '#test/support/sample-world.ts';

let world: SampleWorld;

beforeAll(async () => {
  world = await startSampleWorld({
    change: (file) => ({
      ...file,
      people: [
        ...file.people,
        ...roles.map((role) => ({
          id: `only-${role}`,
          name: `Only ${role}`,
          email: `only-${role}@northwind-metrics.example`,
          roles: [role],
        })),
      ],
    }),
  });
});

afterAll(async () => {
  await world?.close();
});

const reason = 'to see who may';
const closing = { legalEntity: 'NW-US', period: '2026-01' } as const;
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

/** Every procedure: the right that it takes and a call that is well-formed but finds nothing. */
const procedures: Readonly<
  Record<string, { readonly action: Action; readonly call: (client: ApiClient) => Promise<unknown> }>
> = {
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
};

/** Code of the refusal, or null when the call got past the question who may. */
async function refusalOf(call: Promise<unknown>): Promise<string | null> {
  try {
    await call;
    return null;
  } catch (cause) {
    const error = answeredError(cause);
    if (!error) throw cause;
    expect(error.kind).not.toBe('internal');
    return error.kind === 'refused' ? error.code : null;
  }
}

describe('rights at the API', () => {
  it('knows every procedure', () => {
    const definition = Reflect.get(appRouter, '_def') as { readonly procedures: object };
    // Who sits here is asked before anyone is known: `test/integration/session.test.ts`.
    const gated = Object.keys(definition.procedures).filter((path) => !path.startsWith('session.'));
    expect(Object.keys(procedures).sort()).toEqual(gated.sort());
  });

  // What reaches the vendors is tried for those who may not; that it works for those who may, other tests show.
  const cells = Object.entries(procedures).flatMap(([name, { action, call }]) =>
    roles.map((role) => ({ name, role, call, mayCall: mayDo(action, role) })),
  );

  it.each(cells.filter(({ name, mayCall }) => name !== 'sync.run' || !mayCall))(
    '$name by $role: $mayCall',
    async ({ role, call, mayCall }) => {
      const before = world.core.journal.head().seq;
      const refusal = await refusalOf(call(createLocalClient(world.core, `only-${role}`)));
      expect(refusal).toBe(mayCall ? null : 'ROLE_MISSING');
      if (mayCall) return;
      const [event, ...others] = world.core.journal.read(before, 10);
      expect(event).toMatchObject({ type: 'access.refused', actor: `only-${role}` });
      expect(others).toEqual([]);
    },
  );

  it.each(['', 'nobody', 'tieout:workflow', 'Maria', 'maria '])('lets "%s" in nowhere', async (actor) => {
    const client = createLocalClient(world.core, actor);
    for (const { call } of Object.values(procedures)) {
      const code = await call(client).then(
        () => 'let in',
        (cause: unknown) => answeredError(cause)?.code,
      );
      expect(['PERSON_UNKNOWN', 'SERVICE_ACTOR_REFUSED']).toContain(code);
    }
  });

  it('lets nobody in who was deactivated', async () => {
    expect(world.core.people.deactivate('only-auditor', 'ada', 'left the company').ok).toBe(true);
    const client = createLocalClient(world.core, 'only-auditor');
    expect(await refusalOf(client.journal.head.query())).toBe('PERSON_INACTIVE');
  });
});

function mayDo(action: Action, role: Role): boolean {
  return permissions[action].includes(role);
}

describe('the API on the wire', () => {
  const ask = (path: string, init?: RequestInit): Promise<Response> =>
    createApi(world.core)(new Request(`http://tieout.invalid${apiPath}/${path}`, init), 'maria');
  const post = (path: string, body: string, type = 'application/json'): Promise<Response> =>
    ask(path, { method: 'POST', headers: { 'content-type': type }, body });
  const errorOf = async (answer: Promise<Response>) => {
    const response = await answer;
    const { error } = (await response.json()) as { error: { data: Record<string, unknown> } };
    return { status: response.status, ...error.data };
  };

  it.each([
    ['an unknown procedure', () => ask('journal.burn'), 404, 'PROCEDURE_UNKNOWN'],
    ['a change asked with GET', () => ask('sync.run?input=%7B%7D'), 405, 'METHOD_WRONG'],
    ['a body that is no JSON', () => post('sync.run', '{"untilIdle":'), 400, 'INPUT_NOT_JSON'],
    ['a body of another type', () => post('sync.run', 'untilIdle=1', 'text/csv'), 415, 'INPUT_NOT_JSON'],
    ['an unknown member', () => post('sync.run', '{"untilIdol":true}'), 400, 'INPUT_INVALID'],
    ['an actor in the input', () => post('sync.run', '{"actor":"ada"}'), 400, 'INPUT_INVALID'],
    ['a wrong type', () => post('reconciliation.run', '{"period":202609}'), 400, 'INPUT_INVALID'],
    ['no decision', () => post('postings.decide', '{"decisions":[]}'), 400, 'INPUT_INVALID'],
    ['an unknown id', () => ask('postings.get?input=%7B%22id%22%3A%22x%22%7D'), 404, 'POSTING_NOT_FOUND'],
    ['what a role refuses', () => post('journal.rebuild', ''), 403, 'ROLE_MISSING'],
  ])('answers %s with its status and code', async (_, answer, status, code) => {
    const error = await errorOf(answer());
    expect(error).toMatchObject({ status, code });
    expect(Object.keys(error)).not.toContain('stack');
    expect(error).toMatchObject({ message: expect.stringMatching(/\S/), fix: expect.stringMatching(/\S/) });
  });

  it('names the member that is wrong', async () => {
    const draftAt = (validFromOn: string) => ({ ...draft, validFromOn });
    const body = { drafts: [draftAt('2026-09-01'), draftAt('1 September')], reason };
    const error = await errorOf(post('mappings.propose', JSON.stringify(body)));
    expect(error).toMatchObject({ where: '$.drafts[1].validFromOn' });
  });

  it('says nothing of its inside when something breaks, and leaves a reference in the log', async () => {
    const entries: { event: string; fields: unknown }[] = [];
    const log = {
      write: (_level: string, event: string, fields?: object) => void entries.push({ event, fields }),
    };
    const head = () => [].map.call(null as never, () => 'secret of the inside');
    const broken = { ...world.core, journal: { head } };
    const request = new Request(`http://tieout.invalid${apiPath}/journal.head`);
    const response = await createApi(broken as never, { log })(request, 'maria');
    const text = await response.text();
    const { error } = JSON.parse(text) as { error: { data: { code: string; reference: string } } };
    expect(response.status).toBe(500);
    expect(error.data.code).toBe('INTERNAL');
    expect(text).not.toMatch(/TypeError|\.ts|null/);
    expect(entries).toContainEqual(
      expect.objectContaining({
        event: 'api.broke',
        fields: expect.objectContaining({ reference: error.data.reference, procedure: 'journal.head' }),
      }),
    );
  });

  it('sends money as digits in text, never as a number', async () => {
    const text = await (await ask('policy.get')).text();
    expect(text).toContain('"USD":"1000000"');
  });
});
