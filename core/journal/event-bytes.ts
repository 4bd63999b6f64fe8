import { writeAscii, writeText } from './canonical-bytes.ts';
import { compileShape } from './compile-shape.ts';
import { lineage } from './entity-shapes.ts';
import type { RecordedEvent } from './event.ts';
import { writePayload } from './payload-check.ts';

const writeLineage = compileShape(lineage, 'source');

/**
 * Writes the canonical JSON of an event into `bytes` from `start` on, the bytes of `canonicalJson(event)`, and gives the
 * position after it. The members stand here in canonical order, and the payload is checked while it is written.
 */
export function writeEvent(event: RecordedEvent, bytes: Buffer, start: number): number {
  let at = writeAscii('{"actor":', bytes, start);
  at = writeText(event.actor, bytes, at);
  at = writeAscii(',"aggregateId":', bytes, at);
  at = writeText(event.aggregateId, bytes, at);
  at = writeAscii(
    `,"aggregateVersion":${event.aggregateVersion},"causationSeq":${event.causationSeq}`,
    bytes,
    at,
  );
  at = writeAscii(',"correlationId":', bytes, at);
  at = writeText(event.correlationId, bytes, at);
  at = writeAscii(',"effectiveOn":', bytes, at);
  at = writeText(event.effectiveOn, bytes, at);
  at = writeAscii(',"idempotencyKey":', bytes, at);
  at = writeText(event.idempotencyKey, bytes, at);
  at = writeAscii(',"legalEntity":', bytes, at);
  at = event.legalEntity === null ? writeAscii('null', bytes, at) : writeText(event.legalEntity, bytes, at);
  at = writeAscii(',"payload":', bytes, at);
  at = writePayload(event.type, event.payload, bytes, at);
  at = writeAscii(',"recordedAt":', bytes, at);
  at = writeText(event.recordedAt, bytes, at);
  at = writeAscii(`,"schemaVersion":${event.schemaVersion},"seq":${event.seq}`, bytes, at);
  at = writeAscii(',"source":', bytes, at);
  at = event.source === null ? writeAscii('null', bytes, at) : writeLineage(event.source, bytes, at);
  at = writeAscii(',"type":', bytes, at);
  at = writeText(event.type, bytes, at);
  return writeAscii('}', bytes, at);
}
