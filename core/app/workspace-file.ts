import * as z from 'zod';
import { err, ok, type Failure, type Result } from '../base/result.ts';

const name = z.string().trim().min(1, 'is empty').max(200);
const identifier = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'is not an id such as billing or crm-eu');

const connectionSchema = z.strictObject({
  id: identifier,
  vendor: z.string(),
  settings: z.record(z.string(), z.unknown()),
});

const personSchema = z.strictObject({
  id: identifier,
  name,
  email: z.string(),
  roles: z.array(z.string()).min(1, 'names no role'),
  limits: z.unknown().optional(),
  /** PEM of an Ed25519 public key; absent: a key pair is made and the private key put into the workspace's keystore. */
  publicKey: z.string().optional(),
});

const mappingSchema = z.strictObject({
  type: z.string(),
  legalEntity: z.string().optional(),
  sourceKey: z.string(),
  target: z.record(z.string(), z.unknown()),
  validFromOn: z.string(),
  validToOn: z.string().nullable().optional(),
});

/** The reviewable file that a workspace is set up from. It holds no secret: those go into the keystore by name. */
export const workspaceFileSchema = z.strictObject({
  workspace: z.strictObject({
    name,
    /** Shifts the workspace's clock, for a workspace on a sandbox that lives on another day. */
    clockOffsetMs: z.int().default(0),
  }),
  connections: z.array(connectionSchema).min(1, 'has no connection'),
  people: z.array(personSchema).min(2, 'needs two people: whoever prepares does not approve'),
  mappings: z.array(mappingSchema).default([]),
  /** Who proposed and who approved the mappings of this file. */
  mappingsProposedBy: identifier.optional(),
  mappingsApprovedBy: identifier.optional(),
  policy: z.record(z.string(), z.unknown()).default({}),
  policySetBy: identifier.optional(),
  phases: z.record(z.string(), z.enum(['observe', 'shadow', 'hold-all', 'post'])).default({}),
});

export type WorkspaceFile = z.output<typeof workspaceFileSchema>;

export type WorkspaceFileFailure = Failure<'FILE_NOT_JSON' | 'FILE_INVALID'>;

/** Reads the text of a workspace file: every problem at once, each with its place. */
export function parseWorkspaceFile(
  text: string,
  path: string,
): Result<WorkspaceFile, readonly WorkspaceFileFailure[]> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return err([
      {
        code: 'FILE_NOT_JSON',
        message: `The file is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
        where: path,
        fix: 'Correct the place that the message names.',
      },
    ]);
  }
  const parsed = workspaceFileSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return err(
    parsed.error.issues.map((issue) => ({
      code: 'FILE_INVALID' as const,
      message: `${issue.path.map(String).join('.') || 'the file'} ${issue.message}`,
      where: `${path} $.${issue.path.map(String).join('.')}`,
      fix: 'Compare with the example in the README of core/app.',
    })),
  );
}
