import {
  ArrowLeftRight,
  CalendarCheck2,
  FileClock,
  Gauge,
  LayoutDashboard,
  type LucideIcon,
  Plug,
  Scale,
  ScrollText,
  Settings2,
  TriangleAlert,
  Users,
  Waypoints,
} from 'lucide-react';
import { type KeyboardEvent, memo, type ReactNode } from 'react';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { ScreenLink, useScreenId } from '../scope/navigation.tsx';
import { type ScreenId, screens } from '../scope/screens.ts';
import { useNavCounts } from './nav-counts.ts';

const icons: Readonly<Record<ScreenId, LucideIcon>> = {
  overview: LayoutDashboard,
  exceptions: TriangleAlert,
  postings: FileClock,
  mappings: ArrowLeftRight,
  trace: Waypoints,
  reconciliation: Scale,
  close: CalendarCheck2,
  connections: Plug,
  journal: ScrollText,
  'service-levels': Gauge,
  people: Users,
  settings: Settings2,
};

/** Every screen with what waits in it; each count is that of the list behind it. */
export function Rail(): ReactNode {
  const current = useScreenId();
  const counts = useNavCounts();
  return (
    <nav aria-label="Screens" className="app-rail" data-pane="rail">
      <ul className="flex flex-col py-2">
        {screens.map(({ id, title }) => (
          <li key={id}>
            <RailLink id={id} title={title} isCurrent={id === current} count={counts[id] ?? 0} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 };

/** The rail is one stop of the tab key; arrows move inside it. */
function stepThroughRail(event: KeyboardEvent<HTMLAnchorElement>): void {
  const step = steps[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const links = [...(event.currentTarget.closest('ul')?.querySelectorAll('a') ?? [])];
  const at = links.indexOf(event.currentTarget);
  links[(at + step + links.length) % links.length]?.focus();
  event.preventDefault();
}

interface RailLinkProps {
  readonly id: ScreenId;
  readonly title: string;
  readonly isCurrent: boolean;
  readonly count: number;
}

/** A link follows every change of the address; what is in it does not. */
const RailLink = memo(function RailLink({ id, title, isCurrent, count }: RailLinkProps): ReactNode {
  const format = useFormat();
  const Icon = icons[id];
  const look = isCurrent ? 'bg-selected text-text font-medium' : 'text-muted hover:bg-hover hover:text-text';
  return (
    <ScreenLink
      to={id}
      isCurrent={isCurrent}
      isStop={isCurrent}
      onKeyDown={stepThroughRail}
      className={`ring-inside flex h-7 items-center gap-2 px-4 no-underline ${look}`}
      label={count > 0 ? `${title}, ${format.count(count)}` : title}
    >
      <Icon size={15} strokeWidth={1.75} aria-hidden />
      <span className="rail-word flex-1 truncate">{title}</span>{' '}
      {count > 0 && <span className="rail-word text-sm tabular-nums text-muted">{format.count(count)}</span>}
    </ScreenLink>
  );
});
