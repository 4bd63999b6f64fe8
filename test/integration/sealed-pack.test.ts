import { createHash, sign } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenPack } from '#core/app/packs/open-pack.ts';
import { packReader } from '#core/app/packs/sealed-facts.ts';
import { createApi } from '#core/app/router/create-api.ts';
import { present } from '#core/base/assert.ts';
import { seededRandom } from '#core/base/random.ts';
import { chunksIn, manifestText, type PackManifest } from '#core/close/pack-manifest.ts';
import { packStatement, rawPublicKey } from '#core/close/pack-signature.ts';
import { api } from '#core/contract/api.ts';
import { packChunkBytes, packHeader } from '#core/domain/sealed-pack.ts';
import { answeredError } from '#core/host/answered-error.ts';
import { createLocalClient } from '#core/host/local-client.ts';
import { Desk } from '#core/host/command-line.testing.ts';
import type { KeyPair } from '#core/policy/keys.ts';
import { callsOfCore, type Calls } from '#test/support/api-calls.ts';
import { callsOfScreens } from '#test/support/api-calls-of-screens.ts';
import {
  openingOf,
  sealMonth,
  type SealedWorld,
  scratchFolder,
  startSealedWorld,
} from '#test/support/sealed-pack.ts';

let sealed: SealedWorld;
let bytes: Buffer;
const scratch = scratchFolder();

beforeAll(async () => {
  sealed = await startSealedWorld();
  bytes = readFileSync(sealed.pack.path);
}, 60_000);
afterAll(async () => {
  scratch.remove();
  await sealed?.close();
});

/** What a changed file is refused with; null when it opens. Nothing of the opening may be left behind. */
async function refusalOf(
  file: Buffer,
  fingerprint?: string,
): Promise<{ code: string; where?: string } | null> {
  const path = scratch.path('changed.cockpitsnap');
  writeFileSync(path, file);
  const opened = openingOf(path, fingerprint);
  if (!opened.ok) return opened.error;
  await opened.value.close();
  return null;
}

async function withPack<T>(work: (pack: OpenPack) => Promise<T>): Promise<T> {
  const opened = openingOf(sealed.pack.path);
  if (!opened.ok) throw new Error(opened.error.message);
  try {
    return await work(opened.value);
  } finally {
    await opened.value.close();
  }
}

describe('sealing', () => {
  it('is journalled before the pack has its name, and leaves nothing half-made', async () => {
    const { tiny, pack } = sealed;
    expect(readdirSync(dirname(pack.path))).toEqual([pack.fileName]);
    const [event] = tiny.core.journal.ofAggregate('pack:2026-09');
    expect(event).toMatchObject({
      type: 'pack.sealed',
      actor: 'maria',
      payload: { packId: pack.packId, asOf: pack.asOf, bytes: bytes.length, fingerprint: pack.fingerprint },
    });
    expect(event?.seq).toBe(pack.asOf.seq + 1);
    const { rows } = await createLocalClient(tiny.core, 'audrey').packs.list.query({ period: '2026-09' });
    expect(rows).toEqual([{ ...pack, madeAt: event?.recordedAt }]);
  });

  it('leaves out what is not for an auditor, and every trace of it', async () => {
    const settings = present(sealed.tiny.core.connections.rows[0]?.settings, 'settings of a connection');
    expect(settings.length).toBeGreaterThan(20);
    await createLocalClient(sealed.tiny.core, 'maria').settings.changePreferences.mutate({
      density: 'roomy',
    });
    const other = await sealMonth(sealed.tiny);
    const content = readFileSync(other.path).toString('latin1');
    for (const hidden of ['"density":"roomy"', settings.slice(2, 40), 'BEGIN PRIVATE KEY']) {
      expect(content).not.toContain(hidden);
    }
    for (const { privateKeyPem } of sealed.tiny.world.keys.values()) {
      expect(content).not.toContain(privateKeyPem.split('\n')[1]);
    }
  });

  it('takes the right, and the key of the person', async () => {
    const make = (person: string) =>
      createLocalClient(sealed.tiny.core, person).packs.make.mutate({ period: '2026-09' });
    const codeOf = (call: Promise<unknown>) =>
      call.then(
        () => null,
        (cause) => answeredError(cause)?.code,
      );
    expect(await codeOf(make('audrey'))).toBe('ROLE_MISSING');
    expect(await codeOf(make('maria'))).toBe('SESSION_FIXED');
    const folder = dirname(sealed.pack.path);
    expect(readdirSync(folder).filter((name) => !name.endsWith('.cockpitsnap'))).toEqual([]);
  });
});

