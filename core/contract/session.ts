import * as z from 'zod';
import { sealedPackSchema } from './packs.ts';
import { mutation, nothing, query } from './procedure.ts';
import { idSchema } from './values.ts';

/** Where the interface runs: it decides what the shell offers, never what a person may do. */
export const hostKinds = ['terminal', 'headless', 'desktop'] as const;

export type HostKind = (typeof hostKinds)[number];

const personHereSchema = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
  /** The key is kept under a passphrase, which signing in asks for. */
  isSealed: z.boolean(),
});

export const sessionOutput = z.object({
  host: z.enum(hostKinds),
  version: z.string(),
  workspace: z.object({
    id: z.string(),
    name: z.string(),
    /** The sample company: may be removed with everything that belongs to it. */
    isSample: z.boolean(),
    /** Every connection is with a vendor's sandbox; nothing real can be posted. */
    isSandbox: z.boolean(),
  }),
  /** The sealed pack that is read, proved; null in a workspace that is worked on. Nothing can be changed in one. */
  sealed: sealedPackSchema.nullable(),
  /** Today where the workspace lives; a sample company may be on another day. */
  businessDay: z.string(),
  /** What time it is there, so that ages are counted by its clock. */
  nowAt: z.string(),
  /** Who is signed in, or null: then nothing but signing in is answered. */
  you: personHereSchema
    .omit({ isSealed: true })
    .extend({
      /** Actions that one of the person's own or lent roles allows. Limits and duties may still say no. */
      allowed: z.array(z.string()),
      /** False when the passphrase has to be given again before the next decision. */
      isFresh: z.boolean(),
    })
    .nullable(),
  /** Every action with the roles that may take it, to say why a control is off. */
  rules: z.record(z.string(), z.array(z.string())),
  /** People whose private key is on this machine: who can sign in here. */
  people: z.array(personHereSchema),
  /** When the session ends whatever happens, by the machine's clock; null where it does not end by itself. */
  endsAt: z.string().nullable(),
  /** How long it lasts without anyone doing anything, or null. */
  idleMs: z.int().nullable(),
});

const signInInput = z.strictObject({
  person: idSchema,
  passphrase: z.string().min(1).max(1_000).optional(),
});

export const sessionApi = {
  get: query(nothing, sessionOutput),
  signIn: mutation(signInInput, sessionOutput),
  signOut: mutation(nothing, sessionOutput),
  /** Ends the session: its secret is worth nothing from here on. */
  close: mutation(nothing, z.object({ isClosed: z.literal(true) })),
  /** Takes the sample company off this machine: workspace, keys, organisations. Refused on any other workspace. */
  removeSample: mutation(nothing, z.object({ isRemoved: z.literal(true) })),
} as const;
