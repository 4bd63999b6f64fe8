import { AssertionError } from '../base/assert.ts';
import { writeAscii, writeText, writeValue } from './canonical-bytes.ts';
import { isCurrencyCode } from '../domain/currency.ts';
import { isKnownDay } from './known-days.ts';
import type { ObjectShape, Shape } from './shape.ts';

/**
 * Checks a value and writes its canonical JSON into `bytes` from `start` on: what `canonicalJson` gives, or an assertion
 * that names the member. Returns the position after it, which is past the end of `bytes` when it did not fit.
 */
export type ShapeWriter = (value: unknown, bytes: Buffer, start: number) => number;

/**
 * Makes a function for a shape by generating its source: members are read by name, in canonical order known beforehand, so
 * that nothing is looked up, sorted or compared while an event is written. The source comes from shapes in this
 * repository only, never from input.
 */
export function compileShape(shape: Shape, name: string): ShapeWriter {
  const source = new Source();
  const entry = source.writerOf(shape, name);
  const build = new Function('run', `'use strict';\n${source.text()}\nreturn ${entry};`) as (
    run: typeof runtime,
  ) => ShapeWriter;
  return build(runtime);
}

const knownCurrencies = new Set<unknown>();

/** What generated code calls. */
const runtime = {
  text: writeText,
  ascii: writeAscii,
  value: writeValue,
  isDay: isKnownDay,
  isCurrency(value: unknown): boolean {
    if (knownCurrencies.has(value)) return true;
    if (typeof value !== 'string' || !isCurrencyCode(value)) return false;
    knownCurrencies.add(value);
    return true;
  },
  /** Digits as text, from a bigint or from digits; null for anything else. */
  digits(value: unknown): string | null {
    if (typeof value === 'bigint') return value.toString();
    return typeof value === 'string' && isDigits(value) ? value : null;
  },
  fail(at: string, expected: string, found: unknown): never {
    const what = found === null ? 'null' : Array.isArray(found) ? 'a list' : typeof found;
    throw new AssertionError(`malformed payload: ${at} is ${what} and not ${expected}`);
  },
};

function isDigits(text: string): boolean {
  const first = text.charCodeAt(0) === 45 ? 1 : 0;
  for (let index = first; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 48 || unit > 57) return false;
  }
  return text.length > first;
}

class Source {
  readonly #functions: string[] = [];

  text(): string {
    return this.#functions.join('\n');
  }

  /** The name of a function that checks and writes the shape. */
  writerOf(shape: Shape, at: string): string {
    const body =
      shape.is === 'object'
        ? this.#objectBody(shape, at)
        : shape.is === 'list'
          ? this.#listBody(shape.of, at)
          : shape.is === 'tagged'
            ? this.#taggedBody(shape, at)
            : this.#statement(shape, 'v', at);
    const name = `write${this.#functions.length}`;
    this.#functions.push(`function ${name}(v, b, p) {\n${body}\nreturn p;\n}`);
    return name;
  }

