import { type Result, err, ok } from '#core/base/result.ts';
import { type JsonTextFailure, parseStrictly, rememberProved, scanJson } from './json-text.ts';

export interface VerbatimPage {
  /** The vendor's own text of each element, in order: the bodies of source records. */
  readonly elements: readonly string[];
  /** Everything around the array, parsed, with the array itself empty. Numbers here are JavaScript numbers. */
  readonly envelope: unknown;
}

/**
 * Splits the JSON text of a page into the verbatim texts of the elements of the array at `arrayPath` (["data"],
 * ["records"], [] for a bare array). Nothing is written anew, so nothing is lost: not `1.10`, not an unknown field.
 */
export function splitPage(text: string, arrayPath: readonly string[]): Result<VerbatimPage, JsonTextFailure> {
  const scan = scanJson(text, arrayPath);
  if (!scan.ok) return scan;
  const found = scan.value;
  if (found === null) {
    const where = `$${arrayPath.map((name) => `.${name}`).join('')}`;
    return err({ code: 'JSON_INVALID', message: `the answer has no array at ${where}`, where });
  }
  const elements = found.elements.map(({ start, end }) => text.slice(start, end));
  rememberProved(elements);
  const envelope: unknown = JSON.parse(`${text.slice(0, found.start)}[]${text.slice(found.end)}`);
  return ok({ elements, envelope });
}

/** Parses JSON text with duplicate keys refused. Numbers are JavaScript numbers: for ids, counts and integers only. */
export function readJson(text: string): Result<unknown, JsonTextFailure> {
  return parseStrictly(text);
}
