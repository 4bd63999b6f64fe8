import type { EntityKind, Observation, Ordering, RecordedEntity } from '../domain/entity.ts';
import { closeShapes } from './close-shapes.ts';
import { commandShapes } from './command-shapes.ts';
import { entityShapes, lineage } from './entity-shapes.ts';
import {
  anything,
  day,
  flag,
  integer,
  list,
  money,
  nullable,
  object,
  type ObjectShape,
  oneOf,
  optional,
  sha256Hex,
  type Shape,
  tagged,
  text,
} from './shape.ts';

/** An object whose type is told by its writer and not by the domain. */
function payload(members: Readonly<Record<string, Shape>>): ObjectShape {
  return { is: 'object', members };
}

const ordering = tagged('by', {
  sequence: object<Extract<Ordering, { by: 'sequence' }>>({ by: oneOf('sequence'), version: integer }),
  instant: object<Extract<Ordering, { by: 'instant' }>>({ by: oneOf('instant'), at: text }),
  fetched: object<Extract<Ordering, { by: 'fetched' }>>({ by: oneOf('fetched') }),
});

function entityPayload(kind: EntityKind): ObjectShape {
  return payload({
    contentHash: text,
    recorded: object<RecordedEntity>({
      effectiveOn: day,
      entity: entityShapes[kind],
      id: text,
      isDeleted: flag,
      lineage,
      ordering,
      version: integer,
    }),
  });
}

const setAside = payload({
  entityId: text,
  reason: text,
  sourceVersion: optional(integer),
  observation: payload({
    observation: object<Observation>({
      externalId: text,
      entity: tagged('kind', entityShapes),
      ordering,
      effectiveOn: day,
      isDeleted: optional(flag),
    }),
    lineage,
  }),
  applied: nullable(tagged('kind', entityShapes)),
});

const prepared = {
  externalId: text,
  flow: text,
  connectionId: text,
  subjectId: text,
  sourceReference: text,
  legalEntity: text,
  period: text,
  customerId: nullable(text),
  amount: money,
  payload: text,
  payloadHash: sha256Hex,
  command: tagged('type', commandShapes),
  mappingVersion: text,
  mappingIds: list(text),
  preparedBy: text,
  holdReasons: list(payload({ code: text, message: text })),
  reversalOf: nullable(text),
  lane: integer,
};

const decided = payload({
  revision: integer,
  decidedBy: text,
  payloadHash: sha256Hex,
  mappingVersion: text,
  period: text,
  reason: text,
  decision: nullable(text),
  signature: nullable(text),
  graceUntilMs: optional(integer),
  heldFor: optional(text),
  heldNotBeforeMs: optional(integer),
});

const ended = payload({ reason: text });
const notSent = payload({ reason: text, notBeforeMs: integer });

const postings: Readonly<Record<string, ObjectShape>> = {
  'posting.held': payload(prepared),
  'posting.shadowed': payload(prepared),
  'posting.adopted': payload({ ...prepared, documentId: text }),
  'posting.revised': payload({ ...prepared, revision: integer, state: oneOf('HELD', 'SHADOW') }),
  'posting.approved': decided,
  'posting.declined': decided,
  'posting.sending': payload({ attempt: integer, notBeforeMs: integer }),
  'posting.looked-up': payload({
    attempt: integer,
    outcome: oneOf('found', 'absent', 'several', 'differs', 'doubtful', 'current'),
    documentId: optional(nullable(text)),
    detail: optional(text),
  }),
  'posting.posted': payload({
    documentId: text,
    via: oneOf('response', 'look-up'),
    reason: optional(text),
  }),
  'posting.rejected': payload({ code: text, reason: text, where: optional(text) }),
  'posting.unknown': notSent,
  'posting.deferred': notSent,
  'posting.returned': ended,
  'posting.recalled': payload({ reason: text, heldFor: optional(text), notBeforeMs: optional(integer) }),
  'posting.dead': ended,
  'posting.withdrawn': ended,
};

const resolved = payload({ resolution: text });
const expectation = payload({
  type: text,
  subjectId: text,
  dueAtMs: integer,
  legalEntity: nullable(text),
  amount: nullable(money),
  metBy: nullable(text),
});

