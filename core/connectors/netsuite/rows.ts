import { z } from 'zod';
import { type Result, err, ok } from '#core/base/result.ts';
import { type PullFailure, readJson } from '../sdk/index.ts';

const row = z.record(z.string(), z.unknown());

/** Fields of a row that paging needs, as text; a page whose rows lack them cannot be walked. */
export function rowFields(body: string, names: readonly string[]): Result<readonly string[], PullFailure> {
  const json = readJson(body);
  const parsed = row.safeParse(json.ok ? json.value : null);
  const values = names.map((name) => (parsed.success ? parsed.data[name] : undefined));
  const missing = names.find((_name, index) => typeof values[index] !== 'string');
  if (missing === undefined) return ok(values as string[]);
  return err({
    code: 'RESPONSE_INVALID',
    message: `a row came without "${missing}" as text, so the page cannot be placed`,
    where: `$.items[].${missing}`,
  });
}
