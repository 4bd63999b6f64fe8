import { type ReactNode, useState } from 'react';
import type { MappingPreview, WireMapping } from '#core/contract/mappings.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useChange, useRead } from '#renderer/shell/api/reading.ts';
import { useSession } from '#renderer/shell/session/session.ts';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { useToast } from '#renderer/ui/toast.tsx';
import { readDay } from './cell-reading.ts';
import { useDraftPen, useDrafts } from './draft-book.ts';
import { type Draft, wireDraft } from './mapping-line.ts';

/** What is asked for before it is done. */
export type Asking =
  | { readonly kind: 'propose' }
  | { readonly kind: 'discard' }
  | { readonly kind: 'approve' | 'reject' | 'withdraw' | 'retire'; readonly rows: readonly WireMapping[] };

interface RowsProps {
  readonly rows: readonly WireMapping[];
  readonly onClose: () => void;
}

const reason = (label: string) => ({ label, least: 3 }) as const;

export function DecisionDialog({
  asking,
  onClose,
}: {
  readonly asking: Asking;
  readonly onClose: () => void;
}): ReactNode {
  switch (asking.kind) {
    case 'propose':
      return <ProposeDialog onClose={onClose} />;
    case 'discard':
      return <DiscardDialog onClose={onClose} />;
    case 'approve':
      return <ApproveDialog rows={asking.rows} onClose={onClose} />;
    case 'retire':
      return <RetireDialog rows={asking.rows} onClose={onClose} />;
    case 'reject':
    case 'withdraw':
      return <RejectDialog rows={asking.rows} isWithdrawn={asking.kind === 'withdraw'} onClose={onClose} />;
  }
}

function ProposeDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const drafts = useDrafts();
  const pen = useDraftPen();
  const format = useFormat();
  const toast = useToast();
  const propose = useChange(api.mappings.propose, {
    onDone: ({ mappings }) => {
      pen.drop(drafts.map(({ lineId }) => lineId));
      toast.show({
        tone: 'positive',
        title: `${format.count(mappings.length)} proposed`,
        description: 'A second person approves them.',
      });
      onClose();
    },
  });
  const replaces = drafts.flatMap(({ replacesId }) => (replacesId === null ? [] : [replacesId]));
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={`Propose ${format.count(drafts.length)} ${drafts.length === 1 ? 'mapping' : 'mappings'}`}
      description="Nothing changes yet: a second person looks at it and makes it live."
      confirmLabel="Propose"
      reason={reason('Why is it changed?')}
      isBusy={propose.isPending}
      failure={propose.error?.failure.message}
      onConfirm={(why) =>
        propose.mutate({ drafts: drafts.map((draft: Draft) => wireDraft(draft)), replaces, reason: why })
      }
    />
  );
}

function DiscardDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const drafts = useDrafts();
  const pen = useDraftPen();
  const format = useFormat();
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={`Discard ${format.count(drafts.length)} ${drafts.length === 1 ? 'change' : 'changes'}`}
      description="What was typed and not proposed is thrown away. What is proposed or live stays as it is."
      confirmLabel="Discard"
      isDanger
      onConfirm={() => {
        pen.drop(drafts.map(({ lineId }) => lineId));
        onClose();
      }}
    />
  );
}

function ApproveDialog({ rows, onClose }: RowsProps): ReactNode {
  const session = useSession();
  const format = useFormat();
  const toast = useToast();
  const [overridesFreeze, setOverridesFreeze] = useState(false);
  const endings = rows.filter(({ retirement }) => retirement !== null).map(({ id }) => id);
  const ids = rows.filter(({ state }) => state === 'draft').map(({ id }) => id);
  const { data: preview } = useRead(
    api.mappings.previewChange,
    { proposed: ids },
    { enabled: ids.length > 0 },
  );
  const end = useChange(api.mappings.approveRetirement, {
    onDone: () => {
      toast.show({ tone: 'positive', title: 'The end is set' });
      onClose();
    },
  });
  const approve = useChange(api.mappings.approve, {
    onDone: ({ mappings, released }) => {
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
      onClose();
    },
  });
  const failure = approve.error?.failure ?? end.error?.failure;
  const isFrozen = failure?.code === 'MAPPING_FROZEN';
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={`Approve ${format.count(rows.length)} ${rows.length === 1 ? 'mapping' : 'mappings'}`}
      description="It takes effect at once, and what waited for it is decided anew."
      confirmLabel="Approve"
      reason={reason('Why is it right?')}
      isBusy={approve.isPending || end.isPending}
      failure={failure?.message}
      onConfirm={(why) => {
        if (ids.length > 0) approve.mutate({ ids, reason: why, overridesFreeze, releases: true });
        else end.mutate({ ids: endings, reason: why, overridesFreeze });
      }}
    >
      {preview && <Consequences preview={preview} />}
      {isFrozen && (
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

function RejectDialog({
  rows,
  isWithdrawn,
  onClose,
}: RowsProps & { readonly isWithdrawn: boolean }): ReactNode {
  const format = useFormat();
  const endings = rows.filter(({ retirement }) => retirement !== null).map(({ id }) => id);
  const ids = rows.filter(({ state }) => state === 'draft').map(({ id }) => id);
  const options = { onDone: onClose };
  const reject = useChange(api.mappings.reject, options);
  const withdraw = useChange(api.mappings.withdraw, options);
  const keep = useChange(api.mappings.rejectRetirement, options);
  const failure = (reject.error ?? withdraw.error ?? keep.error)?.failure;
  const count = `${format.count(rows.length)} ${rows.length === 1 ? 'draft' : 'drafts'}`;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={isWithdrawn ? `Withdraw ${count}` : `Reject ${count}`}
      confirmLabel={isWithdrawn ? 'Withdraw' : 'Reject'}
      isDanger
      reason={reason('Why not?')}
      isBusy={reject.isPending || withdraw.isPending || keep.isPending}
      failure={failure?.message}
      onConfirm={(why) => {
        if (ids.length === 0) keep.mutate({ ids: endings, reason: why });
        else (isWithdrawn ? withdraw : reject).mutate({ ids, reason: why });
      }}
    />
  );
}

function RetireDialog({ rows, onClose }: RowsProps): ReactNode {
  const [text, setText] = useState('');
  const reading = readDay(text, false);
  const toast = useToast();
  const retire = useChange(api.mappings.proposeRetirement, {
    onDone: () => {
      toast.show({
        tone: 'positive',
        title: 'The end is proposed',
        description: 'A second person approves it.',
      });
      onClose();
    },
  });
  const [row] = rows;
  const day = reading.ok && typeof reading.value === 'string' ? reading.value : null;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={`Propose an end of ${row?.sourceKey ?? ''}`}
      description="From that day on nothing answers for the key; documents of it wait for another mapping."
      confirmLabel="Propose the end"
      reason={reason('Why does it end?')}
      refusal={day === null ? 'Give the first day on which it no longer holds' : undefined}
      isBusy={retire.isPending}
      failure={retire.error?.failure.message}
      onConfirm={(why) => {
        if (day !== null) retire.mutate({ ids: rows.map(({ id }) => id), validToOn: day, reason: why });
      }}
    >
      <TextField
        label="First day on which it no longer holds"
        description="As 2026-09-30"
        value={text}
        onChange={setText}
        error={text === '' || reading.ok ? undefined : reading.reason}
      />
    </ConfirmDialog>
  );
}
