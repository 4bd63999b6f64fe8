import type { ReactNode } from 'react';
import type { WorkspaceSettings } from '#core/contract/settings.ts';
import { plainWords } from '#renderer/format/plain-words.ts';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';
import { type HourlyLimit, HourlyLimits } from './hourly-limits.tsx';
import { policyAbout } from './policy-about.ts';
import { type RoleLimits, RoleLimitsText } from './role-limits.tsx';
import { type Rule, ruleLists, ruleText } from './rule-members.ts';
import { settingText } from './setting-text.ts';

type PolicySetting = WorkspaceSettings['settings'][number];

/** What a setting is now, in words. */
export function SettingValue({ setting: { name, value } }: { readonly setting: PolicySetting }): ReactNode {
  const format = useFormat();
  const about = policyAbout[name];
  switch (about?.kind) {
    case 'flag':
      return value === true ? 'On' : 'Off';
    case 'amounts': {
      const amounts = Object.entries(value as Readonly<Record<string, string>>);
      return amounts.length === 0 ? (
        'None: everything waits'
      ) : (
        <MoneyTotals sums={amounts.map(([currency, minor]) => ({ currency, minor }))} />
      );
    }
    case 'rules': {
      const rules = value as readonly Rule[];
      if (rules.length === 0) return <span className="text-muted">No rule</span>;
      return (
        <ul>
          {rules.map((rule, index) => (
            <li key={index}>{ruleText(rule, ruleLists[name] ?? [], (amount) => format.money(amount))}</li>
          ))}
        </ul>
      );
    }
    case 'closed-periods': {
      const entries = Object.entries(value as Readonly<Record<string, string>>);
      if (entries.length === 0) return 'Every flow holds';
      return entries.map(([flow, rule]) => `${plainWords(flow)}: ${rule.replaceAll('-', ' ')}`).join('; ');
    }
    case 'hourly-limits':
      return <HourlyLimits limits={value as unknown as readonly HourlyLimit[]} />;
    case 'role-limits':
      return <RoleLimitsText limits={value as unknown as RoleLimits} />;
    case 'choice':
      return about.options?.find((option) => option.value === value)?.label ?? settingText(value);
    case 'day':
      return typeof value === 'string' ? format.day(value) : <span className="text-muted">None</span>;
    case 'seconds':
      return `${settingText(value)} seconds`;
    default:
      return value === null ? <span className="text-muted">None</span> : settingText(value);
  }
}
