import * as z from 'zod';
import { mutation, nothing, query } from './procedure.ts';
import { idSchema, reasonSchema } from './values.ts';

const limitsSchema = z.object({
  /** Codes, or null for all. */
  legalEntities: z.array(z.string()).nullable(),
  /** Minor units by currency, or null for no limit. */
  maxMinorByCurrency: z.record(z.string(), z.string()).nullable(),
});

const delegationSchema = z.object({
  id: z.string(),
  fromPerson: z.string(),
  toPerson: z.string(),
  role: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
});

export const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  isActive: z.boolean(),
  roles: z.array(z.string()),
  limits: limitsSchema,
  publicKey: z.string(),
  /** Roles lent to this person, whenever they hold. */
  delegations: z.array(delegationSchema),
});

/** People as everyone may see them: no address, and of the key only its public half. */
export const listPeopleOutput = z.object({
  people: z.array(personSchema),
  /** Every role there is. */
  roles: z.array(z.string()),
  /** Roles that one person never holds together, and why. */
  conflicts: z.array(z.object({ roles: z.tuple([z.string(), z.string()]), why: z.string() })),
  /** What each role may do. */
  rules: z.array(z.object({ action: z.string(), roles: z.array(z.string()) })),
  /** Who is asking. */
  you: z.string(),
  /** The instant that delegations are measured by. */
  nowAt: z.string(),
  asOfSeq: z.int(),
});

const roleSchema = z.string().min(1).max(40);
const digits = z.string().regex(/^\d{1,15}$/, 'is not a whole number of minor units');
const limitsInput = z.strictObject({
  legalEntities: z.array(z.string().min(1).max(64)).min(1, 'names no legal entity').nullable(),
  maxMinorByCurrency: z.record(z.string().regex(/^[A-Z]{3}$/, 'is not an ISO 4217 code'), digits).nullable(),
});

const personDraft = {
  name: z.string().max(200),
  email: z.string().max(320),
  /** Ed25519, PEM or base64 DER. */
  publicKey: z.string().max(2_000),
  roles: z.array(roleSchema).max(20),
  limits: limitsInput,
} as const;

export const addPersonInput = z.strictObject({
  id: z.string().max(64).optional(),
  ...personDraft,
  reason: reasonSchema,
});

/** What is given changes; the rest stays. */
export const changePersonInput = z.strictObject({
  id: idSchema,
  changes: z.strictObject(personDraft).partial(),
  reason: reasonSchema,
});

export const personAndReasonInput = z.strictObject({ id: idSchema, reason: reasonSchema });

const instantSchema = z.iso.datetime({
  precision: 3,
  message: 'is not an instant such as 2026-01-31T00:00:00.000Z',
});

/** People lend what is their own; the lender is the one who asks. */
export const delegateInput = z.strictObject({
  toPerson: idSchema,
  role: roleSchema,
  startsAt: instantSchema,
  endsAt: instantSchema,
  reason: reasonSchema,
});

export const personOutput = z.object({ person: personSchema, asOfSeq: z.int() });
export const delegationOutput = z.object({ delegation: delegationSchema, asOfSeq: z.int() });
export const delegationEndedOutput = z.object({ asOfSeq: z.int() });

/** The access review: who may do what now, by which right, and what does not look right. */
export const accessReviewOutput = z.object({
  fileName: z.string(),
  /** The same as a file: a header with when and at which journal position, then one line a person and action. */
  csv: z.string(),
  rows: z.array(
    z.object({
      person: z.string(),
      name: z.string(),
      isActive: z.boolean(),
      action: z.string(),
      /** The role that allows it. */
      role: z.string(),
      /** Who lent the role; null for one's own. */
      onBehalfOf: z.string().nullable(),
    }),
  ),
  findings: z.array(z.object({ person: z.string(), message: z.string() })),
  asOfSeq: z.int(),
});

export type WirePerson = z.output<typeof personSchema>;
export type PeopleList = z.output<typeof listPeopleOutput>;

export const peopleApi = {
  list: query(nothing, listPeopleOutput),
  add: mutation(addPersonInput, personOutput),
  change: mutation(changePersonInput, personOutput),
  deactivate: mutation(personAndReasonInput, personOutput),
  reactivate: mutation(personAndReasonInput, personOutput),
  delegate: mutation(delegateInput, delegationOutput),
  endDelegation: mutation(personAndReasonInput, delegationEndedOutput),
  accessReview: query(nothing, accessReviewOutput),
} as const;
