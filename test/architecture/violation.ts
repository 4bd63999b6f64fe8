/** One place where the code breaks a rule, as a line that an editor can jump to. */
export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

/** One line per violation: an empty list is what the tests expect, so that a failure prints every place at once. */
export function linesOf(violations: readonly Violation[]): string[] {
  return violations.map(({ path, line, rule, message }) => `${path}:${line} ${rule}: ${message}`);
}
