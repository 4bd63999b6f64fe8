import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { InstantText } from '#renderer/ui/time-text.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';

const shownMax = 50;

/** Technical trouble that goes on by itself: apart from the queue, folded, and never counted as work. */
export function RetryingBand({ legalEntity }: { readonly legalEntity: string | null }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const format = useFormat();
  const { data } = useRead(api.postings.list, {
    queue: 'retrying',
    limit: shownMax,
    ...(legalEntity === null ? {} : { legalEntity }),
  });
  const count = data?.totals.count ?? 0;
  if (count === 0) return null;
  return (
    <section aria-label="Retried by itself" className="border-t px-panel py-1">
      <Button
        variant="quiet"
        aria-expanded={isOpen}
        icon={isOpen ? ChevronDown : ChevronRight}
        onClick={() => setOpen(!isOpen)}
      >
        {format.count(count)} {count === 1 ? 'is' : 'are'} retried without you
      </Button>
      {isOpen && (
        <table className="w-full max-w-200 border-collapse">
          <thead>
            <tr className="text-left text-sm text-muted">
              <th className="py-1 font-medium">Document</th>
              <th className="font-medium">State</th>
              <th className="font-medium">Why</th>
              <th className="font-medium">Next try</th>
              <th className="text-right font-medium">Amount</th>
            </tr>
          </thead>
          <tbody>
            {data?.postings.map((row) => (
              <tr key={row.id} className="h-row border-t">
                <td>
                  <ScreenLink
                    to="postings"
                    search={{ queue: 'retrying', id: row.id }}
                    className="text-accent underline"
                  >
                    <VendorText text={row.sourceReference} />
                  </ScreenLink>
                </td>
                <td>
                  <StatusBadge kind="posting" state={row.state} />
                </td>
                <td className="text-muted">{row.reason && <VendorText text={row.reason} />}</td>
                <td>{row.notBeforeAt && <InstantText at={row.notBeforeAt} style="time" />}</td>
                <td className="text-right">
                  <MoneyText amount={row.amount} currency="code" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
