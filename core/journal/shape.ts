/** What a payload looks like, as data: `compileShape` makes of it a function that checks and writes in one pass. */
export type Shape =
  | {
      readonly is:
        | 'text'
        | 'integer'
        | 'number'
        | 'flag'
        | 'day'
        | 'currency'
        | 'minor'
        | 'sha256'
        | 'anything';
    }
  | { readonly is: 'one-of'; readonly values: readonly string[] }
  | { readonly is: 'nullable' | 'optional' | 'list'; readonly of: Shape }
  | ObjectShape
  | { readonly is: 'tagged'; readonly by: string; readonly cases: Readonly<Record<string, ObjectShape>> };

export interface ObjectShape {
  readonly is: 'object';
  readonly members: Readonly<Record<string, Shape>>;
}

export const text: Shape = { is: 'text' };
/** A safe integer. */
export const integer: Shape = { is: 'integer' };
/** A finite number. */
export const number: Shape = { is: 'number' };
export const flag: Shape = { is: 'flag' };
/** `YYYY-MM-DD` that exists. */
export const day: Shape = { is: 'day' };
/** `{minor, currency}`: minor units as bigint, or as digits where the value comes from the wire. */
export const money: Shape = {
  is: 'object',
  members: { currency: { is: 'currency' }, minor: { is: 'minor' } },
};
/** SHA-256 in hex. */
export const sha256Hex: Shape = { is: 'sha256' };
/** Any canonical value; its meaning is checked elsewhere. */
export const anything: Shape = { is: 'anything' };

export function oneOf(...values: readonly string[]): Shape {
  return { is: 'one-of', values };
}

export function nullable(of: Shape): Shape {
  return { is: 'nullable', of };
}

/** May be absent or undefined; only as a member of an object. */
export function optional(of: Shape): Shape {
  return { is: 'optional', of };
}

export function list(of: Shape): Shape {
  return { is: 'list', of };
}

/**
 * An object with these members. Naming its type makes the compiler ask for a shape when the type gets another member; a
 * member that the shape does not know is written all the same, unchecked.
 */
export function object<T>(members: { readonly [Name in keyof Required<T>]: Shape }): ObjectShape {
  return { is: 'object', members };
}

/** One of several objects, told apart by the text in one member. */
export function tagged(by: string, cases: Readonly<Record<string, ObjectShape>>): Shape {
  return { is: 'tagged', by, cases };
}
