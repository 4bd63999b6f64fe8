import type { Failure } from '../base/result.ts';

export type RulesFailure = Failure<'RULES_NOT_JSON' | 'RULES_INVALID'>;

/** Stops reading at the first thing that is wrong; caught where the file as a whole is read. */
export class InvalidRules extends Error {
  readonly failure: RulesFailure;

  constructor(path: string, message: string, fix: string) {
    super(message);
    this.failure = { code: 'RULES_INVALID', message: `${path}: ${message}`, where: path, fix };
  }
}

/** A JSON object being read member by member: an unknown member is refused by name, so a typing error is never ignored. */
export class JsonObject {
  readonly path: string;
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(value: unknown, path: string, known: readonly string[]) {
    this.path = path;
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      throw new InvalidRules(
        path,
        `expected an object, found ${nameOf(value)}`,
        `Write an object with ${list(known)}.`,
      );
    }
    this.#members = value as Record<string, unknown>;
    for (const name of Object.keys(this.#members)) {
      if (!known.includes(name)) {
        throw new InvalidRules(
          `${path}.${name}`,
          'not a setting',
          `Remove it, or use one of ${list(known)}.`,
        );
      }
    }
  }

  has(name: string): boolean {
    return this.#members[name] !== undefined;
  }

  at(name: string): unknown {
    return this.#members[name];
  }

  pathOf(name: string): string {
    return `${this.path}.${name}`;
  }

  text(name: string): string {
    const value = this.#members[name];
    if (typeof value === 'string' && value !== '') return value;
    throw new InvalidRules(
      this.pathOf(name),
      `expected a text, found ${nameOf(value)}`,
      'Write a non-empty text.',
    );
  }

  optionalText(name: string): string | null {
    return this.has(name) ? this.text(name) : null;
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[], otherwise: Choice): Choice {
    const value = this.#members[name];
    if (value === undefined) return otherwise;
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    throw new InvalidRules(this.pathOf(name), `found ${nameOf(value)}`, `Write one of ${list(choices)}.`);
  }

  integer(
    name: string,
    range: { readonly min: number; readonly max: number; readonly otherwise: number },
  ): number {
    const value = this.#members[name];
    if (value === undefined) return range.otherwise;
    if (typeof value === 'number' && Number.isInteger(value) && value >= range.min && value <= range.max)
      return value;
    const fix = `Write a whole number from ${range.min} to ${range.max}.`;
    throw new InvalidRules(this.pathOf(name), `found ${nameOf(value)}`, fix);
  }

  array(name: string): readonly unknown[] {
    const value = this.#members[name];
    if (Array.isArray(value) && value.length > 0) return value;
    throw new InvalidRules(
      this.pathOf(name),
      `expected a list, found ${nameOf(value)}`,
      'Write a list with at least one item.',
    );
  }
}

export function nameOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'an object';
  return JSON.stringify(value).slice(0, 60);
}

export function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
