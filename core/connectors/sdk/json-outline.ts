/** Where a value stands in the text: `text.slice(start, end)` is its own bytes, without white space around it. */
interface Span {
  readonly start: number;
  readonly end: number;
}

export interface ArraySpans extends Span {
  readonly elements: readonly Span[];
}

export interface JsonOutline {
  readonly value: unknown;
  /** Where the wanted array and its elements stand; null where there is none. */
  readonly array: ArraySpans | null;
}

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * Reads JSON text in the fast way: the platform's parser says whether it is JSON, and a key stands twice exactly when
 * the text has more keys than the parsed value. Null when anything is wrong or too deep: the strict scanner then says
 * what and where. `arrayPath` null: no array is wanted.
 */
export function outlineJson(
  text: string,
  arrayPath: readonly string[] | null,
  depthMax: number,
): JsonOutline | null {
  const walk = new Walk(text, arrayPath);
  walk.run();
  if (walk.depthSeen > depthMax) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  return keysIn(value) === walk.keys ? { value, array: walk.array } : null;
}

/** Where the array at a path stands in text that is known to be JSON. */
export function findArray(text: string, arrayPath: readonly string[]): ArraySpans | null {
  const walk = new Walk(text, arrayPath);
  walk.run();
  return walk.array;
}

function keysIn(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const element of value) if (typeof element === 'object') count += keysIn(element);
    return count;
  }
  const record = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(record)) {
    const member = record[key];
    count += 1;
    if (typeof member === 'object') count += keysIn(member);
  }
  return count;
}

/** Walks over the punctuation of JSON text. What it finds in text that is not JSON means nothing. */
class Walk {
  readonly #text: string;
  readonly #path: readonly string[] | null;
  #depth = 0;
  /** How many containers from the root on lie on the wanted path. */
  #onPath = 0;
  #isNextOnPath: boolean;
  #keyStart = 0;
  #keyEnd = 0;
  /** Depth inside the wanted array while the walk is in it, else -1. */
  #arrayDepth = -1;
  #arrayStart = 0;
  #elementStart = -1;
  #lastEnd = 0;
  readonly #elements: Span[] = [];
  keys = 0;
  depthSeen = 0;
  array: ArraySpans | null = null;

  constructor(text: string, path: readonly string[] | null) {
    this.#text = text;
    this.#path = path;
    this.#isNextOnPath = path !== null;
  }

  run(): void {
    const text = this.#text;
    const { length } = text;
    for (let at = 0; at < length; at += 1) {
      const code = text.charCodeAt(at);
      if (code <= 0x20) continue;
      switch (code) {
        case quote: {
          const end = endOfString(text, at);
          this.#token(at, end);
          this.#keyStart = at;
          this.#keyEnd = end;
          at = end - 1;
          break;
        }
        case colon:
          this.#key();
          break;
        case comma:
          if (this.#depth === this.#arrayDepth) this.#endElement();
          break;
        case openBrace:
        case openBracket:
          this.#open(at, code === openBracket);
          break;
        case closeBrace:
        case closeBracket:
          this.#close(at);
          break;
        default:
          this.#token(at, at + 1);
      }
    }
  }

  /** Part of a value: in the wanted array it begins an element, or goes on with it. */
  #token(start: number, end: number): void {
    if (this.#elementStart < 0 && this.#depth === this.#arrayDepth) this.#elementStart = start;
    this.#lastEnd = end;
    this.#isNextOnPath = false;
  }

  #key(): void {
    this.keys += 1;
    if (this.#path === null || this.#onPath !== this.#depth || this.#onPath > this.#path.length) return;
    const written = this.#text.slice(this.#keyStart + 1, this.#keyEnd - 1);
    this.#isNextOnPath = unescaped(written) === this.#path[this.#onPath - 1];
  }

  #open(at: number, isArray: boolean): void {
    if (this.#elementStart < 0 && this.#depth === this.#arrayDepth) this.#elementStart = at;
    if (this.#isNextOnPath && this.#onPath === this.#depth) {
      if (!isArray) this.#onPath += 1;
      else if (this.#onPath === this.#path?.length) {
        this.#arrayDepth = this.#depth + 1;
        this.#arrayStart = at;
      }
    }
    this.#isNextOnPath = false;
    this.#depth += 1;
    if (this.#depth > this.depthSeen) this.depthSeen = this.#depth;
  }

  #close(at: number): void {
    if (this.#depth === this.#arrayDepth) {
      if (this.#elementStart >= 0) this.#endElement();
      this.array = { start: this.#arrayStart, end: at + 1, elements: this.#elements };
      this.#arrayDepth = -1;
    }
    if (this.#onPath === this.#depth && this.#onPath > 0) this.#onPath -= 1;
    this.#depth -= 1;
    this.#lastEnd = at + 1;
  }

  #endElement(): void {
    this.#elements.push({ start: this.#elementStart, end: this.#lastEnd });
    this.#elementStart = -1;
  }
}

/** Behind the closing quote, or the end of the text where there is none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === backslash) escapes += 1;
    if (escapes % 2 === 0) return end + 1;
  }
  return text.length;
}

function unescaped(written: string): string | null {
  if (!written.includes('\\')) return written;
  try {
    return JSON.parse(`"${written}"`) as string;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
