/** Every place of the cockpit, in the order of the rail. The letter goes there after `g`. */
export const screens = [
  { id: 'overview', title: 'Overview', letter: 'o' },
  { id: 'exceptions', title: 'Exceptions', letter: 'e' },
  { id: 'postings', title: 'Held postings', letter: 'p' },
  { id: 'mappings', title: 'Mappings', letter: 'm' },
  { id: 'trace', title: 'Trace', letter: 't' },
  { id: 'reconciliation', title: 'Reconciliation', letter: 'r' },
  { id: 'close', title: 'Close', letter: 'c' },
  { id: 'connections', title: 'Connections', letter: 'n' },
  { id: 'journal', title: 'Journal', letter: 'j' },
  { id: 'service-levels', title: 'Service levels', letter: 's' },
  { id: 'people', title: 'People', letter: 'u' },
  { id: 'settings', title: 'Settings', letter: ',' },
] as const;

export type ScreenId = (typeof screens)[number]['id'];

export function isScreenId(text: string): text is ScreenId {
  return screens.some(({ id }) => id === text);
}
