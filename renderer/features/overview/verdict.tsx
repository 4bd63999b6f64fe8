import { CircleAlert, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { WireOverview } from '#core/contract/overview.ts';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { RefetchBar } from '#renderer/ui/refetch-bar.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { AgeText, DayText } from '#renderer/ui/time-text.tsx';

interface VerdictProps {
  readonly overview: WireOverview;
  readonly isFetching: boolean;
}

const roles: Readonly<Record<WireOverview['sources'][number]['role'], string>> = {
  crm: 'CRM',
  billing: 'Billing',
  erp: 'ERP',
};

/** Period, days to close and one sentence: where the month stands. */
export function Verdict({ overview, isFetching }: VerdictProps): ReactNode {
  const format = useFormat();
  const { period, periodState, verdict, isReady, sources } = overview;
  return (
    <header className="flex flex-col gap-2 border-b px-panel pt-5 pb-4">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
        <span className="font-medium text-text">{format.period(period)}</span>
        <StatusBadge kind="period" state={periodState} />
        <span>
          {closeText(overview.daysToClose, format.count)} · due <DayText day={overview.closeDueOn} />
        </span>
        <span className="ml-auto flex flex-wrap gap-x-4 text-sm">
          {sources.map(({ connectionId, role, asOf, isStale, failure }) => (
            <span key={connectionId} className={isStale || failure !== null ? 'text-warning' : undefined}>
              {roles[role]}{' '}
              {asOf === null ? (
                'not read'
              ) : (
                <>
                  read <AgeText at={asOf} isInWords />
                </>
              )}
            </span>
          ))}
          <RefetchBar isFetching={isFetching} asOf={overview.nowAt} />
        </span>
      </p>
      <h1 className="flex items-start gap-2 text-xl font-semibold">
        <Icon
          icon={isReady ? CircleCheck : CircleAlert}
          size={20}
          className={isReady ? 'mt-1 text-positive' : 'mt-1 text-warning'}
        />
        {verdict}
      </h1>
    </header>
  );
}

function closeText(days: number, count: (value: number) => string): string {
  if (days === 0) return 'Closes today';
  if (days < 0) return `${count(-days)} ${days === -1 ? 'day' : 'days'} past the close`;
  return `${count(days)} ${days === 1 ? 'day' : 'days'} to close`;
}
