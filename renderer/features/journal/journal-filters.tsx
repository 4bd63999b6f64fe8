import type { ReactNode } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Combobox } from '#renderer/ui/combobox.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { IdFilter } from './id-filter.tsx';
import { journalFilterSearch, noFilter } from './journal-search.ts';
import { useNarrowing } from './use-narrowing.ts';

const any = '';

/** What narrows the journal: an id, a day, a person, an area or a type. */
export function JournalFilters(): ReactNode {
  const format = useFormat();
  const [search] = useScreenSearch(journalFilterSearch);
  const narrow = useNarrowing();
  const { data } = useRead(api.journal.facets, undefined);
  const areas = areasOf(data?.types ?? []);
  const everything = (label: string) => ({ value: any, label });
  const option = (value: string, count: number, label = value) => ({
    value,
    label,
    about: format.count(count),
  });
  const types = (data?.types ?? []).filter(
    ({ value }) => search.area === undefined || value.startsWith(`${search.area}.`),
  );
  const isNarrowed = Boolean(search.about || search.actor || search.type || search.area || search.day);
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-1 border-b px-panel py-2">
      <IdFilter value={search.about ?? ''} onChange={(about) => narrow({ about: about || undefined })} />
      <Combobox
        className="w-42"
        label="Day"
        value={search.day ?? any}
        options={[
          everything('Any day'),
          ...(data?.days ?? []).map(({ value, count }) => option(value, count, format.day(value))),
        ]}
        onChange={(day) => narrow({ day: day || undefined })}
      />
      <Combobox
        className="w-42"
        label="By"
        value={search.actor ?? any}
        options={[
          everything('Anyone'),
          ...(data?.actors ?? []).map(({ value, count, name }) => option(value, count, name)),
        ]}
        onChange={(actor) => narrow({ actor: actor || undefined })}
      />
      <Combobox
        className="w-42"
        label="Area"
        value={search.area ?? any}
        options={[everything('Any area'), ...[...areas].map(([value, count]) => option(value, count))]}
        onChange={(area) => narrow({ area: area || undefined, type: undefined })}
      />
      <Combobox
        className="w-42"
        label="Type"
        value={search.type ?? any}
        options={[everything('Any type'), ...types.map(({ value, count }) => option(value, count))]}
        onChange={(type) => narrow({ type: type || undefined })}
      />
      {isNarrowed ? (
        <Button variant="quiet" onClick={() => narrow(noFilter)}>
          Clear filter
        </Button>
      ) : null}
    </div>
  );
}

/** How many entries each area has: the part of a type before the dot. */
function areasOf(types: readonly { readonly value: string; readonly count: number }[]): Map<string, number> {
  const areas = new Map<string, number>();
  for (const { value, count } of types) {
    const area = value.split('.')[0] ?? value;
    areas.set(area, (areas.get(area) ?? 0) + count);
  }
  return areas;
}
