import * as z from 'zod';
import type { SandboxAccess } from '../sandbox/start-sandbox.ts';
import { CommandFailure } from './command-failure.ts';

const text = z.string().min(1, 'is empty');

const schema = z.object({
  salesforce: z.object({
    baseUrl: text,
    orgId: text,
    credentials: z.object({ clientId: text, clientSecret: text, username: text, privateKeyPem: text }),
  }),
  stripe: z.object({ baseUrl: text, accountId: text, secretKey: text, webhookSecret: text }),
  netsuite: z.object({
    baseUrl: text,
    accountId: text,
    credentials: z.object({ clientId: text, certificateId: text, privateKeyPem: text }),
  }),
  control: z.object({ url: text, token: text }),
  sample: z.object({
    months: z.array(text).min(1),
    cutoverOn: text,
    todayMs: z.number(),
    clockOffsetMs: z.number(),
    mappings: z.array(
      z
        .object({
          type: text,
          legalEntity: z.string().optional(),
          sourceKey: z.string(),
          target: z.record(z.string(), z.string()),
          validFromOn: text,
        })
        .transform(({ legalEntity, ...row }) => (legalEntity === undefined ? row : { ...row, legalEntity })),
    ),
  }),
});

/** Reads what `tieout sandbox` printed. */
export function parseAccessFile(content: string, path: string): SandboxAccess {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new CommandFailure({
      code: 'FILE_NOT_JSON',
      message: 'The file is not JSON.',
      where: path,
      fix: 'Give the file that `tieout sandbox --write FILE` wrote.',
    });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = ['$', ...(issue?.path ?? []).map(String)].join('.');
  throw new CommandFailure({
    code: 'FILE_INVALID',
    message: `${place}: ${issue?.message ?? 'is wrong'}`,
    where: `${path} ${place}`,
    fix: 'Give the file that `tieout sandbox --write FILE` wrote.',
  });
}
