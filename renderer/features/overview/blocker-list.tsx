import { ArrowRight, CircleCheck } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import type { WireOverview } from '#core/contract/overview.ts';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import { isScreenId } from '#renderer/shell/scope/screens.ts';
import { useArrowGroup } from '#renderer/ui/arrow-group.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';

type Blocker = WireOverview['blockers'][number];

const areas: Readonly<Record<Blocker['area'], string>> = {
  exceptions: 'Exception',
  held: 'Approval',
  reconciliation: 'Reconciliation',
  'sign-off': 'Sign-off',
  connections: 'Connection',
  expected: 'Expectation',
};

interface BlockerListProps {
  readonly blockers: readonly Blocker[];
  readonly listRef: RefObject<HTMLOListElement | null>;
}

/** What is in the way, by amount and age; each line opens the list that ends it. */
export function BlockerList({ blockers, listRef }: BlockerListProps): ReactNode {
  if (blockers.length === 0)
    return (
      <p className="flex items-center gap-1.5 px-panel py-6 font-medium">
        <Icon icon={CircleCheck} size={16} className="text-positive" />
        Nothing is in the way.
      </p>
    );
  return <BlockerLines blockers={blockers} listRef={listRef} />;
}

function BlockerLines({ blockers, listRef }: BlockerListProps): ReactNode {
  useArrowGroup(listRef);
  return (
    <ol ref={listRef} aria-label="What blocks sign-off" className="divide-y divide-rule">
      {blockers.map((blocker) => (
        <li key={blocker.id}>
          <BlockerLine blocker={blocker} />
        </li>
      ))}
    </ol>
  );
}

function BlockerLine({ blocker }: { readonly blocker: Blocker }): ReactNode {
  const format = useFormat();
  const { title, detail, totals, ageDays, area, link } = blocker;
  return (
    <ScreenLink
      to={isScreenId(link.screen) ? link.screen : 'overview'}
      search={link.search}
      className="ring-inside group grid grid-cols-[2.5rem_minmax(0,1fr)_1rem] items-baseline gap-x-3 px-panel py-2 text-text no-underline hover:bg-hover focus-visible:bg-selected"
    >
      <span className="text-right text-lg font-medium tabular-nums">{format.count(totals.count)}</span>
      <span className="min-w-0">
        <span className="flex items-baseline justify-between gap-x-4">
          <span className="min-w-0 truncate font-medium">{title}</span>
          {totals.sums.length === 0 ? (
            <span className="shrink-0 text-muted">no amount</span>
          ) : (
            <span className="shrink-0">
              <MoneyTotals sums={totals.sums} isCompact />
            </span>
          )}
        </span>
        <span className="flex items-baseline justify-between gap-x-4 text-sm text-muted">
          <span className="min-w-0 truncate" title={detail}>
            {areas[area]}
            {detail === '' ? '' : ` · ${detail}`}
          </span>
          <span className="shrink-0">{ageDays === 0 ? 'today' : `${format.count(ageDays)} d old`}</span>
        </span>
      </span>
      <Icon
        icon={ArrowRight}
        size={14}
        className="self-center text-muted opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
      />
    </ScreenLink>
  );
}

/** Moves the focus along the lines; from elsewhere to the first one. */
export function focusBlocker(list: HTMLOListElement | null, step: 1 | -1): void {
  const lines = [...(list?.querySelectorAll('a') ?? [])];
  const at = lines.indexOf(document.activeElement as HTMLAnchorElement);
  const next = at < 0 ? (step === 1 ? 0 : lines.length - 1) : at + step;
  lines[Math.min(Math.max(next, 0), lines.length - 1)]?.focus();
}
