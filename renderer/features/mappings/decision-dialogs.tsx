import { type ReactNode, useState } from 'react';
import type { WireMapping } from '#core/contract/mappings.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useChange } from '#renderer/shell/api/reading.ts';
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { useToast } from '#renderer/ui/toast.tsx';
import { ApproveDialog } from './approve-dialog.tsx';
import { readDay } from './cell-reading.ts';
import { useDraftPen, useDrafts } from './draft-book.ts';
import { type Draft, wireDraft } from './mapping-line.ts';
import { idsOf, kindsOf, NamedRows } from './named-rows.tsx';

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

function RejectDialog({
  rows,
  isWithdrawn,
  onClose,
}: RowsProps & { readonly isWithdrawn: boolean }): ReactNode {
  const format = useFormat();
  const { drafts, ends } = kindsOf(rows);
  const keep = useChange(api.mappings.rejectRetirement, { onDone: onClose });
  const keepEnds = (why: string): void => keep.mutate({ ids: idsOf(ends), reason: why });
  const onDone = (_: unknown, { reason: why }: { readonly reason: string }): void =>
    ends.length === 0 ? onClose() : keepEnds(why);
  const reject = useChange(api.mappings.reject, { onDone });
  const withdraw = useChange(api.mappings.withdraw, { onDone });
  const refuse = isWithdrawn ? withdraw : reject;
  const failure = (refuse.error ?? keep.error)?.failure;
  const noun = ends.length === 0 ? 'draft' : drafts.length === 0 ? 'end' : 'proposal';
  const verb = isWithdrawn ? 'Withdraw' : 'Reject';
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={`${verb} ${format.count(rows.length)} ${rows.length === 1 ? noun : `${noun}s`}`}
      confirmLabel={verb}
      isDanger
      reason={reason('Why not?')}
      isBusy={refuse.isPending || keep.isPending}
      failure={failure?.message}
      onConfirm={(why) => {
        // Drafts that are rejected already are not asked for again where the ends were refused.
        if (drafts.length === 0 || refuse.isSuccess) keepEnds(why);
        else refuse.mutate({ ids: idsOf(drafts), reason: why });
      }}
    >
      {rows.length > 1 && (
        <>
          <NamedRows title={isWithdrawn ? 'To be taken back' : 'Not to become live'} rows={drafts} />
          <NamedRows title="Not to end" rows={ends} />
        </>
      )}
    </ConfirmDialog>
  );
}

function RetireDialog({ rows, onClose }: RowsProps): ReactNode {
  const [text, setText] = useState('');
  const reading = readDay(text, false);
  const format = useFormat();
  const toast = useToast();
  const retire = useChange(api.mappings.proposeRetirement, {
    onDone: ({ mappings }) => {
      const isOne = mappings.length === 1;
      toast.show({
        tone: 'positive',
        title: isOne ? 'The end is proposed' : `${format.count(mappings.length)} ends are proposed`,
        description: isOne ? 'A second person approves it.' : 'A second person approves them.',
      });
      onClose();
    },
  });
  const what = rows.length === 1 ? rows[0]?.sourceKey || 'Untaxed' : `${format.count(rows.length)} mappings`;
  const day = reading.ok && typeof reading.value === 'string' ? reading.value : null;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={`Propose an end of ${what}`}
      description={`From that day on nothing answers for ${rows.length === 1 ? 'the key; its' : 'these keys; their'} documents wait for another mapping.`}
      confirmLabel="Propose the end"
      reason={reason('Why does it end?')}
      refusal={day === null ? 'Give the first day on which it no longer holds' : undefined}
      isBusy={retire.isPending}
      failure={retire.error?.failure.message}
      onConfirm={(why) => {
        if (day !== null) retire.mutate({ ids: idsOf(rows), validToOn: day, reason: why });
      }}
    >
      {rows.length > 1 && <NamedRows title="To end" rows={rows} />}
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
