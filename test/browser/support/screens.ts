import { present } from '#core/base/assert.ts';
import { screens } from '#renderer/shell/scope/screens.ts';
import type { SampleWorld } from '#test/support/sample-world.ts';

/** The address of every screen, in the order of the rail. */
export const screenAddresses: readonly string[] = screens.map(({ id }) => id);

/** A screen as it is worked on: with something open in it where it shows nothing by itself. */
export function workedOn({ sandbox }: SampleWorld, screen: string): string {
  const edited = sandbox.truth.breaks.find(({ origin }) => origin === 'after-posting');
  const number = present(edited?.billingNumber, 'an invoice that was edited by hand');
  if (screen === 'trace') return `trace?id=${encodeURIComponent(number)}`;
  if (screen === 'close') return 'close?entity=NW-UK&period=2026-09';
  return screen;
}
