import { type Failure, type Result, err, ok } from '#core/base/result.ts';
import { type ArraySpans, findArray, outlineJson } from './json-outline.ts';

export type JsonTextFailure = Failure<'JSON_INVALID' | 'JSON_DUPLICATE_KEY' | 'JSON_TOO_DEEP'>;

const depthMax = 200;

/** An answer is judged, then split, then read: what was proved a moment ago is not proved again. */
let lastGood: string | null = null;

/** Elements of the pages split last: parts of a text that was proved, by page. */
const provedPages: ReadonlySet<string>[] = [];
const provedPagesMax = 4;

/** Says that these are parts of one text that was proved: each of them is read next, as it is. */
export function rememberProved(elements: readonly string[]): void {
  if (elements.length === 0) return;
  provedPages.push(new Set(elements));
  if (provedPages.length > provedPagesMax) provedPages.shift();
}

function isProved(text: string): boolean {
  return text === lastGood || provedPages.some((page) => page.has(text));
}
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const stringPattern = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

class ScanError extends Error {
  readonly failure: JsonTextFailure;

  constructor(failure: JsonTextFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/**
 * Checks JSON text (RFC 8259) strictly: duplicate keys, trailing text and deep nesting are refused, where `JSON.parse`
 * keeps the last of two keys in silence. With `arrayPath` it also returns where the elements of that array stand.
 */
export function scanJson(
  text: string,
  arrayPath?: readonly string[],
): Result<ArraySpans | null, JsonTextFailure> {
  if (isProved(text)) return ok(arrayPath === undefined ? null : findArray(text, arrayPath));
  const outline = outlineJson(text, arrayPath ?? null, depthMax);
  if (outline === null) return scanStrictly(text, arrayPath);
  lastGood = text;
  return ok(outline.array);
}

/** Parses JSON text, as strict as `scanJson`. Numbers are JavaScript numbers. */
export function parseStrictly(text: string): Result<unknown, JsonTextFailure> {
  if (isProved(text)) return ok(JSON.parse(text));
  const outline = outlineJson(text, null, depthMax);
  if (outline !== null) return ok(outline.value);
  const scan = scanStrictly(text);
  return scan.ok ? ok(JSON.parse(text)) : scan;
}

function scanStrictly(
  text: string,
  arrayPath?: readonly string[],
): Result<ArraySpans | null, JsonTextFailure> {
  const scanner = new Scanner(text, arrayPath ?? null);
  try {
    scanner.document();
  } catch (error) {
    if (error instanceof ScanError) return err(error.failure);
    throw error;
  }
  return ok(scanner.found);
}

class Scanner {
  readonly #text: string;
  readonly #arrayPath: readonly string[] | null;
  #at = 0;
  found: ArraySpans | null = null;

  constructor(text: string, arrayPath: readonly string[] | null) {
    this.#text = text;
    this.#arrayPath = arrayPath;
  }

  document(): void {
    this.#space();
    this.#value(0, this.#arrayPath === null ? -1 : 0);
    this.#space();
    if (this.#at < this.#text.length) this.#refuse('text after the end of the value');
  }

  /** `matched` is how many members of the wanted path lead here; -1 off the path. */
  #value(depth: number, matched: number): void {
    if (depth > depthMax) {
      throw new ScanError({
        code: 'JSON_TOO_DEEP',
        message: `nested deeper than ${depthMax}`,
        where: this.#where(),
      });
    }
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth, matched);
      case '[':
        return this.#array(depth, matched === this.#arrayPath?.length);
      case '"':
        this.#token(stringPattern, 'a string');
        return;
      case 't':
        return this.#word('true');
      case 'f':
        return this.#word('false');
      case 'n':
        return this.#word('null');
      default:
        this.#token(numberPattern, 'a value');
    }
  }

  #object(depth: number, matched: number): void {
    const keys = new Set<string>();
    this.#at += 1;
    this.#space();
    if (this.#take('}')) return;
    do {
      this.#space();
      const key = this.#key();
      if (keys.has(key)) {
        const message = `the key "${key}" stands twice in one object`;
        throw new ScanError({ code: 'JSON_DUPLICATE_KEY', message, where: this.#where() });
      }
      keys.add(key);
      this.#space();
      if (!this.#take(':')) this.#refuse('expected ":"');
      this.#space();
      this.#value(depth + 1, matched >= 0 && this.#arrayPath?.[matched] === key ? matched + 1 : -1);
      this.#space();
    } while (this.#take(','));
    if (!this.#take('}')) this.#refuse('expected "," or "}"');
  }

  #array(depth: number, isWanted: boolean): void {
    const start = this.#at;
    const elements: { start: number; end: number }[] = [];
    this.#at += 1;
    this.#space();
    if (!this.#take(']')) {
      do {
        this.#space();
        const elementStart = this.#at;
        this.#value(depth + 1, -1);
        if (isWanted) elements.push({ start: elementStart, end: this.#at });
        this.#space();
      } while (this.#take(','));
      if (!this.#take(']')) this.#refuse('expected "," or "]"');
    }
    if (isWanted) this.found = { start, end: this.#at, elements };
  }

  #key(): string {
    const token = this.#token(stringPattern, 'a key');
    return token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
  }

  #token(pattern: RegExp, expected: string): string {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return this.#refuse(`expected ${expected}`);
    this.#at = pattern.lastIndex;
    return match[0];
  }

  #word(word: string): void {
    if (!this.#text.startsWith(word, this.#at)) this.#refuse(`expected ${word}`);
    this.#at += word.length;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at += 1;
    }
  }

  #where(): string {
    return `character ${this.#at + 1}`;
  }

  #refuse(message: string): never {
    throw new ScanError({
      code: 'JSON_INVALID',
      message: `not valid JSON: ${message}`,
      where: this.#where(),
    });
  }
}
