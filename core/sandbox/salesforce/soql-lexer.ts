import { malformedQuery } from './soql-errors.ts';

export type TokenKind = 'name' | 'text' | 'number' | 'date' | 'datetime' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** The characters; for text the unescaped content. */
  readonly text: string;
  readonly at: number;
}

const DATE_TIME = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?(?:Z|[+-]\d{2}:?\d{2})/y;
const DATE = /\d{4}-\d{2}-\d{2}/y;
const NUMBER = /[+-]?\d+(?:\.\d+)?/y;
const NAME = /[A-Za-z][A-Za-z0-9_]*/y;
const SYMBOL = /(?:<>|!=|<=|>=|[=<>(),.])/y;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
  // Kept escaped: in LIKE they stand for the characters themselves.
  _: '\\_',
  '%': '\\%',
};

const literalKinds: readonly (readonly [TokenKind, RegExp])[] = [
  ['datetime', DATE_TIME],
  ['date', DATE],
  ['number', NUMBER],
  ['name', NAME],
  ['symbol', SYMBOL],
];

/** Cuts a SOQL statement into tokens; the last one is the end. */
export function tokenise(soql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < soql.length) {
    if (/\s/.test(soql[at] as string)) {
      at += 1;
      continue;
    }
    const token = soql[at] === "'" ? readText(soql, at) : readPlain(soql, at);
    tokens.push(token.token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '<EOF>', at: soql.length });
  return tokens;
}

function readPlain(soql: string, at: number): { token: Token; end: number } {
  for (const [kind, pattern] of literalKinds) {
    pattern.lastIndex = at;
    const match = pattern.exec(soql);
    if (match !== null) return { token: { kind, text: match[0], at }, end: at + match[0].length };
  }
  throw malformedQuery(soql, at, `unexpected token: '${soql[at]}'`);
}

function readText(soql: string, start: number): { token: Token; end: number } {
  let text = '';
  for (let at = start + 1; at < soql.length; at += 1) {
    const character = soql[at] as string;
    if (character === "'") return { token: { kind: 'text', text, at: start }, end: at + 1 };
    if (character !== '\\') {
      text += character;
      continue;
    }
    at += 1;
    const replacement = ESCAPES[soql[at] ?? ''];
    if (replacement === undefined) {
      throw malformedQuery(soql, at, `Illegal escape sequence in string: \\${soql[at] ?? ''}`);
    }
    text += replacement;
  }
  throw malformedQuery(soql, start, 'expecting a quoted string to end');
}
