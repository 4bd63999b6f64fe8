import { sign } from 'node:crypto';
import { type ApiSession, fixedSession } from '../app/router/api-session.ts';
import { type Keystore, readSigningKey } from '../app/router/sign-decisions.ts';
import { err, type Failure, ok } from '../base/result.ts';
import { isSealedKey } from './sealed-key.ts';

/** Someone at the terminal whose key is at hand: what takes a signature is signed with it, where it is not under a passphrase. */
export function terminalSession(person: string, keystore: Keystore): ApiSession {
  return {
    ...fixedSession(person),
    sign(text) {
      const stored = keystore.privateKeyOf(person);
      if (!stored.ok) return stored;
      if (isSealedKey(stored.value)) return err(passphraseNeeded(person));
      const key = readSigningKey(stored.value);
      return key.ok ? ok(sign(null, Buffer.from(text), key.value).toString('base64')) : key;
    },
  };
}

/** Where there are no keys: a sealed pack is read by nobody in particular. */
export const noKeys: Keystore = {
  save: (person) => err(keyMissing(person)),
  privateKeyOf: (person) => err(keyMissing(person)),
};

function keyMissing(person: string) {
  return {
    code: 'KEY_MISSING' as const,
    message: `The key of ${person} is not here: a sealed pack is read without keys.`,
    where: person,
    fix: 'Sign in to the workspace that the pack was made of.',
  };
}

function passphraseNeeded(person: string): Failure {
  return {
    code: 'PASSPHRASE_NEEDED',
    message: `The key of ${person} is kept under a passphrase, which is not asked for at the terminal.`,
    where: person,
    fix: 'Seal the pack in the cockpit, on the screen of the close.',
  };
}
