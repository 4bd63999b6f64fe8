import type { ReactNode } from 'react';
import type { WireException } from '#core/contract/exceptions.ts';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';
import { Toolbar } from '#renderer/ui/toolbar.tsx';
import type { Triage } from './use-triage.ts';

interface BulkBarProps {
  readonly chosen: readonly WireException[];
  readonly selection: ReadonlySet<string>;
  readonly triage: Triage;
  readonly clear: () => void;
}

const leftShown = 2;

/** Over a selection: how many, how much per currency, and what can be done with all of them. Under it what was left. */
export function BulkBar({ chosen, selection, triage, clear }: BulkBarProps): ReactNode {
  const format = useFormat();
  const { left, forgetLeft } = triage;
  const more = left.length - leftShown;
  return (
    <>
      {left.length > 0 && (
        <div className="border-t px-panel py-1.5">
          <Banner tone="warning" actions={<Button onClick={forgetLeft}>Understood</Button>}>
            {format.count(left.length)} {left.length === 1 ? 'is' : 'are'} still open.{' '}
            {left
              .slice(0, leftShown)
              .map(({ message }) => message)
              .join(' ')}
            {more > 0 && ` And ${format.count(more)} more.`}
          </Banner>
        </div>
      )}
      {selection.size > 0 && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t bg-sunken px-panel py-1.5">
          <span className="font-medium">{format.count(selection.size)} selected</span>
          <MoneyTotals sums={sumsOf(chosen)} />
          <Toolbar label="Selected exceptions" className="ml-auto">
            <CommandButton id="exceptions.takeFix" variant="primary">
              Take the fix
            </CommandButton>
            <CommandButton id="exceptions.assign">Assign</CommandButton>
            <CommandButton id="exceptions.snoozeDay">Snooze a day</CommandButton>
            <CommandButton id="exceptions.dismiss">Dismiss</CommandButton>
            <Button variant="quiet" keys="Escape" onClick={clear}>
              Clear
            </Button>
          </Toolbar>
        </div>
      )}
    </>
  );
}

/** Per currency, never added across them. */
function sumsOf(
  items: readonly { readonly amount: { readonly currency: string; readonly minor: string } | null }[],
): { currency: string; minor: string }[] {
  const byCurrency = new Map<string, bigint>();
  for (const { amount } of items) {
    if (amount)
      byCurrency.set(amount.currency, (byCurrency.get(amount.currency) ?? 0n) + BigInt(amount.minor));
  }
  return [...byCurrency]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, minor]) => ({ currency, minor: minor.toString() }));
}
