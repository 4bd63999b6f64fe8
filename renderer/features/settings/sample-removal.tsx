import { type ReactNode, useState } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useChange } from '#renderer/shell/api/reading.ts';
import { closeTransport } from '#renderer/shell/api/transport.ts';
import { useSession } from '#renderer/shell/session/session.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx';

/** Takes the sample company off this machine; nothing where the workspace is a real one. */
export function SampleRemoval(): ReactNode {
  const { workspace } = useSession();
  const [isAsking, setAsking] = useState(false);
  const removing = useChange(api.session.removeSample, { onDone: () => closeTransport('removed') });
  if (!workspace.isSample) return null;
  return (
    <section aria-label="Sample company" className="border-t py-3">
      <h3 className="font-medium">Sample company</h3>
      <p className="max-w-prose text-muted">
        {workspace.name} was made to look around. It lies on this machine alone: a workspace, the keys of its
        people, and three simulated organisations.
      </p>
      <div className="mt-2">
        <Button variant="danger" onClick={() => setAsking(true)}>
          Remove sample data…
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title="Remove the sample company"
        description="Everything of it leaves this machine and Tieout ends. Nothing real is touched; the next start with the sample makes it anew."
        confirmLabel="Remove"
        isDanger
        isBusy={removing.isPending}
        failure={removing.error?.failure.message}
        onConfirm={() => removing.mutate(undefined)}
      />
    </section>
  );
}
