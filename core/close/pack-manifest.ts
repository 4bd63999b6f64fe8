import * as z from 'zod';
import { canonicalJson } from '../base/canonical-json.ts';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import { packChunkBytes } from '../domain/sealed-pack.ts';

/** Longer than any manifest; nothing longer is read into memory before its signature is checked. */
export const manifestMaxBytes = 1024 * 1024;

const text = z.string().max(400);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const manifestSchema = z.strictObject({
  workspace: z.strictObject({
    id: text,
    name: text,
    connections: z.array(
      z.strictObject({
        id: text,
        vendor: text,
        role: text,
        environment: text,
        /** The vendor's own id of the organisation; null before it ever answered. */
        accountId: text.nullable(),
      }),
    ),
  }),
  period: z.string().regex(/^\d{4}-\d{2}$/),
  /** Each legal entity as it stood in the period. */
  entities: z.array(z.strictObject({ legalEntity: text, periodState: text, signOff: text })),
  madeBy: z.strictObject({ id: text, name: text }),
  /** By the workspace's clock. */
  madeAt: z.iso.datetime(),
  asOf: z.strictObject({ seq: z.int().nonnegative(), hash: sha256 }),
  /** Version of the Tieout that made it. */
  application: text,
  /** Schema of the database inside. */
  schema: z.int().positive(),
  /** What of the workspace is not in it. */
  leftOut: z.array(text),
  content: z.strictObject({
    bytes: z.int().positive(),
    chunkBytes: z.literal(packChunkBytes),
    /** SHA-256 of the list of the chunks' SHA-256. */
    listSha256: sha256,
  }),
});

export type PackManifest = z.output<typeof manifestSchema>;

/** The one text of a manifest. */
export function manifestText(manifest: PackManifest): string {
  return canonicalJson(manifest);
}

/** Reads a manifest whose signature is good already. */
export function readManifest(signed: string): Result<PackManifest, Failure> {
  const refused = (message: string): Result<never, Failure> =>
    err({
      code: 'PACK_MANIFEST_UNREADABLE',
      message: `The signed description of the pack cannot be read: ${message}`,
      where: 'manifest',
      fix: 'Ask for the pack again; whoever signed it did not make it with this product.',
    });
  let value: unknown;
  try {
    value = JSON.parse(signed);
  } catch (cause) {
    return refused(cause instanceof Error ? cause.message : String(cause));
  }
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refused(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  return manifestText(parsed.data) === signed ? ok(parsed.data) : refused('it is not in canonical form.');
}

/** How many chunks a content of so many bytes has. */
export function chunksIn(contentBytes: number): number {
  return Math.ceil(contentBytes / packChunkBytes);
}
