import type { ReactNode } from 'react';
import type * as z from 'zod';
import type { weighOutput } from '#core/contract/reconciliation.ts';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';

interface MatchBarProps {
  readonly weighed: z.output<typeof weighOutput> | undefined;
  readonly left: number;
  readonly right: number;
  readonly onClear: () => void;
  readonly isReadOnly: boolean;
}

/** What is chosen on either side and what lies between: zero, or within tolerance, or it cannot be matched. */
export function MatchBar({ weighed, left, right, onClear, isReadOnly }: MatchBarProps): ReactNode {
  const format = useFormat();
  const isEmpty = left + right === 0;
  const tone = isEmpty ? '' : weighed?.isAllowed ? 'text-positive' : 'text-negative';
  return (
    <div
      className="flex flex-wrap items-center gap-x-6 gap-y-1 border-y bg-sunken px-panel py-2"
      role="group"
      aria-label="What is chosen"
    >
      <span>
        <span className="text-muted">Billing {format.count(left)} </span>
        <MoneyTotals sums={weighed?.left.sums ?? []} />
      </span>
      <span>
        <span className="text-muted">ERP {format.count(right)} </span>
        <MoneyTotals sums={weighed?.right.sums ?? []} />
      </span>
      <span className="text-md font-medium" data-live-difference>
        <span className="pr-2 text-base font-normal text-muted">Difference</span>
        {!isEmpty && weighed?.difference ? (
          <MoneyText amount={weighed.difference} currency="code" isDifference />
        ) : (
          '–'
        )}
      </span>
      <span className={`min-w-0 flex-1 ${tone}`} role="status">
        {isEmpty ? 'Space chooses a document, Tab goes to the other side, M matches.' : weighed?.message}
      </span>
      {isEmpty || isReadOnly ? null : (
        <>
          <Button variant="quiet" onClick={onClear}>
            Clear
          </Button>
          <CommandButton id="reconciliation.match" variant="primary">
            Match
          </CommandButton>
        </>
      )}
    </div>
  );
}
