import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type * as z from 'zod';
import type { serviceLevelsOutput } from '#core/contract/service-levels.ts';
import { classes } from '#renderer/ui/classes.ts';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { Sparkline } from '#renderer/ui/sparkline.tsx';

type Level = z.output<typeof serviceLevelsOutput>['levels'][number];

interface LevelTableProps {
  readonly levels: readonly Level[];
  readonly chosen: Level['id'];
  readonly onChoose: (id: Level['id']) => void;
}

/** What the business waits for: each level with its target, what was reached, and how many broke it. */
export function LevelTable({ levels, chosen, onChoose }: LevelTableProps): ReactNode {
  return (
    <table aria-label="Service levels" className="w-full border-collapse">
      <thead>
        <tr className="border-b text-right text-sm text-muted">
          <th scope="col" className="py-1 pl-panel text-left font-medium">
            Service level
          </th>
          {['Target', 'Reached', 'Median', '95 %', 'Ended', 'Waiting', 'Breaches'].map((word) => (
            <th key={word} scope="col" className="py-1 pl-3 font-medium last:pr-panel">
              {word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {levels.map((level) => (
          <LevelRow key={level.id} level={level} isChosen={level.id === chosen} onChoose={onChoose} />
        ))}
      </tbody>
    </table>
  );
}

interface LevelRowProps {
  readonly level: Level;
  readonly isChosen: boolean;
  readonly onChoose: (id: Level['id']) => void;
}

function LevelRow({ level, isChosen, onChoose }: LevelRowProps): ReactNode {
  const format = useFormat();
  return (
    <tr className={classes('border-b align-top hover:bg-hover', isChosen && 'bg-selected')}>
      <th scope="row" className="py-1 pl-panel text-left font-normal">
        <button
          type="button"
          aria-pressed={isChosen}
          className="min-h-6 rounded-sm text-left font-medium whitespace-nowrap"
          title={level.about}
          onClick={() => onChoose(level.id)}
        >
          {level.title}
        </button>
      </th>
      <Figure>
        <span className="text-muted">{level.objectivePercent} % in</span> {format.duration(level.targetMs)}
      </Figure>
      <Figure>
        <Attained level={level} />
      </Figure>
      <Figure>{level.p50Ms === null ? '–' : format.duration(level.p50Ms)}</Figure>
      <Figure>{level.p95Ms === null ? '–' : format.duration(level.p95Ms)}</Figure>
      <Figure>
        <span className="inline-flex items-center gap-2">
          <Sparkline
            values={level.trend.map(({ ended }) => ended)}
            label={`${level.title}: ended by day`}
            width={36}
          />
          {format.count(level.ended)}
        </span>
      </Figure>
      <Figure>
        {format.count(level.waiting)}
        {level.oldestWaitingMs === null ? null : (
          <span className="text-muted"> · {format.duration(level.oldestWaitingMs)}</span>
        )}
      </Figure>
      <td
        className={classes(
          'py-1.5 pr-panel pl-3 text-right tabular-nums',
          level.breaches > 0 && 'font-semibold text-negative',
        )}
      >
        {format.count(level.breaches)}
      </td>
    </tr>
  );
}

function Figure({ children }: { readonly children: ReactNode }): ReactNode {
  return <td className="py-1.5 pl-3 text-right whitespace-nowrap tabular-nums">{children}</td>;
}

function Attained({ level }: { readonly level: Level }): ReactNode {
  const format = useFormat();
  const { attainedPermille, objectivePercent } = level;
  if (attainedPermille === null)
    return (
      <span className="inline-flex items-center gap-1 text-muted">
        <Icon icon={CircleDashed} size={13} /> nothing yet
      </span>
    );
  const isMet = attainedPermille >= objectivePercent * 10;
  return (
    <span className={classes('inline-flex items-center gap-1', isMet ? 'text-positive' : 'text-negative')}>
      <Icon icon={isMet ? CircleCheck : TriangleAlert} size={13} />
      {format.measure(attainedPermille / 10)} %
    </span>
  );
}
