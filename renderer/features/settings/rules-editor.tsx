import { type ReactNode, useState } from 'react';
import { plainWords } from '#renderer/format/plain-words.ts';
import { AmountField } from '#renderer/ui/amount-field.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { ItemList } from './item-list.tsx';
import { currencyOf, memberText, type Rule, type RuleMember, withMember } from './rule-members.ts';

interface RulesProps {
  readonly members: readonly RuleMember[];
  readonly rules: readonly Rule[];
  readonly onChange: (rules: readonly Rule[]) => void;
}

/** A list of rules, each with its members; rules are added and taken away. */
export function RulesEditor({ members, rules, onChange }: RulesProps): ReactNode {
  const blank: Rule = Object.fromEntries(
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
    <ItemList items={rules} noun="rule" blank={blank} onChange={onChange}>
      {(rule, put) => (
        <div className="grid grid-cols-2 gap-2">
          {members.map((member) =>
            member.kind === 'choice' ? (
              <Select
                key={member.id}
                label={member.label}
                value={memberText(rule, member)}
                options={(member.options ?? []).map((option) => ({
                  value: option,
                  label: option === '*' ? 'Every one' : plainWords(option),
                }))}
                onChange={(text) => put(withMember(rule, member, text))}
              />
            ) : (
              <RuleField key={member.id} member={member} rule={rule} onChange={put} />
            ),
          )}
        </div>
      )}
    </ItemList>
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
  const currency = member.kind === 'amount' ? currencyOf(rule) : null;
  const write = (next: string): void => {
    setText(next);
    onChange(withMember(rule, member, next));
  };
  if (currency !== null)
    return (
      <AmountField
        // Another currency has other decimals: the field begins anew.
        key={currency}
        label={member.label}
        currency={currency}
        initial={/^\d+$/.test(text) ? { currency, minor: text } : null}
        onChange={(amount) => write(amount?.minor.toString() ?? '')}
      />
    );
  return (
    <TextField
      label={member.kind === 'amount' ? `${member.label}, in minor units` : member.label}
      description={member.about ?? (member.kind === 'list' ? 'Parted by commas; empty fits all' : undefined)}
      value={text}
      onChange={write}
    />
  );
}
