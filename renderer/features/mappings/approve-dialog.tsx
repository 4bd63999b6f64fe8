import { type ReactNode, useState } from 'react';
import type { MappingPreview, WireMapping } from '#core/contract/mappings.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useChange, useRead } from '#renderer/shell/api/reading.ts';
import { useSession } from '#renderer/shell/session/session.ts';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';
import { useToast } from '#renderer/ui/toast.tsx';
import { idsOf, kindsOf, NamedRows } from './named-rows.tsx';

interface ApproveProps {
  readonly rows: readonly WireMapping[];
  readonly onClose: () => void;
}

/** The second person's yes: to mappings that become live, to ends, or to both. */
export function ApproveDialog({ rows, onClose }: ApproveProps): ReactNode {
  const session = useSession();
  const format = useFormat();
  const [overridesFreeze, setOverridesFreeze] = useState(false);
  const { drafts, ends } = kindsOf(rows);
  const { data: preview } = useRead(
    api.mappings.previewChange,
    { proposed: idsOf(drafts) },
    { enabled: drafts.length > 0 },
  );
  const approval = useApproval(rows, overridesFreeze, onClose);
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={`Approve ${format.count(rows.length)} ${rows.length === 1 ? 'mapping' : 'mappings'}`}
      description="It takes effect at once, and what waited for it is decided anew."
      confirmLabel="Approve"
      reason={{ label: 'Why is it right?', least: 3 }}
      isBusy={approval.isBusy}
      failure={approval.failure}
      onConfirm={approval.approve}
    >
      {rows.length > 1 && (
        <>
          <NamedRows title="To become live" rows={drafts} />
          <NamedRows title="To end" rows={ends} />
        </>
      )}
      {preview && <Consequences preview={preview} />}
      {approval.isFrozen && (
        <Checkbox
          label="Override the freeze of the close"
          description="Your reason is journalled with the period that it breaks into."
          isChecked={overridesFreeze}
          onChange={setOverridesFreeze}
          refusal={session.refusalOf('freeze.override')}
        />
      )}
    </ConfirmDialog>
  );
}

/** Mappings first, then ends: what is live already is not asked for again where the ends are refused and tried once more. */
function useApproval(rows: readonly WireMapping[], overridesFreeze: boolean, onClose: () => void) {
  const format = useFormat();
  const toast = useToast();
  const { drafts, ends } = kindsOf(rows);
  const end = useChange(api.mappings.approveRetirement, {
    onDone: ({ mappings }) => {
      const title =
        mappings.length === 1 ? 'The end is set' : `${format.count(mappings.length)} ends are set`;
      toast.show({ tone: 'positive', title });
      onClose();
    },
  });
  const approveEnds = (reason: string): void => end.mutate({ ids: idsOf(ends), reason, overridesFreeze });
  const approve = useChange(api.mappings.approve, {
    onDone: ({ mappings, released }, { reason }) => {
      const count = released?.totals.count ?? 0;
      const blocked = released?.stillBlocked.length ?? 0;
      toast.show({
        tone: 'positive',
        title: `${format.count(mappings.length)} live now`,
        description:
          count === 0
            ? 'Nothing waited for them.'
            : `${format.count(count)} exceptions released${blocked > 0 ? `, ${format.count(blocked)} still held up by something else` : ''}.`,
      });
      if (ends.length === 0) onClose();
      else approveEnds(reason);
    },
  });
  const failure = approve.error?.failure ?? end.error?.failure;
  const isHalfDone = approve.isSuccess && failure !== undefined;
  return {
    isBusy: approve.isPending || end.isPending,
    isFrozen: failure?.code === 'MAPPING_FROZEN',
    failure: isHalfDone
      ? `${format.count(drafts.length)} live now, nothing ended. ${failure.message}`
      : failure?.message,
    approve: (reason: string): void => {
      if (drafts.length === 0 || approve.isSuccess) approveEnds(reason);
      else approve.mutate({ ids: idsOf(drafts), reason, overridesFreeze, releases: true });
    },
  };
}

function Consequences({ preview }: { readonly preview: MappingPreview }): ReactNode {
  const format = useFormat();
  const lines = [
    ['Exceptions released', preview.waiting.totals],
    ['Open postings made anew', preview.held.totals],
    ['Posted already, left as they are', preview.posted.totals],
  ] as const;
  return (
    <table className="w-full text-sm">
      <tbody>
        {lines.map(([label, totals]) => (
          <tr key={label} className="border-t">
            <th scope="row" className="py-1 text-left font-normal">
              {label}
            </th>
            <td className="text-right tabular-nums">{format.count(totals.count)}</td>
            <td className="pl-3 text-right">
              <MoneyTotals sums={totals.sums} isStacked />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
