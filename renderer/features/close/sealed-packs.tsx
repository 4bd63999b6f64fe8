import { type ReactNode, useState } from 'react';
import type { PlacedPack } from '#core/contract/packs.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useChange, useRead } from '#renderer/shell/api/reading.ts';
import { useCommandHandlers } from '#renderer/shell/commands/registry.ts';
import { useSession } from '#renderer/shell/session/session.ts';
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx';
import { CopyButton } from '#renderer/ui/copy-button.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { InstantText } from '#renderer/ui/time-text.tsx';
import { useToast } from '#renderer/ui/toast.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { closeCommands } from './close-commands.ts';

/** What has been sealed of a period and where it lies, and the way to seal it once more. */
export function SealedPacks({ period }: { readonly period: string }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const session = useSession();
  useCommandHandlers(closeCommands, {
    'close.sealPack': { run: () => setOpen(true), refusal: session.refusalOf('close.seal') },
  });
  return isOpen ? <SealDialog period={period} onClose={() => setOpen(false)} /> : null;
}

function SealDialog({
  period,
  onClose,
}: {
  readonly period: string;
  readonly onClose: () => void;
}): ReactNode {
  const format = useFormat();
  const toast = useToast();
  const { data } = useRead(api.packs.list, { period });
  const sealing = useChange(api.packs.make, {
    onDone: ({ fileName }) => toast.show({ title: 'The pack is sealed', description: fileName }),
  });
  const failure = sealing.error?.failure;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={`Sealed packs of ${format.period(period)}`}
      description="A pack is one file: the workspace as it is now, signed with your key. It opens read-only, without network or keys, and says so if a single byte is changed. Secrets and personal preferences are not in it."
      confirmLabel="Make a sealed pack"
      isBusy={sealing.isPending}
      failure={failure && `${failure.message} ${failure.fix ?? ''}`}
      onConfirm={() => sealing.mutate({ period })}
    >
      {data === undefined ? null : data.rows.length === 0 ? (
        <p className="text-muted">No pack of {format.period(period)} has been made.</p>
      ) : (
        <ul aria-label="Packs made" className="border-y">
          {data.rows.map((pack) => (
            <Pack key={pack.packId} pack={pack} />
          ))}
        </ul>
      )}
    </ConfirmDialog>
  );
}

function Pack({ pack }: { readonly pack: PlacedPack }): ReactNode {
  const format = useFormat();
  const { fileName, path, madeBy, madeAt, asOf, fingerprint, bytes } = pack;
  return (
    <li className="border-b py-1.5 last:border-b-0">
      <p className="flex items-center gap-1">
        <span className="min-w-0 flex-1 truncate font-medium" title={path ?? fileName}>
          {fileName}
        </span>
        {path === null ? (
          <span className="text-sm text-muted">moved or removed</span>
        ) : (
          <CopyButton text={path} label={`Copy the path of ${fileName}`} />
        )}
      </p>
      <p className="text-sm text-muted">
        <InstantText at={madeAt} /> by <VendorText text={madeBy.name} />, journal {format.count(asOf.seq)},{' '}
        {format.count(Math.ceil(bytes / 1024))} KiB
      </p>
      <p className="text-sm text-muted">
        Key <span className="font-mono">{fingerprint}</span>
      </p>
    </li>
  );
}
