/** A value of Stripe's form encoding; undefined members are left out. */
export type FormValue =
  | string
  | number
  | boolean
  | undefined
  | readonly FormValue[]
  | { readonly [name: string]: FormValue };

/** `application/x-www-form-urlencoded` with brackets, in the order given: the same value is always the same text. */
export function encodeForm(members: { readonly [name: string]: FormValue }): string {
  return Object.entries(members)
    .flatMap(([name, value]) => pairs(name, value))
    .map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`)
    .join('&');
}

function pairs(name: string, value: FormValue): [string, string][] {
  if (value === undefined) return [];
  if (typeof value !== 'object') return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, member]) => pairs(`${name}[${key}]`, member));
}
