import { create } from 'zustand';
import { defaultPreferences, type Preferences } from '#core/contract/preferences.ts';
import { api } from '../api/api.ts';

/** How the signed-in person likes the cockpit. Shown at once, kept by the host. */
export const usePreferences = create<Preferences>(() => defaultPreferences);

/** False where nothing is kept: what is preferred then holds for this window. */
let isKept = true;

/** The reader of a sealed pack prefers for this window alone. */
export function preferHereOnly(): void {
  isKept = false;
}

/** Reads what the host keeps for the person who signed in. */
export async function loadPreferences(): Promise<void> {
  usePreferences.setState(await api.settings.preferences());
}

/** Takes effect at once; where the host does not keep it, what it keeps comes back and the failure is thrown. */
export async function changePreferences(changes: Partial<Preferences>): Promise<void> {
  const before = usePreferences.getState();
  usePreferences.setState(changes);
  if (!isKept) return;
  try {
    usePreferences.setState(await api.settings.changePreferences(changes));
  } catch (cause) {
    usePreferences.setState(before);
    throw cause;
  }
}
