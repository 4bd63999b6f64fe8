import { useMemo } from 'react';
import type { RowFinding, WireMapping } from '#core/contract/mappings.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { type Draft, linesOf, wireDraft } from './mapping-line.ts';
import { mappingsSearch } from './mappings-search.ts';

const listedMax = 5_000;
const noFindings: readonly RowFinding[] = [];

/** What is kept and fits the filter of the address, and the lines of the sheet: that with what is being written over it. */
export function useSheet(drafts: readonly Draft[]) {
  const [search] = useScreenSearch(mappingsSearch);
  const list = useRead(api.mappings.list, {
    type: search.set,
    limit: listedMax,
    ...(search.on === undefined ? {} : { on: search.on }),
    ...(search.stage === undefined ? {} : { stage: search.stage }),
    ...(search.text === undefined || search.text === '' ? {} : { text: search.text }),
    ...(search.awaits === true ? { awaitsMe: true } : {}),
    ...(search.sort === undefined ? {} : { sort: search.sort, isDescending: search.down === true }),
  });
  const stored = useMemo(() => list.data?.mappings ?? [], [list.data]);
  const lines = useMemo(() => linesOf(search.set, stored, drafts), [search.set, stored, drafts]);
  return { list, stored, lines };
}

/** What is being written and what waits among the rows, as one change, and what it would do. */
export function useWaitingChange(drafts: readonly Draft[], rows: readonly WireMapping[]) {
  const change = useMemo(
    () => ({
      drafts: drafts.map((draft) => wireDraft(draft)),
      proposed: rows
        .filter(({ stage }) => stage === 'draft')
        .map(({ id }) => id)
        .slice(0, listedMax),
    }),
    [drafts, rows],
  );
  const hasChange = change.drafts.length + change.proposed.length > 0;
  const { data: preview } = useRead(api.mappings.previewChange, change, { enabled: hasChange });
  return { change, preview, findings: hasChange ? (preview?.findings ?? noFindings) : noFindings };
}
