import { generateKeyPairSync, verify, createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTRPCClient, httpLink } from '@trpc/client';
import type { AppRouter } from '#core/app/router/app-router.ts';
import { createApi } from '#core/app/router/create-api.ts';
import type { Keystore } from '#core/app/router/sign-decisions.ts';
import { ManualClock } from '#core/base/manual-clock.ts';
import { err, ok } from '#core/base/result.ts';
import { answeredError } from '#core/host/answered-error.ts';
import { PersonSession } from '#core/host/person-session.ts';
import { isSealedKey, openSealedKey, sealKey } from '#core/host/sealed-key.ts';
import { type SampleWorld } from '#test/support/sample-world.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

const passphrase = 'correct horse battery staple';
const idleMs = 15 * 60_000;

let tiny: TinyWorld;
let world: SampleWorld;
const sealed = new Map<string, string>();

beforeAll(async () => {
  tiny = await startTinyWorld();
  ({ world } = tiny);
  sealed.set('omar', await sealKey(world.keys.get('omar')?.privateKeyPem ?? '', passphrase));
});
afterAll(() => tiny.close());

/** Ada's key is elsewhere, Omar's is kept under a passphrase, the others lie open. */
const keystore: Keystore = {
  save: () => ok(undefined),
  privateKeyOf(person) {
    const key = sealed.get(person) ?? (person === 'ada' ? undefined : world.keys.get(person)?.privateKeyPem);
    return key === undefined
      ? err({ code: 'KEY_MISSING', message: `There is no private key of ${person} here.`, where: person })
      : ok(key);
  },
};

const clock = new ManualClock(Date.UTC(2026, 9, 5));
let session: PersonSession;
let closed = 0;
let removed = 0;
beforeEach(() => {
  [closed, removed] = [0, 0];
  session = new PersonSession({
    host: 'headless',
    version: '1.2.3',
    keystore,
    clock,
    endsAtMs: clock.now() + 8 * 60 * 60_000,
    idleMs,
    removeSample: () => {
      removed += 1;
    },
    onClose: () => {
      closed += 1;
    },
  });
});

function client() {
  const api = createApi(tiny.core);
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: 'http://tieout.invalid/api',
        fetch: (url: unknown, init) => api(new Request(String(url), init as RequestInit), session),
      }),
    ],
  });
}

const codeOf = (call: Promise<unknown>): Promise<string | undefined> =>
  call.then(
    () => 'answered',
    (cause: unknown) => answeredError(cause)?.code,
  );

describe('before anyone is signed in', () => {
  it('tells who could be, and nothing of the workspace but its name', async () => {
    const facts = await client().session.get.query();
    expect(facts.you).toBeNull();
    expect(facts.host).toBe('headless');
    expect(facts.version).toBe('1.2.3');
    expect(facts.workspace).toMatchObject({ name: 'Northwind Metrics', isSample: true, isSandbox: true });
    expect(facts.businessDay).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(facts.people.map(({ id }) => id).sort()).toEqual(['audrey', 'ben', 'maria', 'omar', 'rita']);
    expect(facts.people.filter(({ isSealed }) => isSealed).map(({ id }) => id)).toEqual(['omar']);
    expect(facts.rules['posting.approve']).toEqual(['controller', 'billing-operations', 'approver']);
    expect(JSON.stringify(facts)).not.toMatch(/PRIVATE|SEALED|example/);
  });

  it('answers nothing else, and journals nothing of it', async () => {
    const before = tiny.core.journal.head().seq;
    expect(await codeOf(client().sync.status.query())).toBe('NOT_SIGNED_IN');
    expect(await codeOf(client().changes.since.query({}))).toBe('NOT_SIGNED_IN');
    expect(await codeOf(client().jobs.start.mutate({ kind: 'verify' }))).toBe('NOT_SIGNED_IN');
    expect(tiny.core.journal.head().seq).toBe(before);
    expect(session.sign('text')).toMatchObject({ ok: false, error: { code: 'NOT_SIGNED_IN' } });
  });
});

