import { type ReactNode, useId } from 'react';
import type { WireClose } from '#core/contract/close.ts';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { useSession } from '#renderer/shell/session/session.ts';
import { ArrowGroup } from '#renderer/ui/arrow-group.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { ProgressBar } from '#renderer/ui/progress-bar.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import type { CloseChanges } from './use-close-changes.ts';

interface CloseHeaderProps {
  readonly close: WireClose;
  readonly changes: CloseChanges;
  readonly isReadOnly: boolean;
}

/** Whose close it is, how far it is by count and by amount, and the state of its period. */
export function CloseHeader({ close, changes, isReadOnly }: CloseHeaderProps): ReactNode {
  const format = useFormat();
  const session = useSession();
  const heading = useId();
  const { progress } = close;
  return (
    <section aria-labelledby={heading}>
      <ArrowGroup label="The period" className="flex flex-wrap items-center gap-x-3 gap-y-1 px-panel py-1.5">
        <h2 id={heading} className="text-md font-medium">
          Close of {format.period(close.period)}, {close.legalEntity}
        </h2>
        <StatusBadge kind="period" state={close.periodState} look="soft" />
        <span className="flex-1" />
        <CommandButton id="close.movePeriod" variant="quiet" />
        <CommandButton id="close.sealPack" variant="quiet" />
        <CommandButton id="close.verifyJournal" isBusy={changes.isVerifying}>
          Verify journal
        </CommandButton>
      </ArrowGroup>
      <dl className="flex flex-wrap gap-x-8 gap-y-2 border-b px-panel pb-2">
        <div className="w-52">
          <dt className="flex justify-between text-sm text-muted">
            <span>Tasks done</span>
            <span>
              {format.count(progress.done)} of {format.count(progress.of)}
            </span>
          </dt>
          <dd>
            <ProgressBar label="Tasks done" done={progress.done} total={progress.of} isBare />
          </dd>
        </div>
        {progress.amounts.map(({ currency, settled, total }) => (
          <div key={currency} className="w-72">
            <dt className="flex justify-between gap-2 text-sm text-muted">
              <span>Tied out {currency}</span>
              <span>
                <MoneyText amount={settled} currency="none" /> of <MoneyText amount={total} currency="none" />
              </span>
            </dt>
            <dd>
              <ProgressBar
                label={`Tied out ${currency}`}
                done={share(settled.minor, total.minor)}
                total={1_000}
                words={`${format.money(settled)} of ${format.money(total)}`}
                isBare
              />
            </dd>
          </div>
        ))}
      </dl>
      {close.periodState === 'closed' && session.sealed === null && (
        <Banner tone="read-only">
          {format.period(close.period)} is closed for {close.legalEntity}: the close can be looked at, not
          changed.
          {close.reopenRequestedBy === null ? '' : ` ${close.reopenRequestedBy} asks to open it again.`}
        </Banner>
      )}
      {close.signOff?.state === 'suspended' && !isReadOnly && (
        <Banner tone="warning">
          The sign-off is suspended. {close.signOff.cause} It is kept with who signed it, and asked for again.
        </Banner>
      )}
    </section>
  );
}

/** Thousandths of the whole, for the length of a bar; the figures beside it are exact. */
function share(part: string, whole: string): number {
  const total = BigInt(whole);
  return total === 0n ? 1_000 : Number((BigInt(part) * 1_000n) / total);
}
