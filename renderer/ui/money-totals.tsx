import type { ReactNode } from 'react';
import { type Amount, minorOf } from '#renderer/format/money.ts';
import { MoneyText } from './money-text.tsx';

interface MoneyTotalsProps {
  /** One sum per currency. They are listed, never added. */
  readonly sums: readonly Amount[];
  readonly isDifference?: boolean;
  readonly isCompact?: boolean;
  /** One under the other, right-aligned, instead of in a line. */
  readonly isStacked?: boolean;
}

/** Sums per currency, the largest first within what the list gives. Nothing at all is a dash. */
export function MoneyTotals({
  sums,
  isDifference = false,
  isCompact = false,
  isStacked = false,
}: MoneyTotalsProps): ReactNode {
  const shown = sums.length > 1 ? sums.filter((sum) => minorOf(sum) !== 0n) : sums;
  if (shown.length === 0) return <span className="text-muted">–</span>;
  return (
    <span className={isStacked ? 'stacked-sums flex flex-col items-end' : 'inline-flex flex-wrap gap-x-3'}>
      {shown.map((sum) => (
        <MoneyText
          key={sum.currency}
          amount={sum}
          currency="code"
          isDifference={isDifference}
          isCompact={isCompact}
        />
      ))}
    </span>
  );
}