const workflow: Readonly<Record<string, ObjectShape>> = {
  'exception.raised': payload({
    code: text,
    causeKey: text,
    subjectId: text,
    postingId: nullable(text),
    ownerRole: text,
    legalEntity: nullable(text),
    period: nullable(text),
    amount: nullable(money),
    message: text,
    fix: text,
    detail: anything,
  }),
  'exception.restated': payload({ message: text, detail: anything, amount: nullable(money) }),
  'exception.resolved': resolved,
  'exception.dismissed': resolved,
  'exception.assigned': payload({ assignee: nullable(text), undoes: optional(integer) }),
  'exception.snoozed': payload({ untilAt: nullable(text), undoes: optional(integer) }),
  'exception.noted': payload({ note: text }),
  'exception.note-withdrawn': payload({ undoes: integer }),
  'exception.reopened': payload({ undoes: integer }),
  'expectation.opened': expectation,
  'expectation.moved': expectation,
  'expectation.met': expectation,
  'expectation.missed': expectation,
  'expectation.withdrawn': expectation,
  'observation.parked': setAside,
  'observation.superseded': setAside,
  'observation.conflicted': setAside,
  'observation.unparked': payload({ entityId: text, sourceVersion: integer }),
  'record.quarantined': payload({
    connectionId: text,
    stream: text,
    externalId: text,
    sourceRecordId: integer,
    code: text,
    message: text,
    where: optional(text),
    expected: optional(text),
    found: optional(text),
  }),
};

const mappingDecided = payload({ reason: text, frozenPeriod: optional(text) });
const mappingEnded = payload({
  validToOn: day,
  reason: optional(text),
  supersededBy: optional(text),
  frozenPeriod: optional(text),
});
const person = payload({
  name: text,
  email: text,
  publicKey: text,
  isActive: flag,
  roles: list(text),
  limits: anything,
  reason: text,
});
const period = payload({
  entity: text,
  period: text,
  state: oneOf('open', 'soft-close', 'closed'),
  reason: text,
});
const phase = oneOf('observe', 'shadow', 'hold-all', 'post');
const circuit = payload({ flow: text, entity: text, reason: text });

const control: Readonly<Record<string, ObjectShape>> = {
  'mapping.proposed': payload({
    version: integer,
    type: text,
    legalEntity: text,
    sourceKey: text,
    target: anything,
    validFromOn: day,
    validToOn: nullable(day),
    isFallback: flag,
    reason: text,
  }),
  'mapping.approved': mappingDecided,
  'mapping.rejected': mappingDecided,
  'mapping.retirement-rejected': mappingDecided,
  'mapping.superseded': mappingEnded,
  'mapping.retirement-proposed': mappingEnded,
  'mapping.retired': mappingEnded,
  'mapping.fallback-used': payload({ mappingId: text, postingId: text }),
  'person.added': person,
  'person.changed': person,
  'person.deactivated': person,
  'person.reactivated': person,
  'person.delegated': payload({
    fromPerson: text,
    toPerson: text,
    role: text,
    startsAt: text,
    endsAt: text,
    reason: text,
  }),
  'person.delegation-ended': payload({ endsAt: text, reason: text }),
  'policy.changed': payload({ name: text, value: anything, reason: text }),
  'flow.phase-changed': payload({ flow: text, from: phase, to: phase, reason: text }),
  'flow.circuit-tripped': circuit,
  'flow.circuit-reset': circuit,
  'period.soft-closed': period,
  'period.closed': period,
  'period.opened': period,
  'period.reopen-requested': period,
  'period.reopened': period,
  'access.refused': payload({ action: text, code: text, message: text, subject: text }),
};

/** Payloads by event type. */
export const payloadShapes: Readonly<Record<string, ObjectShape>> = {
  ...postings,
  ...workflow,
  ...control,
  ...closeShapes,
};

/** Payloads by area, for events that carry an entity: the area is the entity's kind, whatever happened to it. */
export const areaShapes: Readonly<Record<string, ObjectShape>> = Object.fromEntries(
  (Object.keys(entityShapes) as EntityKind[]).map((kind) => [kind, entityPayload(kind)]),
);
