import type { ReactNode } from 'react';
import type { WirePosting } from '#core/contract/postings.ts';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { SelectionBar } from '#renderer/shell/list/selection-bar.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { InstantText } from '#renderer/ui/time-text.tsx';
import { useSecondsLeft } from './grace-chip.tsx';
import type { Decisions } from './use-decisions.ts';

interface FooterProps {
  readonly chosen: readonly WirePosting[];
  readonly decisions: Decisions;
  readonly clear: () => void;
}

const refusedShown = 2;

/** Under the list: what was not decided and why, what is in grace, and the selection with its totals per currency. */
export function PostingsFooter({ chosen, decisions, clear }: FooterProps): ReactNode {
  const format = useFormat();
  const { refused, forgetRefused, grace } = decisions;
  const more = refused.length - refusedShown;
  const isStale = refused.some(({ present }) => present !== null);
  return (
    <>
      {refused.length > 0 && (
        <div className="border-t px-panel py-1.5">
          <Banner tone="warning" actions={<Button onClick={forgetRefused}>Understood</Button>}>
            {format.count(refused.length)} not decided.{' '}
            {refused.slice(0, refusedShown).map(({ postingId, failure, present }) => (
              <span key={postingId}>
                {failure.message}{' '}
                {present && (
                  <>
                    (<InstantText at={present.at} style="time" />){' '}
                  </>
                )}
              </span>
            ))}
            {more > 0 && `And ${format.count(more)} more. `}
            {isStale && 'What is shown now is the present version; decide again.'}
          </Banner>
        </div>
      )}
      {grace && <GraceBar grace={grace} undo={decisions.undo} />}
      <SelectionBar
        label="Selected postings"
        count={chosen.length}
        amounts={chosen.map(({ amount }) => amount)}
        onClear={clear}
      >
        <CommandButton id="postings.approve" variant="primary">
          Approve
        </CommandButton>
        <CommandButton id="postings.reject">Reject</CommandButton>
      </SelectionBar>
    </>
  );
}

/** Counts down while what was approved may still be taken back; then it is gone. */
function GraceBar({
  grace,
  undo,
}: Pick<Decisions, 'undo'> & { readonly grace: NonNullable<Decisions['grace']> }): ReactNode {
  const format = useFormat();
  const count = grace.approved.length;
  const seconds = useSecondsLeft(grace.untilAt, grace.nowAt);
  if (seconds === 0) return null;
  return (
    <div className="flex items-center gap-3 border-t px-panel py-1.5">
      <span role="timer" aria-live="off" className="tabular-nums">
        {format.count(count)} approved, {count === 1 ? 'leaves' : 'leave'} in {seconds} s
      </span>
      <Button onClick={() => undo(grace.approved)}>Undo</Button>
    </div>
  );
}
