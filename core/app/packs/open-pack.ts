import { closeSync, fstatSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Clock } from '#core/base/clock.ts';
import type { Log } from '#core/base/log.ts';
import type { Random } from '#core/base/random.ts';
import { err, ok, type Failure, type Result } from '#core/base/result.ts';
import { type PackProof, provePack } from '#core/close/pack-bytes.ts';
import { spkiOf } from '#core/close/pack-signature.ts';
import { openSealedStore } from '#core/storage/sealed-store.ts';
import type { Core } from '../create-core.ts';
import { readerOf } from './pack-reader.ts';
import { sealedCore } from './sealed-core.ts';
import { sealedFacts } from './sealed-facts.ts';

export interface OpenPackOptions {
  readonly path: string;
  /** Where the private copy of the database is put, in a folder of its own. */
  readonly privateFolder: string;
  /** Fingerprint that the signer's key must have. */
  readonly fingerprint?: string | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface OpenPack {
  readonly core: Core;
  readonly proof: PackProof;
  /** The private copy: for who may do with it as they like, after the core was closed. */
  readonly databasePath: string;
  /** Closes it and takes the private copy away. */
  close(): Promise<void>;
  /** Takes the private copy away, after the core was closed. */
  remove(): void;
}

/**
 * Opens a sealed pack: proves it over its bytes, copies its database as it was proved to a private place, and opens that for reading
 * alone. The file itself is opened for reading and is never opened by the database.
 */
export function openPack(options: OpenPackOptions): Result<OpenPack, Failure> {
  const folder = mkdtempSync(join(options.privateFolder, 'tieout-pack-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const databasePath = join(folder, 'content.db');
  const opened = unpack(options, databasePath);
  if (!opened.ok) {
    remove();
    return opened;
  }
  const { core, proof } = opened.value;
  return ok({
    core,
    proof,
    databasePath,
    async close() {
      await core.close();
      remove();
    },
    remove,
  });
}

function unpack(
  { path, fingerprint, clock, random, log }: OpenPackOptions,
  databasePath: string,
): Result<{ readonly core: Core; readonly proof: PackProof }, Failure> {
  const proved = copyProved(path, databasePath, fingerprint);
  if (!proved.ok) return proved;
  const proof = proved.value;
  const store = openSealedStore(databasePath);
  if (!store.ok) return store;
  const sealed = sealedFacts(proof, basename(path));
  const core = sealedCore({ store: store.value, sealed, clock, random, log });
  const differs = differenceFrom(proof, core);
  if (!differs) return ok({ core, proof });
  store.value.close();
  return err(differs);
}

/** Reads the file once: what is proved is what is copied. */
function copyProved(path: string, to: string, fingerprint: string | undefined): Result<PackProof, Failure> {
  const file = openForReading(path);
  if (!file.ok) return file;
  const copy = openSync(to, 'wx', 0o600);
  try {
    const proved = provePack(readerOf(file.value), {
      fingerprint,
      onChunk: (bytes) => void writeSync(copy, bytes),
    });
    fsyncSync(copy);
    return proved;
  } finally {
    closeSync(copy);
    closeSync(file.value);
  }
}

function openForReading(path: string): Result<number, Failure> {
  try {
    const file = openSync(path, 'r');
    if (fstatSync(file).isFile()) return ok(file);
    closeSync(file);
    return err(unreadable(path, 'it is not a file'));
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    if (!/^E[A-Z]+$/.test(code)) throw cause;
    return err(unreadable(path, code));
  }
}

/** Where the database is not the one that the signed description tells of: signed by someone who may not, or of other facts. */
function differenceFrom({ manifest, publicKey }: PackProof, core: Core): Failure | null {
  const { seq, hash } = core.journal.head();
  const { workspace, asOf, madeBy } = manifest;
  if (core.workspaceId !== workspace.id || seq !== asOf.seq || hash !== asOf.hash) {
    return {
      code: 'PACK_DATABASE_DIFFERS',
      message: `The pack says workspace ${workspace.id} as of ${asOf.seq}; its database is of ${core.workspaceId} as of ${seq}.`,
      where: 'content',
      fix: 'Do not rely on this file, whoever signed it.',
    };
  }
  const signer = core.people.people().find(madeBy.id);
  if (signer?.isActive && signer.name === madeBy.name && signer.publicKey === spkiOf(publicKey)) return null;
  return {
    code: 'PACK_SIGNER_UNKNOWN',
    message: `The pack is signed as ${madeBy.name} (${madeBy.id}), whose key in the workspace is another one.`,
    where: 'signature',
    fix: 'Do not rely on this file, whoever signed it.',
  };
}

function unreadable(path: string, why: string): Failure {
  return {
    code: 'PACK_UNREADABLE',
    message: `The file cannot be read (${why}).`,
    where: path,
    fix: 'Check the path and that you may read it.',
  };
}
