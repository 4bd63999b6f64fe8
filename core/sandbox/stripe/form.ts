import { invalid } from './stripe-error.ts';

/** Form-encoded parameters with nested brackets: text, lists and objects. */
export type FormValue = string | FormList | FormObject;
export type FormList = FormValue[];
export interface FormObject {
  [key: string]: FormValue;
}

/** Parses `a[b][0][c]=x&d[]=y` as Stripe does. Repeated plain keys: the last one counts. */
export function parseForm(pairs: Iterable<readonly [string, string]>): FormObject {
  const root = Object.create(null) as FormObject;
  for (const [name, value] of pairs) place(root, pathOf(name), value, name);
  return settle(root) as FormObject;
}

function pathOf(name: string): string[] {
  const bracket = name.indexOf('[');
  if (bracket < 0) return [name];
  const rest = name.slice(bracket);
  if (bracket === 0 || !/^(\[[^[\]]*\])+$/.test(rest))
    throw invalid(`Invalid request parameter: ${name}`, name);
  return [name.slice(0, bracket), ...rest.slice(1, -1).split('][')];
}

function place(root: FormObject, path: readonly string[], value: string, name: string): void {
  let node = root;
  path.forEach((step, depth) => {
    const key = step === '' ? String(Object.keys(node).length) : step;
    if (depth === path.length - 1) {
      node[key] = value;
      return;
    }
    node[key] ??= Object.create(null) as FormObject;
    const child = node[key];
    if (typeof child !== 'object') throw invalid(`Invalid object: ${name}`, name);
    node = child as FormObject;
  });
}

/** Turns objects whose keys are exactly 0…n-1 into lists. */
function settle(value: FormValue): FormValue {
  if (typeof value === 'string') return value;
  const entries = Object.entries(value).map(([key, member]) => [key, settle(member)] as const);
  const isList = entries.length > 0 && entries.every(([key], index) => key === String(index));
  return isList ? entries.map(([, member]) => member) : Object.fromEntries(entries);
}
