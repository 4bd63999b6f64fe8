import type * as z from 'zod';
import { present } from '#core/base/assert.ts';
import { toInstant } from '#core/base/clock.ts';
import { err, ok, type Failure, type Result } from '#core/base/result.ts';
import type {
  decideHereInput,
  decideHereOutput,
  previewDecisionInput,
  previewDecisionOutput,
  undoDecisionOutput,
} from '#core/contract/postings.ts';
import { magnitude } from '#core/domain/money.ts';
import { type PostingDecision, textToSign } from '#core/policy/decision.ts';
import type { Posting } from '#core/storage/repositories/postings.ts';
import type { Core } from '../create-core.ts';
import { valueOf } from './api-error.ts';
import { decidePostings, notFound, type SignedDecision } from './decide-postings.ts';
import { MayDecide } from './may-decide.ts';
import { wirePerson } from './wire-exception.ts';
import { totalsOf } from './wire-totals.ts';

type Asked = z.output<typeof decideHereInput>;
type Shown = Asked['items'][number];
type Refused = z.output<typeof decideHereOutput>['refused'][number];

/** Signs a text with the key of the person who is signed in; the host keeps the key. */
export type Sign = (text: string) => Result<string, Failure>;

/**
 * Decides as the person of the session. What is signed is the posting as it was shown: one that moved since is refused
 * with both versions, and the others go on. Approvals wait out their grace before anything leaves.
 */
export function decideHere(
  core: Core,
  person: string,
  sign: Sign,
  asked: Asked,
): z.output<typeof decideHereOutput> {
  const { fresh, moved } = compareWithShown(core, asked.items);
  const may = new MayDecide(core, person);
  const wordless =
    asked.decision === 'approve' && asked.reason === '' ? fresh.filter((one) => may.needsReason(one)) : [];
  const chosen = fresh.filter((one) => !wordless.includes(one));
  const nowMs = core.clock.now();
  const graceMs = core.policy.policy().approvalGraceSeconds * 1_000;
  const isGraced = asked.decision === 'approve' && graceMs > 0;
  const signed = valueOf(signAll(core, person, sign, chosen, asked));
  const { decided, refused } = decidePostings(
    core,
    person,
    signed,
    isGraced ? { graceUntilMs: nowMs + graceMs } : {},
  );
  return {
    decided: decided.map(({ posting, decision }) => ({ postingId: posting.id, decision })),
    refused: [
      ...moved,
      ...wordless.map(({ id }) => ({ postingId: id, failure: reasonMissing(id), present: null })),
      ...refused.map((one) => ({ ...one, present: null })),
    ],
    totals: totalsOf(decided.map(({ posting }) => posting.amount)),
    graceUntil: isGraced && decided.length > 0 ? toInstant(nowMs + graceMs) : null,
    nowAt: toInstant(nowMs),
  };
}

/** What a decision would do, by the same rules: count, sums, and what would be skipped and why. Changes nothing. */
export function previewDecision(
  core: Core,
  person: string,
  { items, decision }: z.output<typeof previewDecisionInput>,
): z.output<typeof previewDecisionOutput> {
  const { fresh, moved } = compareWithShown(core, items);
  const may = new MayDecide(core, person);
  const skipped: Refused[] = [...moved];
  const taken: Posting[] = [];
  const spent = new Map<string, bigint>();
  for (const posting of fresh) {
    const key = `${posting.customerId ?? ''} ${posting.amount.currency}`;
    const failure = may.whyNot(posting, decision, spent.get(key) ?? 0n);
    if (failure) skipped.push({ postingId: posting.id, failure, present: null });
    else {
      taken.push(posting);
      spent.set(key, (spent.get(key) ?? 0n) + magnitude(posting.amount).minor);
    }
  }
  return {
    totals: totalsOf(taken.map(({ amount }) => amount)),
    postingIds: taken.map(({ id }) => id),
    needsReason: decision === 'reject' || taken.some((posting) => may.needsReason(posting)),
    skipped,
  };
}

