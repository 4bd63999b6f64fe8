import type { ReactNode } from 'react';
import { plainWords } from '#renderer/format/plain-words.ts';
import { RadioGroup } from '#renderer/ui/radio-group.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { AmountsEditor } from './amounts-editor.tsx';
import { type HourlyLimit, HourlyLimitsEditor } from './hourly-limits.tsx';
import type { PolicyAbout } from './policy-about.ts';
import { type RoleLimits, RoleLimitsEditor } from './role-limits.tsx';
import { closedPeriodFlows, type Rule, ruleLists } from './rule-members.ts';
import { RulesEditor } from './rules-editor.tsx';
import { settingText } from './setting-text.ts';

interface PolicyEditorProps {
  readonly name: string;
  readonly about: PolicyAbout;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** The editor that fits a setting. What is written is checked by the host, which says what is wrong and where. */
export function PolicyEditor({ name, about, value, onChange }: PolicyEditorProps): ReactNode {
  switch (about.kind) {
    case 'flag':
      return <Switch label={about.title} isOn={value === true} onChange={onChange} />;
    case 'choice':
      return (
        <RadioGroup
          label={about.title}
          value={settingText(value)}
          options={about.options ?? []}
          onChange={onChange}
        />
      );
    case 'seconds':
      return (
        <TextField
          label="Seconds, up to 600"
          value={settingText(value)}
          onChange={(text) => onChange(/^\d{1,3}$/.test(text) ? Number(text) : text)}
        />
      );
    case 'day':
      return (
        <TextField
          label="Day, as 2026-09-30; empty for none"
          value={settingText(value)}
          onChange={(text) => onChange(text.trim() === '' ? null : text.trim())}
        />
      );
    case 'amounts':
      return <AmountsEditor amounts={value as Readonly<Record<string, string>>} onChange={onChange} />;
    case 'rules':
      return (
        <RulesEditor members={ruleLists[name] ?? []} rules={value as readonly Rule[]} onChange={onChange} />
      );
    case 'closed-periods':
      return <ClosedPeriodsEditor value={value as Readonly<Record<string, string>>} onChange={onChange} />;
    case 'hourly-limits':
      return <HourlyLimitsEditor limits={value as readonly HourlyLimit[]} onChange={onChange} />;
    case 'role-limits':
      return <RoleLimitsEditor limits={value as RoleLimits} onChange={onChange} />;
  }
}

const closedChoices = [
  { value: 'hold', label: 'Hold' },
  { value: 'earliest-open', label: 'Move to the earliest open day' },
  { value: 'reopen-request', label: 'Ask for the period to reopen' },
] as const;

function ClosedPeriodsEditor({
  value,
  onChange,
}: {
  readonly value: Readonly<Record<string, string>>;
  readonly onChange: (value: Readonly<Record<string, string>>) => void;
}): ReactNode {
  return (
    <div className="flex flex-col gap-2">
      {closedPeriodFlows.map((flow) => (
        <Select
          key={flow}
          label={plainWords(flow)}
          value={value[flow] ?? 'hold'}
          options={closedChoices}
          onChange={(rule) => onChange({ ...value, [flow]: rule })}
        />
      ))}
    </div>
  );
}
