import { err, ok, type Failure, type Result } from '#core/base/result.ts';
import { createFileKeystore } from '#core/policy/file-keystore.ts';
import type { PostingDecision } from '#core/policy/decision.ts';
import { signDecision } from '#core/policy/decision.ts';
import type { Keystore } from '#core/policy/keystore.ts';
import type { SignedDecision } from './decide-postings.ts';

export type { Keystore };

/** A private key in PEM as a key that signs. */
export { readPrivateKey as readSigningKey } from '#core/policy/keys.ts';

/** Private keys of the headless host: files outside the workspace's folder. */
export function openKeystore(
  folder: string,
  workspaceFolder: string,
  checksModes: boolean,
): Result<Keystore, Failure> {
  return createFileKeystore(folder, { workspaceFolder, checksModes });
}

/** Signs decisions with the person's own key, for handing them to `postings.decide`. */
export function signDecisions(
  keystore: Keystore,
  decisions: readonly PostingDecision[],
): Result<SignedDecision[], Failure> {
  const signed: SignedDecision[] = [];
  for (const decision of decisions) {
    const key = keystore.privateKeyOf(decision.decidedBy);
    if (!key.ok) return err(key.error);
    const signature = signDecision(decision, key.value);
    if (!signature.ok) return err(signature.error);
    signed.push({ decision, signature: signature.value });
  }
  return ok(signed);
}
