import { CircleCheck, CircleDashed, CircleDot, Lock, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { api } from '../api/api.ts';
import { useRead } from '../api/reading.ts';
import { openest, type PeriodState, useScope, useSetScope } from '../scope/scope.ts';
import { Switcher } from './switcher.tsx';

const states: Readonly<Record<PeriodState, readonly [Icon: LucideIcon, word: string, look: string]>> = {
  open: [CircleDot, 'Open', 'text-info'],
  'soft-close': [CircleCheck, 'Soft close', 'text-warning'],
  locked: [Lock, 'Locked', 'text-warning'],
  closed: [Lock, 'Closed', 'text-muted'],
  unknown: [CircleDashed, 'Not in the ERP', 'text-negative'],
};

/** Which month is worked on, and whether it still takes postings. */
export function PeriodSwitcher(): ReactNode {
  const scope = useScope();
  const setScope = useSetScope();
  const format = useFormat();
  const { data } = useRead(api.scope.get, undefined);
  if (!scope || !data) return null;
  const options = data.periods.map(({ period, states: given }) => ({
    value: period,
    label: format.period(period),
    note: <PeriodChip state={openest(given, scope.legalEntity)} />,
  }));
  const shown = format.period(scope.period);
  return (
    <Switcher
      layer="period"
      label={`Period: ${shown}, ${states[scope.periodState][1]}`}
      value={scope.period}
      options={options}
      onChoose={(period) => setScope({ period })}
    >
      {shown} <PeriodChip state={scope.periodState} />
    </Switcher>
  );
}

function PeriodChip({ state }: { readonly state: PeriodState }): ReactNode {
  const [Icon, word, look] = states[state];
  return (
    <span className={`flex items-center gap-1 text-sm ${look}`}>
      <Icon size={13} aria-hidden />
      {word}
    </span>
  );
}
