import type { SavedView } from '#core/contract/preferences.ts';
import { given, type SearchValues } from '../scope/navigation.tsx';
import { changePreferences, usePreferences } from './preferences.ts';

/** What an address says apart from scope and from which row is open: the part that a view keeps. */
function viewOf(search: SearchValues): SearchValues {
  const { entity: _entity, period: _period, id: _id, ...rest } = given(search);
  return rest;
}

/** Whether an address shows exactly what a view keeps. */
export function isShown(view: SavedView, search: SearchValues): boolean {
  return sorted(viewOf(search)) === sorted(view.search);
}

function sorted(search: SearchValues): string {
  return JSON.stringify(Object.entries(search).sort(([one], [other]) => one.localeCompare(other)));
}

/** Keeps an address under a name; the same name on the same screen is replaced. */
export async function saveView(screen: string, name: string, search: SearchValues): Promise<void> {
  const others = usePreferences
    .getState()
    .savedViews.filter((view) => view.screen !== screen || view.name !== name);
  const view = { id: crypto.randomUUID(), screen, name, search: viewOf(search) as SavedView['search'] };
  await changePreferences({ savedViews: [...others, view] });
}

export async function removeView(id: string): Promise<void> {
  const left = usePreferences.getState().savedViews.filter((view) => view.id !== id);
  await changePreferences({ savedViews: left });
}
