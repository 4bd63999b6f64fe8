import { type ChangeEvent, type ReactNode, useRef, useState } from 'react';
import type { SettingsImport } from '#core/contract/settings.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useChange } from '#renderer/shell/api/reading.ts';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { useCommandHandlers } from '#renderer/shell/commands/registry.ts';
import { saveText } from '#renderer/shell/files/save-text.ts';
import { useSession } from '#renderer/shell/session/session.ts';
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { useToast } from '#renderer/ui/toast.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { policyAbout } from './policy-about.ts';
import { settingsCommands } from './settings-commands.ts';

/** Settings out as a file and in again, with what would change before anything does. */
export function SettingsFile(): ReactNode {
  const session = useSession();
  const toast = useToast();
  const picker = useRef<HTMLInputElement>(null);
  const [text, setText] = useState<string | null>(null);
  const check = useChange(api.settings.importFile, {
    onRefused: ({ failure }) => {
      setText(null);
      toast.show({ tone: 'negative', title: 'The file cannot be used', description: failure.message });
    },
  });
  const exporting = useChange(api.settings.exportFile, {
    onDone: (file) => saveText(file.fileName, 'application/json', file.text),
    onRefused: ({ failure: { message, fix } }) =>
      toast.show({
        tone: 'negative',
        title: 'The settings were not exported',
        description: `${message} ${fix ?? ''}`,
      }),
  });
  useCommandHandlers(settingsCommands, {
    'settings.exportFile': { run: () => exporting.mutate(undefined) },
    'settings.importFile': {
      run: () => picker.current?.click(),
      refusal: session.refusalOf('policy.change'),
    },
  });
  const pick = (event: ChangeEvent<HTMLInputElement>): void => {
    const [file] = event.target.files ?? [];
    event.target.value = '';
    if (!file) return;
    void file.text().then((read) => {
      setText(read);
      check.mutate({ text: read, confirm: false });
    });
  };
  return (
    <section aria-label="Settings as a file" className="py-3">
      <p className="text-muted">
        Rules and thresholds of the workspace with your own preferences. Reading one in shows what would
        change first.
      </p>
      <div className="mt-2 flex gap-2">
        <CommandButton id="settings.exportFile" />
        <CommandButton id="settings.importFile" />
        <input
          ref={picker}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label="Settings file"
          onChange={pick}
        />
      </div>
      {text !== null && check.data && (
        <ImportDialog text={text} seen={check.data} onClose={() => setText(null)} />
      )}
    </section>
  );
}

interface ImportDialogProps {
  readonly text: string;
  readonly seen: SettingsImport;
  readonly onClose: () => void;
}

function ImportDialog({ text, seen, onClose }: ImportDialogProps): ReactNode {
  const format = useFormat();
  const toast = useToast();
  const apply = useChange(api.settings.importFile, {
    onDone: () => {
      toast.show({ tone: 'positive', title: 'The settings are in force' });
      onClose();
    },
  });
  const changes = seen.changes.filter(({ state }) => state === 'changes');
  const refused = seen.changes.filter(({ state }) => state === 'refused');
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={`Import settings of ${seen.from.workspace}`}
      description={`Exported ${format.instant(seen.from.exportedAt, 'full')}. All of it is taken, or none.`}
      confirmLabel={`Change ${format.count(changes.length)} settings`}
      reason={{ label: 'Why are they changed?', least: 3 }}
      isBusy={apply.isPending}
      failure={apply.error?.failure.message}
      refusal={
        refused.length > 0
          ? 'Some settings cannot be read'
          : changes.length === 0
            ? 'Nothing would change'
            : undefined
      }
      onConfirm={(reason) => apply.mutate({ text, confirm: true, reason })}
    >
      <ul className="max-h-64 overflow-y-auto text-sm">
        {[...refused, ...changes].map(({ name, state, before, after, message }) => (
          <li key={name} className="border-t py-1">
            <strong>{policyAbout[name]?.title ?? name}</strong>{' '}
            {state === 'refused' ? (
              <span className="text-negative">{message}</span>
            ) : (
              <span className="font-mono">
                <VendorText text={`${JSON.stringify(before)} → ${JSON.stringify(after)}`} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </ConfirmDialog>
  );
}
