import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, isAbsolute } from 'node:path';
import { err, ok, type Result } from '../base/result.ts';
import type { Keystore, KeystoreFailure } from './keystore.ts';
import { isPersonId } from './people.ts';

/**
 * Private keys as PEM files that only their owner can read (0600 in a folder of 0700), outside the workspace folder, so
 * that a copy of the database carries no key. `checksModes` is false where files have no modes (Windows).
 */
export function createFileKeystore(
  folder: string,
  options: { readonly workspaceFolder: string; readonly checksModes: boolean },
): Result<Keystore, KeystoreFailure> {
  const inside = relative(resolve(options.workspaceFolder), resolve(folder));
  if (!inside.startsWith('..') && !isAbsolute(inside)) {
    return err({
      code: 'KEYSTORE_INSIDE_WORKSPACE',
      message: 'Private keys cannot be kept in the workspace: whoever copies it would have them.',
      where: folder,
      fix: 'Choose a folder outside the workspace.',
    });
  }
  return ok({
    save(personId, keys) {
      if (!isPersonId(personId)) return err(nameInvalid(personId));
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      try {
        writeFileSync(fileOf(folder, personId), keys.privateKeyPem, { mode: 0o600, flag: 'wx' });
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
        return err(keyExists(personId, folder));
      }
      return ok(undefined);
    },
    privateKeyOf(personId) {
      if (!isPersonId(personId)) return err(nameInvalid(personId));
      const file = fileOf(folder, personId);
      try {
        const exposed = options.checksModes && (statSync(file).mode & 0o077) !== 0;
        return exposed ? err(keyExposed(personId, file)) : ok(readFileSync(file, 'utf8'));
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
        return err(keyMissing(personId, folder));
      }
    },
  });
}

function fileOf(folder: string, personId: string): string {
  return join(folder, `${personId}.pem`);
}

function nameInvalid(personId: string): KeystoreFailure {
  return {
    code: 'KEY_NAME_INVALID',
    message: `"${personId}" is not a person's id.`,
    where: personId,
    fix: 'Use the id of a person of the workspace.',
  };
}

function keyExists(personId: string, folder: string): KeystoreFailure {
  return {
    code: 'KEY_EXISTS',
    message: `There is a private key of ${personId} already.`,
    where: folder,
    fix: 'Move the old file away by hand if the key is really to be replaced.',
  };
}

function keyExposed(personId: string, file: string): KeystoreFailure {
  return {
    code: 'KEY_EXPOSED',
    message: `Others can read the private key of ${personId}.`,
    where: file,
    fix: 'Replace the key, and keep the new file readable by its owner alone (chmod 600).',
  };
}

function keyMissing(personId: string, folder: string): KeystoreFailure {
  return {
    code: 'KEY_MISSING',
    message: `There is no private key of ${personId} here.`,
    where: folder,
    fix: 'Decide on the machine that has the key, or have an administrator set a new one.',
  };
}
