import { type ReactNode, useRef } from 'react';
import type { WireOverview } from '#core/contract/overview.ts';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import { isScreenId } from '#renderer/shell/scope/screens.ts';
import { useArrowGroup } from '#renderer/ui/arrow-group.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Tile } from '#renderer/ui/tile.tsx';

type TileFacts = WireOverview['tiles'][number];

const labels: Readonly<Record<TileFacts['id'], string>> = {
  exceptions: 'Exceptions',
  held: 'Held postings',
  expected: 'Expected, not there',
  breaks: 'Breaks',
  mappings: 'Mapping gaps',
  connections: 'Connections in trouble',
};

/** Six counts in one row, each the way to its list. */
export function TileRow({
  tiles,
  sources,
}: {
  readonly tiles: readonly TileFacts[];
  readonly sources: WireOverview['sources'];
}): ReactNode {
  const list = useRef<HTMLUListElement>(null);
  useArrowGroup(list);
  return (
    <ul
      ref={list}
      aria-label="Counts"
      className="grid grid-cols-6 divide-x divide-rule border-b @max-[1100px]:grid-cols-3 @max-[520px]:grid-cols-1"
    >
      {tiles.map((tile) => (
        <li key={tile.id} className="grid min-w-0 @max-[1100px]:border-b">
          <OverviewTile tile={tile} sources={sources} />
        </li>
      ))}
    </ul>
  );
}

function OverviewTile({
  tile,
  sources,
}: {
  readonly tile: TileFacts;
  readonly sources: WireOverview['sources'];
}): ReactNode {
  const format = useFormat();
  const { link, trend, count } = tile;
  const screen = isScreenId(link.screen) ? link.screen : 'overview';
  const first = trend[0];
  const silent = sources.find(({ connectionId }) => tile.staleSources.includes(connectionId));
  const about = `${labels[tile.id]} over 30 days, from ${format.count(first?.count ?? 0)} to ${format.count(count)}`;
  return (
    <Tile
      label={labels[tile.id]}
      count={count}
      sums={tile.sums}
      tone={count === 0 ? 'positive' : tile.id === 'held' || tile.id === 'expected' ? 'warning' : 'negative'}
      trend={{ values: trend.map((point) => point.count), label: about }}
      staleSince={tile.staleSources.length === 0 ? null : (silent?.asOf ?? tile.asOf)}
      renderLink={(parts) => <ScreenLink to={screen} search={link.search} {...parts} />}
    />
  );
}
