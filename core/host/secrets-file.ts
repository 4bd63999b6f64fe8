import * as z from 'zod';
import { CommandFailure } from './command-failure.ts';

/** By connection, then by name. */
export type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

const name = z.string().regex(/^[A-Za-z0-9-]+$/, 'is not the name of a secret');
const schema = z.record(z.string(), z.record(name, z.string().min(1, 'is empty')));

/** Reads a secrets file. What it holds is never quoted, not even where it is wrong. */
export function parseSecretsFile(text: string, path: string, connectionIds: readonly string[]): Secrets {
  const parsed = schema.safeParse(valueOf(text, path));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new CommandFailure({
      code: 'FILE_INVALID',
      message: `${['$', ...(issue?.path ?? []).map(String)].join('.')}: ${issue?.message ?? 'is wrong'}`,
      where: path,
      fix: 'Write {"<connection>": {"<secret>": "<value>"}}.',
    });
  }
  for (const id of Object.keys(parsed.data)) {
    if (connectionIds.includes(id)) continue;
    throw new CommandFailure({
      code: 'FILE_INVALID',
      message: `There is no connection "${id}" in the configuration.`,
      where: `${path} $.${id}`,
      fix: `Use one of ${connectionIds.join(', ')}.`,
    });
  }
  return parsed.data;
}

function valueOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const position = /at position \d+(?: \(line \d+ column \d+\))?/.exec((cause as Error).message)?.[0] ?? '';
    throw new CommandFailure({
      code: 'FILE_NOT_JSON',
      message: `The file is not JSON ${position}`.trim(),
      where: path,
      fix: 'Correct it; what it holds is not shown here.',
    });
  }
}