/** Takes back one's own decisions that nothing has followed from yet. */
export function undoDecisions(
  core: Core,
  person: string,
  postingIds: readonly string[],
): z.output<typeof undoDecisionOutput> {
  return core.store.transact(() => {
    const may = new MayDecide(core, person);
    const undone: string[] = [];
    const refused: { postingId: string; failure: Failure }[] = [];
    for (const postingId of new Set(postingIds)) {
      const posting = core.desk.postings.get(postingId);
      const failure = posting ? may.whyNotUndo(posting) : notFound(postingId);
      if (failure) refused.push({ postingId, failure });
      else {
        core.desk.recall(present(posting, 'a posting'), person, 'taken back');
        undone.push(postingId);
      }
    }
    return { undone, refused };
  });
}

function compareWithShown(
  core: Core,
  items: readonly Shown[],
): { readonly fresh: readonly Posting[]; readonly moved: readonly Refused[] } {
  const fresh: Posting[] = [];
  const moved: Refused[] = [];
  for (const shown of new Map(items.map((item) => [item.postingId, item])).values()) {
    const posting = core.desk.postings.get(shown.postingId);
    if (!posting) {
      moved.push({ postingId: shown.postingId, failure: notFound(shown.postingId), present: null });
    } else if (isAsShown(posting, shown)) fresh.push(posting);
    else moved.push({ postingId: posting.id, ...stale(core, posting, shown) });
  }
  return { fresh, moved };
}

function isAsShown(posting: Posting, shown: Shown): boolean {
  return (
    posting.state === 'HELD' &&
    posting.revision === shown.revision &&
    posting.payloadHash === shown.payloadHash &&
    posting.mappingVersion === shown.mappingVersion
  );
}

/** Both versions, and who moved it when. */
function stale(core: Core, posting: Posting, shown: Shown): Pick<Refused, 'failure' | 'present'> {
  const last = core.desk.history(posting.id).at(-1);
  const by = wirePerson(core, last?.actor ?? '');
  const isDecided = posting.state !== 'HELD';
  return {
    failure: {
      code: isDecided ? 'ALREADY_DECIDED' : 'DECISION_STALE',
      message: isDecided
        ? `${by.name} changed it: it is ${posting.state} now.`
        : `${by.name} changed it: revision ${shown.revision} was shown, it is revision ${posting.revision} now.`,
      where: posting.id,
      fix: 'Look at the posting as it is now and decide again.',
    },
    present: {
      postingId: posting.id,
      revision: posting.revision,
      payloadHash: posting.payloadHash,
      mappingVersion: posting.mappingVersion,
      state: posting.state,
      by,
      at: last?.recordedAt ?? '',
    },
  };
}

function signAll(
  core: Core,
  person: string,
  sign: Sign,
  postings: readonly Posting[],
  { decision, reason }: Asked,
): Result<readonly SignedDecision[], Failure> {
  const head = core.journal.head();
  const signed: SignedDecision[] = [];
  for (const posting of postings) {
    const made: PostingDecision = {
      workspaceId: core.workspaceId,
      postingId: posting.id,
      revision: posting.revision,
      payloadHash: posting.payloadHash,
      mappingVersion: posting.mappingVersion,
      period: posting.period,
      decision,
      reason,
      decidedBy: person,
      nonce: core.ids.next('nonce'),
      journalHeadSeq: head.seq,
      journalHeadHash: head.hash,
    };
    const signature = sign(textToSign(made));
    if (!signature.ok) return err(signature.error);
    signed.push({ decision: made, signature: signature.value });
  }
  return ok(signed);
}

function reasonMissing(id: string): Failure {
  return {
    code: 'REASON_MISSING',
    message: 'An approval of this size needs its reason in words.',
    where: id,
    fix: 'Say why it is right.',
  };
}
