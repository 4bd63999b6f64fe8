import { type FormObject, type FormValue, parseForm } from './form.ts';
import type { Address, Metadata } from './rows.ts';
import { invalid } from './stripe-error.ts';
import type { CreatedRange } from './collection.ts';

const UNIX_MAX = 99_999_999_999;

/**
 * Typed reading of a request's parameters. `finish` refuses what was not read, as Stripe refuses unknown parameters;
 * a parameter Stripe has but this sandbox has not is refused too, never ignored.
 */
export class Params {
  readonly #values: FormObject;
  readonly #prefix: string;
  readonly #read = new Set<string>();
  readonly #children: Params[] = [];

  constructor(values: FormObject, prefix = '') {
    this.#values = values;
    this.#prefix = prefix;
  }

  static of(pairs: Iterable<readonly [string, string]>): Params {
    return new Params(parseForm(pairs));
  }

  /** The parameters as parsed, for comparing two requests. */
  get values(): FormObject {
    return this.#values;
  }

  has(name: string): boolean {
    return name in this.#values;
  }

  /** Text, or undefined when absent. */
  text(name: string): string | undefined {
    const value = this.#take(name);
    if (value === undefined || typeof value === 'string') return value;
    throw invalid(`Invalid string: ${JSON.stringify(value)}`, this.#name(name));
  }

  /** Text that may be unset: null for the empty text. */
  clearable(name: string): string | null | undefined {
    const value = this.text(name);
    return value === '' ? null : value;
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) {
      throw invalid(`Missing required param: ${this.#name(name)}.`, this.#name(name), 'parameter_missing');
    }
    if (value === '') {
      const message = `You passed an empty string for '${this.#name(name)}'. We assume empty values are an attempt to unset a parameter; however '${this.#name(name)}' cannot be unset. You should remove '${this.#name(name)}' from your request or supply a non-empty value.`;
      throw invalid(message, this.#name(name), 'parameter_invalid_empty');
    }
    return value;
  }

  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (!/^-?\d+$/.test(value) || !Number.isSafeInteger(number)) {
      throw invalid(`Invalid integer: ${value}`, this.#name(name), 'parameter_invalid_integer');
    }
    return number;
  }

  /** Unix seconds. */
  instant(name: string): number | undefined {
    const value = this.integer(name);
    if (value !== undefined && (value < 0 || value > UNIX_MAX)) {
      throw invalid(`Invalid timestamp: ${value}`, this.#name(name));
    }
    return value;
  }

  boolean(name: string): boolean | undefined {
    const value = this.text(name);
    if (value === undefined || value === 'true' || value === 'false')
      return value === undefined ? value : value === 'true';
    throw invalid(`Invalid boolean: ${value}`, this.#name(name));
  }

  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined || choices.includes(value as T)) return value as T | undefined;
    const message = `Invalid ${name}: must be one of ${choices.join(', ')}`;
    throw invalid(message, this.#name(name));
  }

  /** Metadata to merge: an empty value unsets its key; null unsets all. */
  metadata(name = 'metadata'): Metadata | null | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    if (value === '') return null;
    if (typeof value === 'string') throw invalid('Invalid hash', this.#name(name));
    const entries = Object.entries(value);
    if (entries.length > 50) throw invalid('You can have at most 50 metadata keys.', this.#name(name));
    for (const [key, member] of entries) {
      if (typeof member !== 'string')
        throw invalid('Metadata values must be strings.', `${this.#name(name)}[${key}]`);
      if (key.length > 40)
        throw invalid(`Metadata keys must be under 40 characters: ${key}`, this.#name(name));
      if (member.length > 500) {
        throw invalid('Metadata values must be under 500 characters.', `${this.#name(name)}[${key}]`);
      }
    }
    return Object.fromEntries(entries) as Metadata;
  }

  address(name = 'address'): Address | null | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    if (value === '') return null;
    const child = this.#child(value, name);
    const line = (key: string): string | null => child.clearable(key) ?? null;
    const address = {
      city: line('city'),
      country: line('country'),
      line1: line('line1'),
      line2: line('line2'),
      postal_code: line('postal_code'),
      state: line('state'),
    };
    return address;
  }

  /** A list of ids; the empty text unsets it. */
  ids(name: string): readonly string[] | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    if (value === '') return [];
    if (!Array.isArray(value) || value.some((member) => typeof member !== 'string')) {
      throw invalid('Invalid array', this.#name(name));
    }
    return value as string[];
  }

  object(name: string): Params | undefined {
    const value = this.#take(name);
    return value === undefined ? undefined : this.#child(value, name);
  }

  objects(name: string): readonly Params[] | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw invalid('Invalid array', this.#name(name));
    return value.map((member, index) => this.#child(member, `${name}[${index}]`));
  }

  /** `created` and its like: an exact instant or bounds. */
  range(name: string): CreatedRange | undefined {
    const value = this.#values[name];
    if (value === undefined) return undefined;
    if (typeof value === 'string') {
      const exact = this.instant(name) as number;
      return { gte: exact, lte: exact };
    }
    const child = this.object(name) as Params;
    const range: { gt?: number; gte?: number; lt?: number; lte?: number } = {};
    for (const bound of ['gt', 'gte', 'lt', 'lte'] as const) {
      const at = child.instant(bound);
      if (at !== undefined) range[bound] = at;
    }
    return range;
  }

  /** Refuses parameters nobody read. */
  finish(): void {
    for (const name of Object.keys(this.#values)) {
      if (this.#read.has(name)) continue;
      throw invalid(`Received unknown parameter: ${this.#name(name)}`, this.#name(name), 'parameter_unknown');
    }
    for (const child of this.#children) child.finish();
  }

  #take(name: string): FormValue | undefined {
    this.#read.add(name);
    return this.#values[name];
  }

  #child(value: FormValue, name: string): Params {
    if (typeof value !== 'object' || Array.isArray(value)) throw invalid('Invalid hash', this.#name(name));
    const child = new Params(value, this.#name(name));
    this.#children.push(child);
    return child;
  }

  #name(name: string): string {
    if (this.#prefix === '') return name;
    const bracket = name.indexOf('[');
    return bracket < 0
      ? `${this.#prefix}[${name}]`
      : `${this.#prefix}[${name.slice(0, bracket)}]${name.slice(bracket)}`;
  }
}
