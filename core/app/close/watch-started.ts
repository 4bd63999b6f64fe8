import type { Core } from '../create-core.ts';
import { closeFacts } from './close-facts.ts';

/** Compares the closes that were started with the facts: those of one period, or all. */
export function watchStarted(core: Core, period: string | null): void {
  const { close } = core.closes;
  const places = [...close.started(), ...close.inForce()];
  const seen = new Set<string>();
  for (const { legal_entity: legalEntity, period: own } of places) {
    const key = `${legalEntity} ${own}`;
    if ((period !== null && own !== period) || seen.has(key)) continue;
    seen.add(key);
    core.store.transact(() => core.closes.watch(closeFacts(core, legalEntity, own)));
  }
}
