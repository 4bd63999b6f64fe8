import { ChangeButton } from '#renderer/shell/session/change-button.tsx';
import { type ReactNode, useState } from 'react';
import type { WorkspaceSettings } from '#core/contract/settings.ts';
import { plainWords } from '#renderer/format/plain-words.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useChange } from '#renderer/shell/api/reading.ts';
import { useReadOnlyReason } from '#renderer/shell/scope/read-only.ts';
import { usePersonName, useSession } from '#renderer/shell/session/session.ts';
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { policyAbout } from './policy-about.ts';
import { PolicyEditor } from './policy-editor.tsx';
import { fits } from './setting-list.tsx';
import { SettingRow } from './setting-row.tsx';
import { SettingValue } from './setting-value.tsx';
import { TrippedLimits } from './tripped-limits.tsx';

type PolicySetting = WorkspaceSettings['settings'][number];

/** What holds for everyone: each with its value, who changed it, and an editor that asks for a reason. */
export function RuleSettings({
  settings,
  text,
}: {
  readonly settings: WorkspaceSettings;
  readonly text: string;
}): ReactNode {
  const [edited, setEdited] = useState<PolicySetting | null>(null);
  const session = useSession();
  const refusal = session.refusalOf('policy.change');
  const nameOf = usePersonName();
  const shown = settings.settings.filter(({ name }) => {
    const about = policyAbout[name];
    return about !== undefined && fits({ id: name, ...about }, text);
  });
  return (
    <>
      {shown.some(({ name }) => name === 'circuitLimits') && <TrippedLimits />}
      {shown.map((setting) => {
        const about = policyAbout[setting.name];
        if (!about) return null;
        return (
          <SettingRow
            key={setting.name}
            title={about.title}
            about={about.about}
            control="workspace"
            note={noteOf(setting.changedBy, nameOf)}
          >
            <div className="flex items-start gap-3">
              <div className="min-w-0 flex-1">
                <SettingValue setting={setting} />
              </div>
              <ChangeButton onClick={() => setEdited(setting)} refusal={refusal}>
                Change…
                <span className="sr-only"> {about.title}</span>
              </ChangeButton>
            </div>
          </SettingRow>
        );
      })}
      {edited && <EditDialog setting={edited} onClose={() => setEdited(null)} />}
    </>
  );
}

/** Who said so last; what the product itself wrote was said when the workspace was set up. */
function noteOf(changedBy: string | null, nameOf: (id: string) => string): string {
  if (changedBy === null) return 'as shipped';
  return changedBy.startsWith('tieout:') ? 'as set up' : `changed by ${nameOf(changedBy)}`;
}

function EditDialog({
  setting,
  onClose,
}: {
  readonly setting: PolicySetting;
  readonly onClose: () => void;
}): ReactNode {
  const [value, setValue] = useState<unknown>(setting.value);
  const about = policyAbout[setting.name];
  const change = useChange(api.policy.change, { onDone: onClose });
  const failure = change.error?.failure;
  const isSame = JSON.stringify(value) === JSON.stringify(setting.value);
  if (!about) return null;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={about.title}
      description={about.about}
      confirmLabel="Change"
      reason={{ label: 'Why is it changed?', least: 3 }}
      isBusy={change.isPending}
      failure={failure && `${failure.message} ${failure.where ?? ''}`}
      refusal={isSame ? 'Nothing is changed yet' : undefined}
      onConfirm={(reason) => change.mutate({ name: setting.name, value: value as never, reason })}
    >
      <PolicyEditor name={setting.name} about={about} value={value} onChange={setValue} />
    </ConfirmDialog>
  );
}

/** How far each flow is switched on, in the order of roll-out, and what keeps it from going further. */
export function FlowSettings({ settings }: { readonly settings: WorkspaceSettings }): ReactNode {
  const [moving, setMoving] = useState<{ readonly flow: string; readonly to: string } | null>(null);
  const session = useSession();
  const readOnly = useReadOnlyReason();
  const refusal = readOnly ?? session.refusalOf('flow.change-phase');
  return (
    <section aria-label="Flows" className="py-3">
      <h3 className="font-medium">How far each flow is switched on</h3>
      <p className="text-muted">
        Observe reads only. Shadow makes postings and keeps them. Hold all asks a person for each. Post sends
        what no rule holds. Forward goes one step at a time, once the stages before it are as far and all of
        theirs went through.
      </p>
      <table className="mt-2 w-full">
        <thead className="text-left text-sm text-muted">
          <tr>
            <th className="py-1 font-normal">Stage</th>
            <th className="font-normal">Flow</th>
            <th className="font-normal">Phase</th>
            <th className="font-normal">Figures</th>
            <th className="font-normal">
              <span className="sr-only">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {settings.phases.map((phase) => (
            <FlowRow
              key={phase.flow}
              row={phase}
              refusal={refusal}
              onMove={(to) => setMoving({ flow: phase.flow, to })}
            />
          ))}
        </tbody>
      </table>
      {moving && <PhaseDialog {...moving} onClose={() => setMoving(null)} />}
    </section>
  );
}

interface FlowRowProps {
  readonly row: WorkspaceSettings['phases'][number];
  readonly refusal: string | undefined;
  readonly onMove: (to: string) => void;
}

function FlowRow({ row, refusal, onMove }: FlowRowProps): ReactNode {
  const { flow, stage, phase, isGreen, next, refusal: why } = row;
  return (
    <tr className="border-t">
      <td className="py-1 tabular-nums">{stage}</td>
      <th scope="row" className="pr-3 text-left font-normal">
        {plainWords(flow)}
      </th>
      <td className="pr-3">
        <StatusBadge kind="phase" state={phase} />
      </td>
      <td className="pr-3">
        {isGreen ? 'All went through' : <span className="text-negative">Refused, lost or unknown</span>}
      </td>
      <td className="py-1 text-right">
        <span className="inline-flex gap-1">
          {phase !== 'observe' && (
            <ChangeButton variant="quiet" refusal={refusal} onClick={() => onMove('observe')}>
              Switch off…
              <span className="sr-only"> {plainWords(flow)}</span>
            </ChangeButton>
          )}
          {next !== null && (
            <ChangeButton refusal={refusal ?? why ?? undefined} onClick={() => onMove(next)}>
              To {next.replaceAll('-', ' ')}…<span className="sr-only"> {plainWords(flow)}</span>
            </ChangeButton>
          )}
        </span>
      </td>
    </tr>
  );
}

interface PhaseDialogProps {
  readonly flow: string;
  readonly to: string;
  readonly onClose: () => void;
}

function PhaseDialog({ flow, to, onClose }: PhaseDialogProps): ReactNode {
  const change = useChange(api.policy.changePhase, { onDone: onClose });
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={`${plainWords(flow)}: ${to === 'observe' ? 'switch off' : plainWords(to).toLowerCase()}`}
      confirmLabel="Change"
      isDanger={to === 'observe'}
      reason={{ label: 'Why now?', least: 3 }}
      isBusy={change.isPending}
      failure={change.error?.failure.message}
      onConfirm={(reason) => change.mutate({ flow, to: to as 'post', reason })}
    />
  );
}