describe('a pack that was tampered with', () => {
  it('is refused for one byte anywhere, with its reason; content to the 64 KiB', async () => {
    const random = seededRandom('tamper');
    const contentAt = bytes.length - contentLength();
    const described = Array.from({ length: 60 }, () => random.integer(0, contentAt - 1));
    const inContent = Array.from({ length: 60 }, () => random.integer(contentAt, bytes.length - 1));
    for (const at of [0, 11, 12, 14, 15, 25, 89, 90, 91, contentAt - 1, ...described, ...inContent]) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(at) ^ (1 << random.integer(0, 7)), at);
      const refusal = await refusalOf(altered);
      expect(refusal?.code, `byte ${at}`).toMatch(/^PACK_/);
      if (at < contentAt) continue;
      const from = contentAt + Math.floor((at - contentAt) / packChunkBytes) * packChunkBytes;
      expect(refusal).toMatchObject({
        code: 'PACK_CONTENT_ALTERED',
        where: `bytes ${from}–${Math.min(from + packChunkBytes, bytes.length) - 1}`,
      });
    }
  });

  it('is refused at every 4 KiB that it ends too early, and with a byte too many', async () => {
    for (let length = 0; length < bytes.length; length += 4_096) {
      expect((await refusalOf(bytes.subarray(0, length)))?.code).toBe(
        length === 0 ? 'PACK_NOT_A_PACK' : 'PACK_TRUNCATED',
      );
    }
    expect((await refusalOf(Buffer.concat([bytes, Buffer.from([0])])))?.code).toBe('PACK_TOO_LONG');
  });

  it('is refused with the description of another pack, and signed by any other key', async () => {
    const other = readFileSync((await sealMonth(sealed.tiny, 'rita')).path);
    const mixed = Buffer.concat([other.subarray(0, headLength(other)), bytes.subarray(headLength(bytes))]);
    expect((await refusalOf(mixed))?.code).toMatch(/^PACK_(?:LIST_ALTERED|TRUNCATED|TOO_LONG)$/);
    // Signed properly, in the name of someone else, or under a name that the key does not belong to.
    expect((await refusalOf(resigned({}, keyOf('audrey'))))?.code).toBe('PACK_SIGNER_UNKNOWN');
    const asOmar = { madeBy: { id: 'audrey', name: 'Maria Keller' } };
    expect((await refusalOf(resigned(asOmar, keyOf('audrey'))))?.code).toBe('PACK_SIGNER_UNKNOWN');
    expect((await refusalOf(bytes, sealed.pack.fingerprint))?.code).toBeUndefined();
    expect((await refusalOf(bytes, '0000 1111'))?.code).toBe('PACK_KEY_UNEXPECTED');
  });

  it('is refused where the signed description and the database tell of different things', async () => {
    const maria = keyOf('maria');
    const { asOf } = sealed.pack;
    const cases: readonly Partial<PackManifest>[] = [
      { asOf: { ...asOf, seq: asOf.seq - 1 } },
      { asOf: { ...asOf, hash: 'f'.repeat(64) } },
      { workspace: { id: 'ws_other', name: 'Other', connections: [] } },
    ];
    for (const change of cases) {
      expect((await refusalOf(resigned(change, maria)))?.code).toBe('PACK_DATABASE_DIFFERS');
    }
    expect(await refusalOf(resigned({}, maria))).toBeNull();
  });

  it.each([
    ['a view', 'CREATE VIEW w AS SELECT 1', 'PACK_DATABASE_FOREIGN'],
    ['a trigger', 'CREATE TRIGGER t AFTER INSERT ON events BEGIN SELECT 1; END', 'PACK_DATABASE_FOREIGN'],
    ['a virtual table', 'CREATE VIRTUAL TABLE v USING fts5(a)', 'PACK_DATABASE_FOREIGN'],
    ['a table less', 'DROP TABLE preferences', 'PACK_DATABASE_FOREIGN'],
    ['a later schema', 'PRAGMA user_version = 9999', 'PACK_SCHEMA_NEWER'],
    ['an earlier schema', 'PRAGMA user_version = 1', 'PACK_SCHEMA_OLDER'],
  ])('is refused with %s in its database, even properly signed', async (_case, sql, code) => {
    const path = scratch.path('content.db');
    writeFileSync(path, bytes.subarray(bytes.length - contentLength()));
    const database = new Database(path);
    database.exec(sql);
    database.close();
    expect((await refusalOf(resigned({}, keyOf('maria'), readFileSync(path))))?.code).toBe(code);
  });

  it('is refused with pages of its database damaged before it was signed', async () => {
    const content = Buffer.from(bytes.subarray(bytes.length - contentLength()));
    content.fill(0xa5, 4_096 * 40, 4_096 * 60);
    expect((await refusalOf(resigned({}, keyOf('maria'), content)))?.code).toMatch(/^PACK_DATABASE_/);
    expect((await refusalOf(resigned({}, keyOf('maria'), Buffer.alloc(8_192, 'x'))))?.code).toBe(
      'PACK_DATABASE_DAMAGED',
    );
  });
});

