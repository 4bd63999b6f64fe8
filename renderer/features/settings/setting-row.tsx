import type { ReactNode } from 'react';
import { Lock, UserRound, UsersRound } from 'lucide-react';
import { Icon } from '#renderer/ui/icon.tsx';

/** Who has the say over a setting. */
export type Control = 'me' | 'workspace' | 'policy-file';

const controls = {
  me: { word: 'You', icon: UserRound },
  workspace: { word: 'Controller', icon: UsersRound },
  'policy-file': { word: 'IT, by policy file', icon: Lock },
} as const;

interface SettingRowProps {
  readonly title: string;
  readonly about: string;
  readonly control: Control;
  /** Who changed it last, or where a policy file is. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** One setting: what it does, who controls it, and the control itself. */
export function SettingRow({ title, about, control, note, children }: SettingRowProps): ReactNode {
  const { word, icon } = controls[control];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,26rem)] gap-x-8 gap-y-2 border-b py-3 @max-[760px]:grid-cols-1">
      <div>
        <h3 className="font-medium">{title}</h3>
        <p className="text-muted">{about}</p>
        <p className="mt-1 inline-flex items-center gap-1 text-sm text-muted">
          <Icon icon={icon} size={12} /> {word}
          {note !== undefined && <> · {note}</>}
        </p>
      </div>
      <div className="min-w-0 self-center">{children}</div>
    </div>
  );
}
