import { type ReactNode, useState } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useChange, useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import type { SetSearch } from '#renderer/shell/scope/screen-search.ts';
import { ChangeButton } from '#renderer/shell/session/change-button.tsx';
import { useSession } from '#renderer/shell/session/session.ts';
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';
import { SentenceText } from '#renderer/ui/sentence-text.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { useToast } from '#renderer/ui/toast.tsx';
import { codeWords, roleWords } from './code-words.ts';
import { ExceptionsEmpty } from './exceptions-empty.tsx';
import { type ExceptionsSearch, questionOf } from './exceptions-search.ts';

type Cause = Awaited<ReturnType<typeof api.exceptions.causes>>['causes'][number];

interface CauseListProps {
  readonly search: ExceptionsSearch;
  readonly setSearch: SetSearch<ExceptionsSearch>;
  readonly legalEntity: string | null;
}

/** By root cause, most at risk first: fix once, release all. */
export function CauseList({ search, setSearch, legalEntity }: CauseListProps): ReactNode {
  const read = useRead(api.exceptions.causes, questionOf(search, legalEntity));
  const { data } = read;
  const [releasing, setReleasing] = useState<Cause | null>(null);
  const { refusalOf } = useSession();
  if (!data) return <Unread read={read} title="The root causes could not be read" lines={8} />;
  if (data.causes.length === 0)
    return <ExceptionsEmpty search={search} setSearch={setSearch} legalEntity={legalEntity} />;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} role="group" aria-label="Root causes">
      <table className="w-full table-fixed border-collapse">
        <thead>
          <tr className="border-b text-left text-sm text-muted">
            <th className="px-panel py-1.5 font-medium">Root cause</th>
            <th className="w-20 font-medium">Risk</th>
            <th className="w-21 pr-3 text-right font-medium">Exceptions</th>
            <th className="w-34 pr-3 text-right font-medium">At risk</th>
            <th className="w-31 font-medium">Fixed by</th>
            <th className="w-28">
              <span className="sr-only">Fix</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.causes.map((cause) => (
            <tr key={cause.causeKey} className="border-b align-top">
              <td className="px-panel py-1.5">
                <ScreenLink
                  to="exceptions"
                  search={{ causeKey: cause.causeKey, state: search.state }}
                  className="font-medium text-accent underline"
                >
                  {codeWords(cause.code)}
                </ScreenLink>
                <span className="block text-sm text-muted">
                  <SentenceText text={cause.example} isTruncated />
                </span>
              </td>
              <td className="py-1.5">
                <StatusBadge kind="severity" state={cause.severity} />
              </td>
              <td className="py-1.5 pr-3 text-right tabular-nums">{cause.totals.count}</td>
              <td className="py-1.5 pr-3 text-right">
                <MoneyTotals sums={cause.totals.sums} isStacked />
              </td>
              <td className="py-1.5">{roleWords(cause.ownerRole)}</td>
              <td className="py-1 pr-3 text-right">
                <ChangeButton onClick={() => setReleasing(cause)} refusal={refusalOf('exception.resolve')}>
                  Release all…
                </ChangeButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {releasing && <ReleaseDialog cause={releasing} onClose={() => setReleasing(null)} />}
    </div>
  );
}

function ReleaseDialog({
  cause,
  onClose,
}: {
  readonly cause: Cause;
  readonly onClose: () => void;
}): ReactNode {
  const toast = useToast();
  const format = useFormat();
  const release = useChange(api.exceptions.releaseCause, {
    onDone: ({ released, stillBlocked }) => {
      toast.show({
        tone: stillBlocked.length > 0 ? 'warning' : 'positive',
        title: `Released ${format.count(released.length)}`,
        description:
          stillBlocked.length > 0
            ? `${format.count(stillBlocked.length)} still blocked: ${stillBlocked[0]?.message}`
            : undefined,
      });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={`Release ${format.count(cause.totals.count)} of one cause`}
      description="Decides each record anew on the facts as they are. What the facts still block stays, with its reason."
      confirmLabel="Release"
      reason={{ label: 'What was fixed', least: 3 }}
      isBusy={release.isPending}
      failure={release.error?.failure.message}
      onConfirm={(reason) => release.mutate({ causeKey: cause.causeKey, reason, confirm: true })}
    >
      <p>
        <SentenceText text={cause.example} />
      </p>
      <p className="font-medium">
        <MoneyTotals sums={cause.totals.sums} />
      </p>
    </ConfirmDialog>
  );
}
