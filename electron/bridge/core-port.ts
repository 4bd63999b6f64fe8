import * as z from 'zod';

// What main and the core process say to each other. Requests of the interface go over a port of their own; the rest is control.

const headers = z.array(z.tuple([z.string(), z.string()]));

/** From main to the core process, over the request port. */
export const toCoreSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('request'),
    id: z.int(),
    method: z.enum(['GET', 'POST']),
    /** Path and query, as `/api/session.get`. */
    path: z.string(),
    headers,
    body: z.instanceof(Uint8Array).nullable(),
  }),
  /** The page has lost interest. */
  z.object({ kind: z.literal('abort'), id: z.int() }),
  /** The page has read one more chunk: another may be sent. */
  z.object({ kind: z.literal('credit'), id: z.int() }),
]);

export type ToCore = z.output<typeof toCoreSchema>;

/** From the core process to main, over the request port. */
export const fromCoreSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('head'), id: z.int(), status: z.int().min(200).max(599), headers }),
  z.object({ kind: z.literal('chunk'), id: z.int(), bytes: z.instanceof(Uint8Array) }),
  z.object({ kind: z.literal('end'), id: z.int() }),
  /** The answer broke off: what came of it is not to be trusted. */
  z.object({ kind: z.literal('broken'), id: z.int() }),
]);

export type FromCore = z.output<typeof fromCoreSchema>;

/** Chunks that may be under way for one answer before the page has read any. */
export const initialCredit = 8;

const placesSchema = z.object({ folder: z.string(), keys: z.string(), secrets: z.string() });

/** Control messages from main. */
export const orderSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('open'),
    places: placesSchema,
    version: z.string(),
    /** The sample company's organisations, as `tieout sandbox` describes them; null for a workspace of one's own. */
    sample: z
      .object({
        access: z.string(),
        /** Makes the workspace anew: organisations that have just started know nothing of an earlier one. */
        isNew: z.boolean(),
      })
      .nullable(),
  }),
  /** A sealed pack instead of a workspace: the file, and nothing else. */
  z.object({ kind: z.literal('openPack'), path: z.string(), version: z.string() }),
  /** A new session, or the one of this secret again: a core that was started anew takes over its windows. */
  z.object({ kind: z.literal('openSession'), ask: z.int(), secret: z.string().nullable() }),
  z.object({ kind: z.literal('closeSession'), secret: z.string() }),
  /** The machine was asleep: look at what time has done. */
  z.object({ kind: z.literal('resumed') }),
  z.object({ kind: z.literal('close') }),
  z.object({ kind: z.literal('secret'), ask: z.int(), value: z.string().nullable() }),
]);

export type Order = z.output<typeof orderSchema>;

/** Control messages to main. */
export const reportSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), detail: z.string() }),
  z.object({ kind: z.literal('ready'), workspace: z.string() }),
  z.object({ kind: z.literal('failed'), code: z.string(), message: z.string(), fix: z.string().nullable() }),
  z.object({ kind: z.literal('session'), ask: z.int(), secret: z.string() }),
  /** How much long work is running: an update waits for it. */
  z.object({ kind: z.literal('busy'), jobs: z.int().min(0) }),
  z.object({ kind: z.literal('askSecret'), ask: z.int(), connectionId: z.string(), name: z.string() }),
  /** Someone took the sample company off this machine. */
  z.object({ kind: z.literal('sampleRemoved') }),
]);

export type Report = z.output<typeof reportSchema>;

/** What of a message port both sides use; Electron's own fits it. */
export interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}
