import { type ReactNode, useState } from 'react';
import { usePreferences } from '#renderer/shell/preferences/preferences.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { usePrefer } from './profile-settings.tsx';
import type { Setting } from './setting-list.tsx';

export const notificationSettings: readonly Setting[] = [
  {
    id: 'quietHours',
    title: 'Quiet hours',
    about: 'Between these times nothing notifies. What waits for you is still counted on the rail.',
    control: 'me',
    words: 'notification evening weekend silence',
    Control: QuietControl,
  },
];

const clock = /^([01]\d|2[0-3]):[0-5]\d$/;

function QuietControl(): ReactNode {
  const kept = usePreferences((preferences) => preferences.quietHours);
  const prefer = usePrefer();
  const [from, setFrom] = useState(kept?.from ?? '18:00');
  const [to, setTo] = useState(kept?.to ?? '08:00');
  const isRight = clock.test(from) && clock.test(to) && from !== to;
  const isKept = kept?.from === from && kept.to === to;
  return (
    <div className="flex flex-col gap-2">
      <Switch
        label="Quiet hours"
        isOn={kept !== null}
        onChange={(isOn) => prefer({ quietHours: isOn ? { from, to } : null })}
      />
      {kept !== null && (
        <div className="flex items-end gap-2">
          <TextField
            label="From"
            value={from}
            onChange={setFrom}
            error={clock.test(from) ? undefined : 'As 18:00'}
          />
          <TextField label="To" value={to} onChange={setTo} error={clock.test(to) ? undefined : 'As 08:00'} />
          <Button
            refusal={isRight ? (isKept ? 'Kept already' : undefined) : 'Give two times'}
            onClick={() => prefer({ quietHours: { from, to } })}
          >
            Keep
          </Button>
        </div>
      )}
    </div>
  );
}
