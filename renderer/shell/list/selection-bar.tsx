import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/button.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';
import { Toolbar } from '#renderer/ui/toolbar.tsx';
import { sumPerCurrency } from './sum-per-currency.ts';

interface SelectionBarProps {
  /** Names what can be done: "Selected postings". */
  readonly label: string;
  readonly count: number;
  /** Of the chosen rows that are loaded. */
  readonly amounts: Parameters<typeof sumPerCurrency>[0];
  /** Buttons of what can be done with all of them. */
  readonly children: ReactNode;
  readonly onClear: () => void;
}

/** Under a list while rows are chosen: how many, how much per currency, and what can be done with all of them. */
export function SelectionBar({ label, count, amounts, children, onClear }: SelectionBarProps): ReactNode {
  const format = useFormat();
  if (count === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t bg-sunken px-panel py-1.5">
      <span className="font-medium">{format.count(count)} selected</span>
      <MoneyTotals sums={sumPerCurrency(amounts)} />
      <Toolbar label={label} className="ml-auto">
        {children}
        <Button variant="quiet" keys="Escape" onClick={onClear}>
          Clear
        </Button>
      </Toolbar>
    </div>
  );
}
