import * as z from 'zod';
import { mutation, query } from './procedure.ts';
import { periodSchema } from './values.ts';

/** What a sealed pack says of itself, after its seal was proved. */
export const sealedPackSchema = z.object({
  /** SHA-256 of everything that was signed. */
  packId: z.string(),
  fileName: z.string(),
  period: z.string(),
  madeBy: z.object({ id: z.string(), name: z.string() }),
  /** By the workspace's clock. */
  madeAt: z.string(),
  asOf: z.object({ seq: z.int(), hash: z.string() }),
  /** Of the signer's key, as people compare it. */
  fingerprint: z.string(),
  /** Version of the Tieout that made it. */
  application: z.string(),
});

export type SealedPack = z.output<typeof sealedPackSchema>;

const placedPackSchema = sealedPackSchema.extend({
  bytes: z.int(),
  /** Where it was put; null where it is not there any more. */
  path: z.string().nullable(),
});

export type PlacedPack = z.output<typeof placedPackSchema>;

const packPeriodInput = z.strictObject({ period: periodSchema });

export const packsApi = {
  /** The packs that were made of a period, newest first. */
  list: query(packPeriodInput, z.object({ rows: z.array(placedPackSchema), asOfSeq: z.int() })),
  /** Seals the workspace as it is now, for a period, with the key of who asks. */
  make: mutation(packPeriodInput, placedPackSchema),
} as const;
