import type { ReactNode } from 'react';
import type { WireException } from '#core/contract/exceptions.ts';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { SelectionBar } from '#renderer/shell/list/selection-bar.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import type { Triage } from './use-triage.ts';

interface BulkBarProps {
  readonly chosen: readonly WireException[];
  readonly triage: Triage;
  readonly clear: () => void;
}

const leftShown = 2;

/** Over a selection: how many, how much per currency, and what can be done with all of them. Under it what was left. */
export function BulkBar({ chosen, triage, clear }: BulkBarProps): ReactNode {
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
      <SelectionBar
        label="Selected exceptions"
        count={chosen.length}
        amounts={chosen.map(({ amount }) => amount)}
        onClear={clear}
      >
        <CommandButton id="exceptions.takeFix" variant="primary">
          Take the fix
        </CommandButton>
        <CommandButton id="exceptions.assign">Assign</CommandButton>
        <CommandButton id="exceptions.snoozeDay">Snooze a day</CommandButton>
        <CommandButton id="exceptions.dismiss">Dismiss</CommandButton>
      </SelectionBar>
    </>
  );
}