describe('signing in', () => {
  it('makes the person act, with what their roles allow', async () => {
    const { you } = await client().session.signIn.mutate({ person: 'maria' });
    expect(you).toMatchObject({ id: 'maria', name: 'Maria Keller', roles: ['controller'], isFresh: true });
    expect(you?.allowed).toContain('posting.approve');
    expect(you?.allowed).not.toContain('people.change');
    expect((await client().people.list.query()).you).toBe('maria');
    await client().session.signOut.mutate();
    expect(await codeOf(client().people.list.query())).toBe('NOT_SIGNED_IN');
  });

  it('refuses who is not known, whose key is elsewhere, and a wrong passphrase, which is journalled', async () => {
    const signIn = (person: string, given?: string) =>
      codeOf(
        client().session.signIn.mutate({ person, ...(given === undefined ? {} : { passphrase: given }) }),
      );
    expect(await signIn('nobody')).toBe('PERSON_UNKNOWN');
    expect(await signIn('tieout:workflow')).toBe('PERSON_UNKNOWN');
    const before = tiny.core.journal.head().seq;
    expect(await signIn('ada')).toBe('KEY_MISSING');
    expect(await signIn('omar')).toBe('PASSPHRASE_NEEDED');
    expect(await signIn('omar', 'wrong')).toBe('PASSPHRASE_WRONG');
    const refusals = tiny.core.journal.read(before, 10);
    expect(refusals.map(({ type, actor }) => `${type} ${actor}`)).toEqual([
      'access.refused ada',
      'access.refused omar',
      'access.refused omar',
    ]);
    expect(session.person).toBeNull();
  });

  it('keeps the one who was in when another one fails to come in', async () => {
    await client().session.signIn.mutate({ person: 'maria' });
    expect(await codeOf(client().session.signIn.mutate({ person: 'omar', passphrase: 'wrong' }))).toBe(
      'PASSPHRASE_WRONG',
    );
    expect(session.person).toBe('maria');
  });
});

describe('signing', () => {
  function isSignedBy(person: string, text: string): boolean {
    const signature = session.sign(text);
    if (!signature.ok) return false;
    const key = createPublicKey(world.keys.get(person)?.privateKeyPem ?? '');
    return verify(null, Buffer.from(text), key, Buffer.from(signature.value, 'base64'));
  }

  it('is with the key of the one who is signed in', async () => {
    await client().session.signIn.mutate({ person: 'maria' });
    expect(isSignedBy('maria', 'purpose\n{}')).toBe(true);
    expect(isSignedBy('ben', 'purpose\n{}')).toBe(false);
  });

  it('asks for the passphrase again after a quarter of an hour without use', async () => {
    await client().session.signIn.mutate({ person: 'omar', passphrase });
    clock.advance(idleMs - 1);
    session.touch();
    expect(isSignedBy('omar', 'x')).toBe(true);
    clock.advance(idleMs);
    session.touch();
    expect(session.sign('x')).toMatchObject({ ok: false, error: { code: 'REAUTH_NEEDED' } });
    expect((await client().session.get.query()).you).toMatchObject({ id: 'omar', isFresh: false });
    await client().session.signIn.mutate({ person: 'omar', passphrase });
    expect(isSignedBy('omar', 'x')).toBe(true);
  });

  it('ends with the session', async () => {
    await client().session.signIn.mutate({ person: 'maria' });
    session.end();
    expect(session.person).toBeNull();
    expect(session.ended.aborted).toBe(true);
    expect(session.sign('x').ok).toBe(false);
    expect(await codeOf(client().sync.status.query())).toBe('NOT_SIGNED_IN');
  });
});

it('closes, and takes the sample away only where it is one', async () => {
  await client().session.close.mutate();
  expect(closed).toBe(1);
  await client().session.removeSample.mutate();
  expect(removed).toBe(1);
  const asTerminal = createApi(tiny.core);
  const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const answer = await asTerminal(
    new Request('http://tieout.invalid/api/session.removeSample', init),
    'maria',
  );
  expect(answer.status).toBe(403);
});

describe('a sealed key', () => {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

  it('opens with its passphrase, however that is composed, and with no other', async () => {
    const text = await sealKey(pem, 'passé');
    expect(isSealedKey(text)).toBe(true);
    expect(isSealedKey(pem)).toBe(false);
    expect(text).not.toContain(pem.split('\n')[1] ?? 'x');
    expect(await openSealedKey(text, 'passé')).toBe(pem);
    expect(await openSealedKey(text, 'passe\u0301')).toBe(pem);
    expect(await openSealedKey(text, 'passe')).toBeNull();
    expect(await sealKey(pem, 'passé')).not.toBe(text);
  });

  it('does not open when a byte of it was changed', async () => {
    const text = await sealKey(pem, 'x');
    const body = JSON.parse(Buffer.from(text.split('\n')[1] ?? '', 'base64').toString()) as Record<
      string,
      string
    >;
    for (const name of Object.keys(body)) {
      const bytes = Buffer.from(body[name] ?? '', 'base64');
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      const changed = JSON.stringify({ ...body, [name]: bytes.toString('base64') });
      const lines = text.split('\n');
      lines[1] = Buffer.from(changed).toString('base64');
      expect(await openSealedKey(lines.join('\n'), 'x'), name).toBeNull();
    }
    expect(await openSealedKey('-----BEGIN TIEOUT SEALED KEY-----\nAAAA\n', 'x')).toBeNull();
  });
});
