import type { ReactNode } from 'react';
import type * as z from 'zod';
import type { mappingSetsOutput } from '#core/contract/mappings.ts';
import { ArrowGroup } from '#renderer/ui/arrow-group.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { DayText } from '#renderer/ui/time-text.tsx';
import { type MappingType, setsAbout } from './target-members.ts';

type Sets = z.output<typeof mappingSetsOutput>;

interface SetListProps {
  readonly sets: Sets;
  readonly chosen: MappingType;
  readonly on: string | undefined;
  readonly onSet: (type: MappingType) => void;
  /** A version by its first day, or undefined for all rows. */
  readonly onVersion: (on: string | undefined) => void;
}

/** Every set with what is live and what waits; under the chosen one its versions. */
export function SetList({ sets, chosen, on, onSet, onVersion }: SetListProps): ReactNode {
  const format = useFormat();
  return (
    <nav aria-label="Mapping sets" className="min-h-0 overflow-y-auto border-r py-2" data-pane="sets">
      <ArrowGroup label="Mapping sets">
        <ul>
          {sets.sets.map((set) => {
            const isChosen = set.type === chosen;
            const waiting = set.counts.draft + set.retirements;
            return (
              <li key={set.type}>
                <button
                  type="button"
                  aria-current={isChosen ? 'true' : undefined}
                  onClick={() => onSet(set.type)}
                  className={`ring-inside flex h-7 w-full items-center gap-2 px-3 text-left hover:bg-hover ${isChosen ? 'bg-selected font-medium' : ''}`}
                >
                  <span className="flex-1 truncate">{setsAbout[set.type].title}</span>
                  {waiting > 0 && (
                    <span className="text-sm font-medium text-warning">{format.count(waiting)} waiting</span>
                  )}
                  <span className="w-8 text-right text-sm text-muted tabular-nums">
                    {format.count(set.counts.live)}
                  </span>
                </button>
                {isChosen && <VersionList versions={set.versions} on={on} onVersion={onVersion} />}
              </li>
            );
          })}
        </ul>
      </ArrowGroup>
    </nav>
  );
}

interface VersionListProps {
  readonly versions: Sets['sets'][number]['versions'];
  readonly on: string | undefined;
  readonly onVersion: (on: string | undefined) => void;
}

function VersionList({ versions, on, onVersion }: VersionListProps): ReactNode {
  const format = useFormat();
  if (versions.length === 0) return <p className="px-6 py-1 text-sm text-muted">Nothing decided yet</p>;
  return (
    <ul aria-label="Versions" className="pb-1">
      {versions.map(({ fromOn, stage, rows }) => {
        const isChosen = on === fromOn;
        return (
          <li key={fromOn}>
            <button
              type="button"
              aria-pressed={isChosen}
              onClick={() => onVersion(isChosen ? undefined : fromOn)}
              className={`ring-inside flex min-h-7 w-full items-center gap-2 py-0.5 pr-3 pl-6 text-left text-sm hover:bg-hover ${isChosen ? 'bg-selected' : ''}`}
            >
              <span className="flex-1 whitespace-nowrap">
                from <DayText day={fromOn} />
              </span>
              <StatusBadge kind="mapping" state={stage} />
              <span className="w-6 text-right text-muted tabular-nums">{format.count(rows)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
