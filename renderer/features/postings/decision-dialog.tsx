import type { ReactNode } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useLostConnection } from '#renderer/shell/api/pushes.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { sumPerCurrency } from '#renderer/shell/list/sum-per-currency.ts';
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';
import { type DecisionDialog as Asked, type Decisions, shownOf } from './use-decisions.ts';

interface DecisionDialogProps {
  readonly asked: Asked;
  readonly decisions: Decisions;
}

const skippedShown = 4;

/** What would be decided: count, totals per currency, and what is skipped and why. Enter signs; a large one asks why. */
export function DecisionDialog({ asked, decisions }: DecisionDialogProps): ReactNode {
  const format = useFormat();
  const lost = useLostConnection();
  const { decision, items } = asked;
  const approves = decision === 'approve';
  const able = items.filter(({ you }) => (approves ? you.approve : you.reject) === null);
  const needsReason = !approves || able.some(({ you }) => you.needsReason);
  const verb = approves ? 'Approve' : 'Reject';
  const [only] = items;
  const title =
    items.length === 1 && only
      ? `${verb} ${only.sourceReference}`
      : `${verb} ${format.count(items.length)} postings`;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={decisions.close}
      title={title}
      description={
        approves
          ? 'You sign exactly what is shown. It leaves after a moment in which you can take it back.'
          : 'It is not posted. Who prepares the source document reads your reason.'
      }
      confirmLabel={verb}
      isDanger={!approves}
      reason={needsReason ? { label: approves ? 'Why it is right' : 'What is wrong', least: 3 } : undefined}
      failure={lost}
      isBusy={lost !== undefined}
      refusal={able.length === 0 ? refusalOf(asked) : undefined}
      onConfirm={(reason) => decisions.decide(asked, reason)}
    >
      <p className="text-md font-medium tabular-nums">
        <MoneyTotals sums={sumPerCurrency(able.map(({ amount }) => amount))} />
      </p>
      {items.length > 1 && <Preview asked={asked} />}
    </ConfirmDialog>
  );
}

function refusalOf({ decision, items }: Asked): string {
  const [first] = items;
  const failure = decision === 'approve' ? first?.you.approve : first?.you.reject;
  return failure?.message ?? 'Nothing of it can be decided';
}

/** The host's own word on it, by the rules that will judge. */
function Preview({ asked: { decision, items } }: { readonly asked: Asked }): ReactNode {
  const format = useFormat();
  const { data, error } = useRead(api.postings.previewDecision, { decision, items: items.map(shownOf) });
  const names = new Map(items.map(({ id, sourceReference }) => [id, sourceReference]));
  if (error) return <p className="text-negative">{error.failure.message}</p>;
  if (!data) return <p className="text-muted">Checking each one…</p>;
  const more = data.skipped.length - skippedShown;
  return (
    <div className="flex flex-col gap-1">
      <p>
        {format.count(data.totals.count)} of {format.count(items.length)} will be decided.
      </p>
      {data.skipped.length > 0 && (
        <ul className="border-t pt-1 text-muted">
          {data.skipped.slice(0, skippedShown).map(({ postingId, failure }) => (
            <li key={postingId}>
              Skipped {names.get(postingId)}: {failure.message}
            </li>
          ))}
          {more > 0 && <li>and {format.count(more)} more</li>}
        </ul>
      )}
    </div>
  );
}
