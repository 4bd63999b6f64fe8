import { type ReactNode, useState } from 'react';
import { plainWords } from '#renderer/format/plain-words.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useChange, useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { ChangeButton } from '#renderer/shell/session/change-button.tsx';
import { useSession } from '#renderer/shell/session/session.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx';
import { SentenceText } from '#renderer/ui/sentence-text.tsx';
import { InstantText } from '#renderer/ui/time-text.tsx';

type Tripped = Awaited<ReturnType<typeof api.connections.list>>['circuits'][number];

const nameOf = ({ flow, legalEntity }: Tripped): string => `${plainWords(flow)} of ${legalEntity}`;

/** Hourly limits that hold a flow now: what tripped, since when and by how much, and letting it go on. */
export function TrippedLimits(): ReactNode {
  const read = useRead(api.connections.list, undefined);
  const [asked, setAsked] = useState<Tripped | null>(null);
  const refusal = useSession().refusalOf('circuit.reset');
  if (!read.data) return <Unread read={read} title="The tripped limits could not be read" lines={1} />;
  return (
    <>
      {read.data.circuits.map((tripped) => (
        <div key={`${tripped.flow} ${tripped.legalEntity}`} className="py-1.5">
          <Banner
            tone="warning"
            actions={
              <ChangeButton refusal={refusal} onClick={() => setAsked(tripped)}>
                Reset…<span className="sr-only"> {nameOf(tripped)}</span>
              </ChangeButton>
            }
          >
            <p className="font-medium">
              {nameOf(tripped)} is stopped since <InstantText at={tripped.changedAt} />
            </p>
            <p>
              <SentenceText text={tripped.reason} />
            </p>
          </Banner>
        </div>
      ))}
      {asked && <ResetDialog tripped={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

interface ResetDialogProps {
  readonly tripped: Tripped;
  readonly onClose: () => void;
}

function ResetDialog({ tripped, onClose }: ResetDialogProps): ReactNode {
  const reset = useChange(api.policy.resetCircuit, { onDone: onClose });
  const failure = reset.error?.failure;
  const { flow, legalEntity, reason: why } = tripped;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={`Reset the limit of ${nameOf(tripped)}`}
      description="What waits leaves, and the hour is counted anew from now. The limit itself stays as it is."
      confirmLabel="Reset"
      reason={{ label: 'Why may it go on?', least: 3 }}
      isBusy={reset.isPending}
      failure={failure && `${failure.message} ${failure.fix ?? ''}`}
      onConfirm={(reason) => reset.mutate({ flow, legalEntity, reason })}
    >
      <p className="border-y py-2">
        <SentenceText text={why} />
      </p>
    </ConfirmDialog>
  );
}
