import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { present } from '#core/base/assert.ts';
import { toInstant } from '#core/base/clock.ts';
import { silentLog } from '#core/base/log.ts';
import { seededRandom } from '#core/base/random.ts';
import { err, type Failure, ok, type Result } from '#core/base/result.ts';
import { manifestText, type PackManifest } from '#core/close/pack-manifest.ts';
import { isSignedBy, keyFingerprint, packStatement, rawPublicKey } from '#core/close/pack-signature.ts';
import type { PlacedPack } from '#core/contract/packs.ts';
import { dayOfEpochMs } from '#core/domain/day.ts';
import { packChunkBytes, packEnding, packHeader } from '#core/domain/sealed-pack.ts';
import type { Person } from '#core/policy/people.ts';
import { ConnectionRepository } from '#core/storage/repositories/connections.ts';
import { leftOutOfSealedCopies } from '#core/storage/sealed-copy.ts';
import { openSealedStore } from '#core/storage/sealed-store.ts';
import { closeFacts, closingEntities } from '../close/close-facts.ts';
import type { Core } from '../create-core.ts';
import type { JobRun } from '../jobs/job-desk.ts';
import { ExpectedFailure } from '../router/api-error.ts';
import type { ApiSession } from '../router/api-session.ts';
import type { Prepared } from './pack-work.ts';
import { prepareContent, removeContent } from './prepare-content.ts';
import { sealedCore } from './sealed-core.ts';
import { writePack } from './write-pack.ts';

export interface SealOrder {
  readonly period: string;
  readonly by: string;
  /** Version of the product. */
  readonly application: string;
}

/** Where packs are put, in the workspace's folder. */
export const packFolder = 'packs';

/**
 * Seals the workspace as it is now, for a period: a copy without what is not for an auditor, described, signed by a person's own key,
 * and written beside the workspace. The journal says so before the pack has its name. Throws ExpectedFailure.
 */
