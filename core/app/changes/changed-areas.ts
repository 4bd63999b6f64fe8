import { api, type Area } from '#core/contract/api.ts';

/**
 * Which events can change an area's answers, by the part of their type before the dot. An area that is not here is taken to
 * depend on everything: asking once too often is harmless, showing what is no longer so is not.
 */
const readBy: Partial<Readonly<Record<Area, readonly string[]>>> = {
  session: ['person', 'policy'],
  people: ['person', 'policy'],
  packs: ['pack'],
  changes: [],
  jobs: [],
};

/** The areas that tell of sync runs, completeness and requests: those change with every sync, whether or not it brought events. */
export const areasOfSync: readonly Area[] = [
  'sync',
  'connections',
  'overview',
  'nav',
  'serviceLevels',
  'close',
  'trace',
  'postings',
];

const areas = Object.keys(api) as readonly Area[];

/** The areas of the API whose answers may differ after an event of this type. */
export function areasOf(eventType: string): readonly Area[] {
  const prefix = eventType.split('.')[0] ?? '';
  return areas.filter((area) => readBy[area]?.includes(prefix) ?? true);
}