describe('reading a pack', () => {
  it('answers what the workspace answered, and refuses every change', async () => {
    const calls: Calls = { ...callsOfCore, ...callsOfScreens };
    await withPack(async ({ core }) => {
      const reader = createLocalClient(core, packReader);
      for (const [name, { call }] of Object.entries(calls)) {
        const [area = '', procedure = ''] = name.split('.');
        const { kind } = present(
          (api as unknown as Record<string, Record<string, { kind: string }>>)[area]?.[procedure],
          name,
        );
        const error = await call(reader).then(
          () => null,
          (cause: unknown) => answeredError(cause) ?? cause,
        );
        if (kind === 'mutation')
          expect(error, name).toMatchObject({ code: 'SEALED_READ_ONLY', kind: 'refused' });
        else if (error !== null)
          expect(error, name).toMatchObject({ kind: expect.stringMatching(/^(?:input|not-found)$/) });
      }
    });
  });

  it('shows the same figures as the workspace it was made of', async () => {
    const place = { legalEntity: 'NW-US', period: '2026-09' };
    const asked = async (client: ReturnType<typeof createLocalClient>) => ({
      exceptions: (await client.exceptions.list.query({})).exceptions.map(({ id, amount }) => ({
        id,
        amount,
      })),
      postings: (await client.postings.list.query({})).postings.map(({ id, state, amount }) => ({
        id,
        state,
        amount,
      })),
      evidence: (await client.close.get.query(place)).evidence,
      breaks: (await client.reconciliation.breaks.query({ period: '2026-09' })).totals,
      journal: (await client.journal.list.query({ beforeSeq: sealed.pack.asOf.seq + 1 })).rows,
    });
    const live = await asked(createLocalClient(sealed.tiny.core, 'audrey'));
    expect(live.exceptions.length * live.postings.length * live.journal.length).toBeGreaterThan(0);
    expect(await withPack(({ core }) => asked(createLocalClient(core, packReader)))).toEqual(live);
  });

  it('lets nobody in but the reader, who has no key, and knows no connector', async () => {
    await withPack(async ({ core }) => {
      const { you, sealed: facts } = await createLocalClient(core, packReader).session.get.query();
      expect(you).toMatchObject({ id: packReader, roles: ['auditor'], isFresh: false });
      expect(facts).toMatchObject({ packId: sealed.pack.packId, period: '2026-09' });
      expect((await createLocalClient(core, 'maria').session.get.query()).you).toBeNull();
      expect(core.connections.all).toEqual([]);
      expect(() => core.connections.of('erp')).toThrow('sealed pack');
      expect(() => core.recorder.record([])).not.toThrow();
      expect(() => core.store.transact(() => 1)).toThrow(/readonly/);
      const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
      const request = new Request('http://tieout.invalid/api/sync.run', asked);
      expect((await createApi(core)(request, packReader)).status).toBe(403);
    });
  });

  it('changes nothing: neither the file, nor its time, nor anything beside it', async () => {
    const path = scratch.path('kept.cockpitsnap');
    copyFileSync(sealed.pack.path, path);
    const before = { ...standingOf(path), beside: readdirSync(dirname(path)) };
    const opened = openingOf(path);
    if (!opened.ok) throw new Error(opened.error.message);
    const { core, databasePath } = opened.value;
    const client = createLocalClient(core, packReader);
    await client.overview.get.query({ period: '2026-09' });
    await client.journal.facets.query();
    expect(readdirSync(dirname(databasePath))).toEqual(['content.db']);
    await opened.value.close();
    expect(existsSync(databasePath)).toBe(false);
    expect({ ...standingOf(path), beside: readdirSync(dirname(path)) }).toEqual(before);
  });
});

