import { writeValue } from './canonical-bytes.ts';
import type { CanonicalValue } from '../base/canonical-json.ts';
import { compileShape, type ShapeWriter } from './compile-shape.ts';
import { areaShapes, payloadShapes } from './payload-shapes.ts';

/** One writer per event type; those of one area share theirs. */
const writers = new Map<string, ShapeWriter>();
const areaWriters = new Map<string, ShapeWriter>();

/**
 * Writes the canonical JSON of an event's payload into `bytes` from `start` on and gives the position after it. A payload
 * that is not what its type says is a bug in its writer and asserts, naming the member; types that have no shape are
 * written without being looked into.
 */
export function writePayload(type: string, payload: unknown, bytes: Buffer, start: number): number {
  return (writers.get(type) ?? prepare(type))(payload, bytes, start);
}

function prepare(type: string): ShapeWriter {
  const writer = writerOf(type);
  writers.set(type, writer);
  return writer;
}

function writerOf(type: string): ShapeWriter {
  const shape = payloadShapes[type];
  if (shape) return compileShape(shape, type);
  const area = type.slice(0, type.indexOf('.'));
  const known = areaWriters.get(area);
  if (known) return known;
  const areaShape = areaShapes[area];
  if (!areaShape) return (payload, bytes, start) => writeValue(payload as CanonicalValue, bytes, start);
  const writer = compileShape(areaShape, area);
  areaWriters.set(area, writer);
  return writer;
}