export async function sealPack(
  core: Core,
  session: ApiSession,
  order: SealOrder,
  run: JobRun,
): Promise<PlacedPack> {
  const folder = join(dirname(core.store.path), packFolder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  removeParts(folder);
  const contentPath = join(folder, 'content.part.db');
  try {
    const prepared = await prepareContent(core.store, contentPath, run);
    run.step('signing and writing the pack');
    const person = present(core.people.people().find(order.by), `person ${order.by}`);
    const described = manifestOf(core, order, person, prepared);
    const entities = standingsIn(contentPath, described, core);
    const signed = valueOf(signedManifest(session, person, { ...described, entities }));
    const path = join(folder, fileNameOf(core, order.period, prepared.copy.asOf.seq));
    const placed = { ...signed.facts, path, fileName: path.slice(folder.length + 1) };
    let bytes = 0;
    const { header, manifest, signature } = signed;
    const parts = { header, manifest, signature, list: prepared.list, contentPath };
    await writePack(parts, {
      path,
      signal: run.signal,
      reached: core.store.reached,
      beforeNamed: (written) => {
        bytes = written;
        recordPack(core, order.by, { ...placed, bytes });
      },
    });
    return { ...placed, bytes };
  } catch (cause) {
    throw notWritten(cause, folder) ?? cause;
  } finally {
    removeContent(contentPath);
  }
}

function manifestOf(core: Core, { period, application }: SealOrder, person: Person, prepared: Prepared) {
  const { copy, bytes, list } = prepared;
  return {
    workspace: {
      id: core.workspaceId,
      name: core.settings.name,
      connections: new ConnectionRepository(core.store).all().map((row) => ({
        id: row.id,
        vendor: row.vendor,
        role: row.role,
        environment: row.environment,
        accountId: row.account_id,
      })),
    },
    period,
    madeBy: { id: person.id, name: person.name },
    madeAt: toInstant(core.clock.now()),
    asOf: copy.asOf,
    application,
    schema: copy.schema,
    leftOut: [...leftOutOfSealedCopies],
    content: {
      bytes,
      chunkBytes: packChunkBytes,
      listSha256: createHash('sha256').update(list).digest('hex'),
    },
  } satisfies Omit<PackManifest, 'entities'>;
}

/** How each entity stands by the copy itself, read as whoever opens the pack will read it. */
function standingsIn(
  contentPath: string,
  { period, madeBy, madeAt, asOf, application }: Omit<PackManifest, 'entities'>,
  { clock }: Core,
): PackManifest['entities'] {
  // Made by this process a moment ago, and proved again by whoever opens it: its pages are not read twice here.
  const store = valueOf(openSealedStore(contentPath, { isOwn: true }));
  const nameless = { packId: '', fileName: '', fingerprint: '' };
  const sealed = { ...nameless, period, madeBy, madeAt, asOf, application };
  const random = seededRandom('seal');
  const copy = sealedCore({ store, sealed, clock, random, log: silentLog });
  try {
    return closingEntities(copy).map((legalEntity) => {
      const { facts, signOff } = copy.closes.standing(closeFacts(copy, legalEntity, period));
      return { legalEntity, periodState: facts.periodState, signOff: signOff?.state ?? 'none' };
    });
  } finally {
    store.close();
  }
}

interface SignedManifest {
  readonly header: string;
  readonly manifest: string;
  readonly signature: Uint8Array;
  readonly facts: Omit<PlacedPack, 'path' | 'fileName' | 'bytes'>;
}

/** Signs with the key of the person who is signed in, and checks the signature against their public key. */
function signedManifest(
  session: ApiSession,
  person: Person,
  described: PackManifest,
): Result<SignedManifest, Failure> {
  const publicKey = rawPublicKey(person.publicKey);
  const manifest = manifestText(described);
  const header = packHeader({ manifestBytes: Buffer.byteLength(manifest), publicKey });
  const statement = packStatement(header, manifest);
  const signed = session.sign(statement);
  if (!signed.ok) return signed;
  const signature = Buffer.from(signed.value, 'base64');
  if (!isSignedBy(publicKey, Buffer.from(statement), signature)) return err(signatureInvalid(person.id));
  const { period, madeBy, madeAt, asOf, application } = described;
  const packId = createHash('sha256').update(statement).digest('hex');
  const fingerprint = keyFingerprint(publicKey);
  return ok({
    header,
    manifest,
    signature,
    facts: { packId, period, madeBy, madeAt, asOf, fingerprint, application },
  });
}

/** One name for one pack: workspace, period and journal position. */
function fileNameOf({ settings }: Core, period: string, seq: number): string {
  const words = settings.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const name = words.replaceAll(/^-+|-+$/g, '').slice(0, 40);
  return `${name === '' ? 'workspace' : name}-${period}-at-${seq}${packEnding}`;
}

function recordPack(core: Core, by: string, { path: _path, madeBy, madeAt: _at, ...pack }: PlacedPack): void {
  const aggregateId = `pack:${pack.period}`;
  const version = core.journal.nextVersion(aggregateId);
  core.recorder.recordAll([
    {
      type: 'pack.sealed',
      aggregateId,
      aggregateVersion: version,
      idempotencyKey: `pack:${pack.packId}`,
      correlationId: aggregateId,
      actor: by,
      effectiveOn: dayOfEpochMs(core.clock.now()),
      legalEntity: null,
      payload: { ...pack, madeByName: madeBy.name, asOf: { ...pack.asOf } },
    },
  ]);
}

function valueOf<T>(result: Result<T, Failure>): T {
  if (result.ok) return result.value;
  throw new ExpectedFailure(result.error);
}

/** What a process that was killed while it wrote a pack has left. */
function removeParts(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.part')) rmSync(join(folder, name), { force: true });
  }
}

/** What the file system says against it is no bug. */
function notWritten(cause: unknown, folder: string): ExpectedFailure | null {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (!/^(?:SQLITE_(?:FULL|IOERR|CANTOPEN)|E[A-Z]+$)/.test(String(code))) return null;
  return new ExpectedFailure({
    code: 'PACK_NOT_WRITTEN',
    message: `The pack cannot be written: ${message}`,
    where: folder,
    fix: 'Make room on the disk, or give the folder back its rights; nothing half-made is left.',
  });
}

function signatureInvalid(person: string): Failure {
  return {
    code: 'SIGNATURE_INVALID',
    message: `The signature is not that of ${person}.`,
    where: person,
    fix: 'Sign in again with the key that the workspace knows.',
  };
}
