import { z } from 'zod';
import { type Result, err, ok } from '#core/base/result.ts';
import { type Quarantine, quarantineOf, readJson } from '../sdk/index.ts';
import { streamQueries } from './queries.ts';

/** What a change event asks for: these records of a stream are to be fetched. */
export interface ChangeHint {
  readonly stream: string;
  readonly externalIds: readonly string[];
}

const changeEvent = z.looseObject({
  ChangeEventHeader: z
    .looseObject({
      entityName: z.string(),
      recordIds: z.array(z.string()).optional(),
      recordId: z.string().optional(),
    })
    .refine((header) => header.recordIds !== undefined || header.recordId !== undefined, 'names no record'),
});

/**
 * Reads an event of Change Data Capture as the hint that it is: its fields are partial, its order is not ours, and its
 * ids are all that is used. Null for objects that we do not follow.
 */
export function readChangeEvent(text: string): Result<ChangeHint | null, Quarantine> {
  const json = readJson(text);
  if (!json.ok) return err({ code: 'SHAPE_UNKNOWN', message: json.error.message, where: '$' });
  const parsed = changeEvent.safeParse(json.value);
  if (!parsed.success) return err(quarantineOf(parsed.error, json.value));
  const { entityName, recordIds, recordId } = parsed.data.ChangeEventHeader;
  const stream = Object.keys(streamQueries).find((name) => streamQueries[name]?.object === entityName);
  if (stream === undefined) return ok(null);
  return ok({ stream, externalIds: recordIds ?? [recordId ?? ''] });
}
