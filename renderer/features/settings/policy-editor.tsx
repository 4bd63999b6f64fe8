import { Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { plainWords } from '#renderer/format/plain-words.ts';
import { AmountField } from '#renderer/ui/amount-field.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { RadioGroup } from '#renderer/ui/radio-group.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { TextArea } from '#renderer/ui/text-area.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import type { PolicyAbout } from './policy-about.ts';
import {
  closedPeriodFlows,
  memberText,
  type Rule,
  type RuleMember,
  ruleLists,
  withMember,
} from './rule-members.ts';
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
    case 'json':
      return <JsonEditor value={value} onChange={onChange} />;
  }
}

interface AmountsProps {
  readonly amounts: Readonly<Record<string, string>>;
  readonly onChange: (amounts: Readonly<Record<string, string>>) => void;
}

function AmountsEditor({ amounts, onChange }: AmountsProps): ReactNode {
  const [code, setCode] = useState('');
  const isCode = /^[A-Z]{3}$/.test(code) && amounts[code] === undefined;
  return (
    <div className="flex flex-col gap-2">
      <div className="grid grid-cols-2 gap-2">
        {Object.entries(amounts).map(([currency, minor]) => (
          <AmountField
            key={currency}
            label={currency}
            currency={currency}
            initial={{ currency, minor: BigInt(minor) }}
            onChange={(amount) => {
              const { [currency]: _, ...others } = amounts;
              onChange(amount === null ? others : { ...others, [currency]: amount.minor.toString() });
            }}
          />
        ))}
      </div>
      <div className="flex items-end gap-2">
        <TextField
          label="Another currency"
          placeholder="JPY"
          value={code}
          onChange={(text) => setCode(text.toUpperCase())}
        />
        <Button
          icon={Plus}
          refusal={isCode ? undefined : 'Give a currency that is not listed, as JPY'}
          onClick={() => {
            onChange({ ...amounts, [code]: '0' });
            setCode('');
          }}
        >
          Add
        </Button>
      </div>
    </div>
  );
}

interface RulesProps {
  readonly members: readonly RuleMember[];
  readonly rules: readonly Rule[];
  readonly onChange: (rules: readonly Rule[]) => void;
}

function RulesEditor({ members, rules, onChange }: RulesProps): ReactNode {
  const put = (index: number, rule: Rule) =>
    onChange(rules.map((one, place) => (place === index ? rule : one)));
  const blank = Object.fromEntries(
    members
      .filter(({ isOptional }) => isOptional !== true)
      .map(({ id, kind, options }) => [
        id,
        kind === 'integer'
          ? 0
          : kind === 'amount'
            ? '0'
            : (options?.[0] ?? (id === 'id' || id === 'reason' ? '' : '*')),
      ]),
  );
  return (
    <div className="flex flex-col gap-3">
      {rules.map((rule, index) => (
        <fieldset key={index} className="border-t pt-2">
          <legend className="flex items-center gap-2 pr-2 font-medium">
            Rule {index + 1}
            <IconButton
              icon={Trash2}
              label={`Remove rule ${index + 1}`}
              onClick={() => onChange(rules.filter((_, place) => place !== index))}
            />
          </legend>
          <div className="grid grid-cols-2 gap-2">
            {members.map((member) =>
              member.kind === 'choice' ? (
                <Select
                  key={member.id}
                  label={member.label}
                  value={memberText(rule, member)}
                  options={(member.options ?? []).map((option) => ({ value: option, label: option }))}
                  onChange={(text) => put(index, withMember(rule, member, text))}
                />
              ) : (
                <RuleField
                  key={member.id}
                  member={member}
                  rule={rule}
                  onChange={(next) => put(index, next)}
                />
              ),
            )}
          </div>
        </fieldset>
      ))}
      <div>
        <Button icon={Plus} onClick={() => onChange([...rules, blank])}>
          Add rule
        </Button>
      </div>
    </div>
  );
}

interface RuleFieldProps {
  readonly member: RuleMember;
  readonly rule: Rule;
  readonly onChange: (rule: Rule) => void;
}

/** Keeps what is being typed, so that a comma at the end of a list is not taken away under the hand. */
function RuleField({ member, rule, onChange }: RuleFieldProps): ReactNode {
  const [text, setText] = useState(() => memberText(rule, member));
  return (
    <TextField
      label={member.label}
      description={member.about ?? (member.kind === 'list' ? 'Parted by commas; empty fits all' : undefined)}
      value={text}
      onChange={(next) => {
        setText(next);
        onChange(withMember(rule, member, next));
      }}
    />
  );
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

function JsonEditor({
  value,
  onChange,
}: {
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}): ReactNode {
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const [error, setError] = useState<string | undefined>(undefined);
  return (
    <TextArea
      label="As text"
      description="JSON; amounts are digits of minor units. The host checks every member before anything changes."
      value={text}
      error={error}
      onChange={(next) => {
        setText(next);
        try {
          onChange(JSON.parse(next));
          setError(undefined);
        } catch (cause) {
          setError(cause instanceof Error ? cause.message : 'This is not JSON.');
        }
      }}
    />
  );
}
