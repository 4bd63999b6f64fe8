import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appRouter } from '#core/app/router/app-router.ts';
import { apiPath, createApi } from '#core/app/router/create-api.ts';
import { answeredError } from '#core/host/answered-error.ts';
import { createLocalClient } from '#core/host/local-client.ts';
import { type Action, permissions, type Role, roles } from '#core/policy/permissions.ts';
import { callsOfCore, type Calls } from '#test/support/api-calls.ts';
import { callsOfScreens } from '#test/support/api-calls-of-screens.ts';
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

const procedures: Calls = { ...callsOfCore, ...callsOfScreens };

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

const past: ReadonlySet<string> = new Set(['DELEGATION_NOT_OWN', 'SESSION_FIXED']);

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
      // Past the gate: the role that the call would lend is nobody's; who is let in for one call brings no key to sign with.
      const isPast = refusal === null || past.has(refusal);
      expect(isPast ? null : refusal).toBe(mayCall ? null : 'ROLE_MISSING');
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
    const target = { itemId: '1', revenueRule: 'ratable-daily' };
    const draftAt = (validFromOn: string) => ({ type: 'item', sourceKey: 'X', target, validFromOn });
    const body = { drafts: [draftAt('2026-09-01'), draftAt('1 September')], reason: 'x' };
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
