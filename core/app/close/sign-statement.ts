import { createPublicKey, verify } from 'node:crypto';
import { canonicalJson } from '#core/base/canonical-json.ts';
import { err, ok, type Failure, type Result } from '#core/base/result.ts';
import type { SignedStatement } from '#core/close/close-desk.ts';
import type { SignOffAct } from '#core/close/sign-off.ts';
import { normalisePublicKey } from '#core/policy/keys.ts';
import type { Core } from '../create-core.ts';
import type { ApiSession } from '../router/api-session.ts';

/** A signature under a close is never one under anything else that the same key might sign. */
const purpose = 'tieout.close-sign-off.1\n';

interface Statement {
  readonly act: SignOffAct;
  readonly legalEntity: string;
  readonly period: string;
  readonly evidenceHash: string;
  readonly by: string;
}

/** Signs what is to be signed with the key of the person who is signed in, and checks the signature against their public key. */
export function signStatement(
  core: Core,
  session: ApiSession,
  what: Statement,
): Result<SignedStatement, Failure> {
  const { seq, hash } = core.journal.head();
  const statement = canonicalJson({
    ...what,
    workspaceId: core.workspaceId,
    journalHeadSeq: seq,
    journalHeadHash: hash,
  });
  const signature = session.sign(purpose + statement);
  if (!signature.ok) return signature;
  const person = core.people.people().find(what.by);
  if (!person || !isSignedBy(person.publicKey, purpose + statement, signature.value)) {
    return err({
      code: 'SIGNATURE_INVALID',
      message: `The signature is not that of ${what.by}.`,
      where: what.by,
      fix: 'Sign in again with the key that the workspace knows.',
    });
  }
  return ok({ statement, signature: signature.value });
}

function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const key = normalisePublicKey(publicKey);
  if (!key.ok) return false;
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.length !== 64) return false;
  const der = createPublicKey({ key: Buffer.from(key.value, 'base64'), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text), der, bytes);
}