describe('at the terminal', () => {
  const desk = new Desk();
  afterAll(() => desk.remove());
  const verify = (...more: readonly string[]) =>
    desk.run(['verify', '--pack', sealed.pack.path, ...more, '--json']);

  it('proves a pack with its journal, and ends with 1 naming what was altered', async () => {
    const sound = await verify('--fingerprint', sealed.pack.fingerprint);
    expect(sound).toMatchObject({
      code: 0,
      document: {
        isSound: true,
        events: sealed.pack.asOf.seq,
        pack: { packId: sealed.pack.packId },
        problems: [],
      },
    });
    expect((await verify('--fingerprint', 'dead beef')).document).toMatchObject({
      isSound: false,
      problems: [{ code: 'PACK_KEY_UNEXPECTED' }],
    });
    const altered = Buffer.from(bytes);
    altered.writeUInt8(altered.readUInt8(bytes.length - 5) ^ 1, bytes.length - 5);
    writeFileSync(desk.path('altered.cockpitsnap'), altered);
    const told = await desk.run(['verify', '--pack', 'altered.cockpitsnap']);
    expect(told.code).toBe(1);
    expect(told.stdout).toMatch(/does NOT verify[\s\S]*bytes \d+–\d+: .*\(PACK_CONTENT_ALTERED\)/);
  });

  it.each([
    ['no file', 'gone.cockpitsnap', 2, 'PACK_UNREADABLE'],
    ['a folder', '.', 2, 'PACK_UNREADABLE'],
  ])('refuses %s', async (_case, name, code, failure) => {
    const ran = await desk.run(['verify', '--pack', name, '--json']);
    expect(ran).toMatchObject({ code, error: { code: failure } });
  });

  it('does not serve a pack that was tampered with', async () => {
    const ran = await desk.run(['serve', '--pack', 'altered.cockpitsnap', '--no-open', '--json']);
    expect(ran).toMatchObject({ code: 5, error: { code: 'PACK_CONTENT_ALTERED' } });
  });
});

function standingOf(path: string) {
  const { mtimeMs, size, mode } = statSync(path);
  return { mtimeMs, size, mode, sha256: createHash('sha256').update(readFileSync(path)).digest('hex') };
}

function keyOf(person: string): KeyPair {
  return present(sealed.tiny.world.keys.get(person), `key of ${person}`);
}

function manifestIn(file: Buffer): PackManifest {
  const length = Number(file.subarray(15, 25).toString());
  return JSON.parse(file.subarray(91, 91 + length).toString()) as PackManifest;
}

function contentLength(): number {
  return manifestIn(bytes).content.bytes;
}

/** Up to the list of hashes. */
function headLength(file: Buffer): number {
  const { content } = manifestIn(file);
  return file.length - content.bytes - chunksIn(content.bytes) * 32;
}

/** The pack described otherwise, and signed properly with a key. */
function resigned(
  change: Partial<PackManifest>,
  key: KeyPair,
  content = bytes.subarray(bytes.length - contentLength()),
): Buffer {
  const hashes: Buffer[] = [];
  for (let at = 0; at < content.length; at += packChunkBytes) {
    hashes.push(
      createHash('sha256')
        .update(content.subarray(at, at + packChunkBytes))
        .digest(),
    );
  }
  const list = Buffer.concat(hashes);
  const listSha256 = createHash('sha256').update(list).digest('hex');
  const described = { bytes: content.length, chunkBytes: packChunkBytes, listSha256 } as const;
  const manifest = manifestText({ ...manifestIn(bytes), ...change, content: described });
  const publicKey = rawPublicKey(key.publicKey);
  const header = packHeader({ manifestBytes: Buffer.byteLength(manifest), publicKey });
  const signature = sign(null, Buffer.from(packStatement(header, manifest)), key.privateKeyPem);
  return Buffer.concat([Buffer.from(header), Buffer.from(manifest), signature, list, content]);
}
