import {
  anything,
  integer,
  list,
  money,
  nullable,
  type ObjectShape,
  oneOf,
  optional,
  sha256Hex,
  type Shape,
  text,
} from './shape.ts';

function payload(members: Readonly<Record<string, Shape>>): ObjectShape {
  return { is: 'object', members };
}

const sealedSide = payload({ key: text, fingerprint: text });
const sides = payload({ left: list(sealedSide), right: list(sealedSide) });
const matchEnded = payload({ period: text, reason: text });
const breakDecided = payload({ period: text, breakKey: text, class: text, difference: money, reason: text });

const task = { legalEntity: text, period: text, taskId: text };
const signOff = { legalEntity: text, period: text };
const signed = payload({
  ...signOff,
  evidence: anything,
  evidenceHash: sha256Hex,
  statement: text,
  signature: text,
});

/** Payloads of what people decide in reconciliation and close. */
export const closeShapes: Readonly<Record<string, ObjectShape>> = {
  'reconciliation.matched': payload({
    period: text,
    runId: text,
    origin: oneOf('accepted', 'manual'),
    rule: text,
    sides,
    differenceMinor: text,
    currency: text,
    reason: text,
  }),
  'reconciliation.confirmed': payload({ period: text, runId: text, asOfSeq: integer }),
  'reconciliation.unmatched': matchEnded,
  'reconciliation.match-voided': matchEnded,
  'reconciliation.suggestion-rejected': payload({
    period: text,
    suggestionKey: text,
    rule: text,
    sides,
    reason: text,
  }),
  'reconciliation.run-undone': payload({ period: text, runId: text, matches: integer, reason: text }),
  'reconciliation.break-explained': breakDecided,
  'reconciliation.break-accepted': breakDecided,
  'reconciliation.break-reopened': breakDecided,
  'close.template-changed': payload({ template: anything, reason: text }),
  'close.task-prepared': payload({ ...task, note: text }),
  'close.task-reviewed': payload({ ...task, note: text }),
  'close.task-reopened': payload({ ...task, cause: text }),
  'close.task-met': payload({ ...task, cause: text }),
  'close.task-assigned': payload({
    ...task,
    preparer: nullable(text),
    reviewer: nullable(text),
    dueOn: nullable(text),
  }),
  'close.task-noted': payload({ ...task, note: text }),
  'close.evidence-attached': payload({ ...task, label: text, reference: text, hash: nullable(sha256Hex) }),
  'close.sign-off-prepared': signed,
  'close.signed-off': signed,
  'close.sign-off-suspended': payload({
    ...signOff,
    cause: text,
    delta: anything,
    evidence: anything,
    evidenceHash: sha256Hex,
    suspendedHash: optional(sha256Hex),
  }),
  'close.journal-verified': payload({ verifiedSeq: integer, hash: text, problems: integer }),
  'pack.sealed': payload({
    period: text,
    packId: sha256Hex,
    fileName: text,
    bytes: integer,
    asOf: payload({ seq: integer, hash: sha256Hex }),
    fingerprint: text,
    application: text,
    madeByName: text,
  }),
};
