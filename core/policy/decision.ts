import { createPublicKey, sign, verify } from 'node:crypto';
import { canonicalJson } from '../base/canonical-json.ts';
import { ok, type Result } from '../base/result.ts';
import type { Period } from '../domain/day.ts';
import { type KeyFailure, normalisePublicKey, readPrivateKey } from './keys.ts';

/** What a person signs: a yes or no to exact bytes, made with exact mappings, in a period, having seen a journal. */
export interface PostingDecision {
  readonly workspaceId: string;
  readonly postingId: string;
  readonly revision: number;
  readonly payloadHash: string;
  readonly mappingVersion: string;
  readonly period: Period;
  readonly decision: 'approve' | 'reject';
  readonly reason: string;
  readonly decidedBy: string;
  /** Unique for ever; names this one act of deciding. */
  readonly nonce: string;
  readonly journalHeadSeq: number;
  readonly journalHeadHash: string;
}

/** A signature over a decision is never one over anything else that the same key might sign. */
const purpose = 'tieout.posting-decision.1\n';

/** The text that is signed and kept: canonical JSON. */
export function decisionText(decision: PostingDecision): string {
  return canonicalJson({ ...decision });
}

/** The bytes under the signature, as text: what the decision is, and a line before it that says so. */
function decisionMessage(decision: PostingDecision): string {
  return purpose + decisionText(decision);
}

/** The bytes that are signed: what kind of thing it is, then the decision. */
export function textToSign(decision: PostingDecision): string {
  return purpose + decisionText(decision);
}

/** Signs with the person's private key. The signature is base64. */
export function signDecision(decision: PostingDecision, privateKeyPem: string): Result<string, KeyFailure> {
  const key = readPrivateKey(privateKeyPem);
  if (!key.ok) return key;
  return ok(sign(null, Buffer.from(decisionMessage(decision)), key.value).toString('base64'));
}

/** Whether the signature is this key's over exactly this decision. A malformed key or signature is a "no". */
export function verifyDecision(decision: PostingDecision, signature: string, publicKey: string): boolean {
  const key = normalisePublicKey(publicKey);
  if (!key.ok) return false;
  const bytes = Buffer.from(signature, 'base64');
  // Base64 has several texts for the same bytes; only one of them is accepted.
  if (bytes.length !== 64 || bytes.toString('base64') !== signature) return false;
  return verify(
    null,
    Buffer.from(decisionMessage(decision)),
    createPublicKey({ key: Buffer.from(key.value, 'base64'), format: 'der', type: 'spki' }),
    bytes,
  );
}

/** Idempotency key of the event that records a decision: one nonce, one decision, for ever. */
export function decisionKey(decision: Pick<PostingDecision, 'nonce'>): string {
  return `decision:${decision.nonce}`;
}
