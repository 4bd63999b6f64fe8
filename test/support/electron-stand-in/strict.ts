// What Electron would refuse, said loudly; and a record of what main asked of the system.

/** A call that Electron's documentation does not allow, or that the stand-in does not know. */
class StandInRefusal extends Error {
  override readonly name = 'StandInRefusal';
}

export function refuse(what: string): never {
  throw new StandInRefusal(what);
}

let isReady = false;

export function setReady(): void {
  isReady = true;
}

export function onlyAfterReady(what: string): void {
  if (!isReady) refuse(`${what} can only be used after the ready event`);
}

export function onlyBeforeReady(what: string): void {
  if (isReady) refuse(`${what} has to be called before the ready event`);
}

export interface Recorded {
  readonly what: string;
  readonly args: readonly unknown[];
}

const recorded: Recorded[] = [];

export function record(what: string, ...args: unknown[]): void {
  recorded.push({ what, args });
}

export function allRecorded(): readonly Recorded[] {
  return recorded;
}

/** Refuses keys that Electron's declarations do not have. */
export function onlyKnown(what: string, options: object, known: ReadonlySet<string>): void {
  for (const key of Object.keys(options)) {
    if (!known.has(key)) refuse(`${what} has no option "${key}"`);
  }
}
