import { type Result, err, ok } from '#core/base/result.ts';
import { type JsonTextFailure, scanJson } from './json-text.ts';

/** The member beside the array that says "there is more", as it stands and as it reads once the list is whole. */
export interface MoreFlag {
  readonly name: string;
  readonly unfinished: string;
  readonly finished: string;
}

/**
 * Completes a list inside a record (invoice lines, order items) with elements fetched from further pages: the vendor's
 * own texts are put behind the last element, and the flag beside the array is set to finished. Nothing else changes, so
 * the result is the record as one larger page would have shown it.
 */
export function spliceList(
  text: string,
  arrayPath: readonly string[],
  elements: readonly string[],
  flag: MoreFlag,
): Result<string, JsonTextFailure> {
  const scan = scanJson(text, arrayPath);
  if (!scan.ok) return scan;
  const array = scan.value;
  const where = `$${arrayPath.map((name) => `.${name}`).join('')}`;
  if (array === null) return err({ code: 'JSON_INVALID', message: `no array at ${where}`, where });
  const head = text.slice(0, array.end - 1);
  const separator = array.elements.length > 0 && elements.length > 0 ? ',' : '';
  const tail = text.slice(array.end - 1);
  const before = flagBefore(flag);
  const after = flagAfter(flag);
  const outside = text.slice(0, array.start);
  if (after.test(tail)) {
    const finished = tail.replace(after, (_match, lead: string) => `${lead}${flag.finished}`);
    return ok(`${head}${separator}${elements.join(',')}${finished}`);
  }
  if (before.test(outside)) {
    const finished = outside.replace(
      before,
      (_match, lead: string, rest: string) => lead + flag.finished + rest,
    );
    return ok(`${finished}${text.slice(array.start, array.end - 1)}${separator}${elements.join(',')}${tail}`);
  }
  return err({
    code: 'JSON_INVALID',
    message: `no "${flag.name}": ${flag.unfinished} beside ${where}`,
    where,
  });
}

/** The flag behind the array, with only plain members between. */
function flagAfter(flag: MoreFlag): RegExp {
  const plain = String.raw`\s*,\s*"[^"\\]*"\s*:\s*(?:"[^"\\]*"|-?[\d.]+|true|false|null)`;
  return new RegExp(String.raw`^(\](?:${plain})*?\s*,\s*"${flag.name}"\s*:\s*)${flag.unfinished}`);
}

/** The flag before the array, in the same object: no brace between. */
function flagBefore(flag: MoreFlag): RegExp {
  return new RegExp(String.raw`("${flag.name}"\s*:\s*)${flag.unfinished}(\s*,[^{}]*)$`);
}