  /** A statement that checks the variable `v` and writes it. */
  #statement(shape: Shape, v: string, at: string): string {
    const otherwise = (expected: string): string =>
      `else run.fail(${literal(at)}, ${literal(expected)}, ${v});`;
    switch (shape.is) {
      case 'text':
        return `if (typeof ${v} === 'string') p = run.text(${v}, b, p); ${otherwise('text')}`;
      case 'integer':
        return `if (Number.isSafeInteger(${v})) p = run.ascii('' + ${v}, b, p); ${otherwise('an integer')}`;
      case 'number':
        return `if (Number.isFinite(${v})) p = run.ascii('' + ${v}, b, p); ${otherwise('a number')}`;
      case 'flag':
        return `if (${v} === true) ${this.#raw('true')} else if (${v} === false) ${this.#raw('false')} ${otherwise('true or false')}`;
      case 'day':
        return `if (run.isDay(${v})) p = run.text(${v}, b, p); ${otherwise('a day')}`;
      case 'currency':
        return `if (run.isCurrency(${v})) p = run.text(${v}, b, p); ${otherwise('a currency')}`;
      case 'minor':
        return `{ const digits = run.digits(${v}); if (digits !== null) p = run.text(digits, b, p); ${otherwise('minor units')} }`;
      case 'sha256':
        return `if (typeof ${v} === 'string' && ${v}.length === 64) p = run.text(${v}, b, p); ${otherwise('a SHA-256')}`;
      case 'anything':
        return `p = run.value(${v}, b, p);`;
      case 'one-of':
        return `switch (${v}) { ${shape.values
          .map((value) => `case ${literal(value)}: ${this.#raw(JSON.stringify(value))} break;`)
          .join(
            ' ',
          )} default: run.fail(${literal(at)}, ${literal(`one of ${shape.values.join(', ')}`)}, ${v}); }`;
      case 'nullable':
        return `if (${v} === null) ${this.#raw('null')} else { ${this.#statement(shape.of, v, at)} }`;
      case 'optional':
        throw new AssertionError(`only members are optional: ${at}`);
      default:
        return `p = ${this.writerOf(shape, at)}(${v}, b, p);`;
    }
  }

  #objectBody(shape: ObjectShape, at: string): string {
    const keys = Object.keys(shape.members).sort();
    const lines = [
      `if (v === null || typeof v !== 'object' || Array.isArray(v)) run.fail(${literal(at)}, 'an object', v);`,
      'let known = 0;',
      ...keys.map(
        (key, index) => `const m${index} = v[${literal(key)}]; if (m${index} !== undefined) known += 1;`,
      ),
      // A member that the shape does not name has its place between these: the generic writer puts it there.
      'for (const key in v) known -= 1;',
      'const start = p;',
    ];
    // Which member comes first is only known for shapes whose first one is always there; others are checked by what
    // follows and then written over by the generic writer.
    const isFixed = keys.findIndex((key) => shape.members[key]?.is !== 'optional') === 0;
    for (const [index, key] of keys.entries()) {
      const member = shape.members[key] as Shape;
      const [isOptional, of] = member.is === 'optional' ? [true, member.of] : [false, member];
      const write = `${this.#raw(`${index === 0 ? '{' : ','}${JSON.stringify(key)}:`)} ${this.#statement(of, `m${index}`, `${at}.${key}`)}`;
      lines.push(isOptional ? `if (m${index} !== undefined) { ${write} }` : write);
    }
    lines.push(this.#raw('}'), `${isFixed ? 'if (known !== 0) ' : ''}p = run.value(v, b, start);`);
    return lines.join('\n');
  }

  #listBody(of: Shape, at: string): string {
    return [
      `if (!Array.isArray(v)) run.fail(${literal(at)}, 'a list', v);`,
      this.#raw('['),
      'for (let index = 0; index < v.length; index += 1) {',
      `if (index > 0) ${this.#raw(',')}`,
      'const m = v[index];',
      this.#statement(of, 'm', `${at}[]`),
      '}',
      this.#raw(']'),
    ].join('\n');
  }

  #taggedBody(shape: Extract<Shape, { is: 'tagged' }>, at: string): string {
    const cases = Object.entries(shape.cases).map(
      ([tag, object]) =>
        `case ${literal(tag)}: p = ${this.writerOf(object, `${at}<${tag}>`)}(v, b, p); break;`,
    );
    return [
      `if (v === null || typeof v !== 'object') run.fail(${literal(at)}, 'an object', v);`,
      `switch (v[${literal(shape.by)}]) {`,
      ...cases,
      `default: run.fail(${literal(`${at}.${shape.by}`)}, 'a known ${shape.by}', v[${literal(shape.by)}]);`,
      '}',
    ].join('\n');
  }

  /** Statements, in braces, that write constant ASCII text byte by byte. */
  #raw(text: string): string {
    const stores = Array.from(text, (unit, index) => `b[p + ${index}] = ${unit.charCodeAt(0)};`);
    return `{ ${stores.join(' ')} p += ${text.length}; }`;
  }
}

function literal(value: string): string {
  return JSON.stringify(value);
}
