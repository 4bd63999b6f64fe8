/** One place where two contents differ, with both values as text. */
export interface ContentDifference {
  readonly path: string;
  readonly applied: string;
  readonly came: string;
}

/** Where two JSON values differ, leaf by leaf, in the order of the first: what a person compares. */
export function differencesOf(applied: unknown, came: unknown, path = ''): ContentDifference[] {
  if (isBranch(applied) && isBranch(came)) {
    const [left, right] = [membersOf(applied), membersOf(came)];
    const names = [...new Set([...left.keys(), ...right.keys()])];
    return names.flatMap((name) =>
      differencesOf(left.get(name), right.get(name), path === '' ? name : `${path}.${name}`),
    );
  }
  const [before, after] = [textOf(applied), textOf(came)];
  return before === after ? [] : [{ path, applied: before, came: after }];
}

function isBranch(value: unknown): value is object {
  return value !== null && typeof value === 'object';
}

function membersOf(value: object): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(value));
}

function textOf(value: unknown): string {
  return value === undefined ? '(absent)' : JSON.stringify(value);
}
