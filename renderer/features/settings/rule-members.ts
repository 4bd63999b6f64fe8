import { currencyExponent } from '#core/domain/currency.ts';
import { settingText } from './setting-text.ts';

/** How one member of a rule is edited. */
export interface RuleMember {
  readonly id: string;
  readonly label: string;
  readonly kind: 'text' | 'list' | 'integer' | 'amount' | 'choice';
  readonly options?: readonly string[];
  /** Left out of the rule where it is empty. */
  readonly isOptional?: boolean;
  readonly about?: string;
}

const flows = [
  'customer-to-billing',
  'order-to-subscription',
  'crm-write-back',
  'invoice-to-erp',
  'payment-to-erp',
  'refund-to-erp',
  'credit-to-erp',
] as const;

const scope: readonly RuleMember[] = [
  { id: 'scope', label: 'Scope', kind: 'choice', options: ['*', 'receivables', 'cash', 'recurring-revenue'] },
  { id: 'legalEntity', label: 'Legal entity', kind: 'text', about: '* is every one' },
  { id: 'currency', label: 'Currency', kind: 'text', about: '* is every one' },
];

/** Settings that are lists of rules, with what each rule says. */
export const ruleLists: Readonly<Record<string, readonly RuleMember[]>> = {
  holdRules: [
    { id: 'id', label: 'Id', kind: 'text', about: 'such as large-credits' },
    { id: 'reason', label: 'Shown to who decides', kind: 'text' },
    { id: 'flows', label: 'Flows', kind: 'list', isOptional: true, options: flows },
    { id: 'legalEntities', label: 'Legal entities', kind: 'list', isOptional: true },
    { id: 'productCodes', label: 'Products', kind: 'list', isOptional: true },
    { id: 'currencies', label: 'Currencies', kind: 'list', isOptional: true },
    { id: 'minMinor', label: 'From', kind: 'amount', isOptional: true },
    { id: 'maxMinor', label: 'Up to', kind: 'amount', isOptional: true },
  ],
  reconciliationTolerances: [
    ...scope,
    { id: 'belowMinor', label: 'Below', kind: 'amount' },
    { id: 'aboveMinor', label: 'Above', kind: 'amount' },
    { id: 'days', label: 'Days apart', kind: 'integer' },
  ],
  closeThresholds: [...scope, { id: 'maxMinor', label: 'Counts as tied up to', kind: 'amount' }],
};

export const closedPeriodFlows = flows;
export const limitedFlows = ['*', ...flows] as const;

export type Rule = Readonly<Record<string, unknown>>;

/** A member as text in a field. */
export function memberText(rule: Rule, { id }: RuleMember): string {
  const value = rule[id];
  return Array.isArray(value) ? value.join(', ') : settingText(value);
}

/** A rule with one member written; the host checks what it means. */
export function withMember(rule: Rule, member: RuleMember, text: string): Rule {
  const { [member.id]: _, ...others } = rule;
  if (text.trim() === '' && member.isOptional === true) return others;
  if (member.kind === 'list') {
    const parts = text.split(',').map((part) => part.trim());
    return { ...others, [member.id]: parts.filter((part) => part !== '') };
  }
  if (member.kind === 'integer' && /^\d{1,6}$/.test(text.trim()))
    return { ...others, [member.id]: Number(text) };
  return { ...others, [member.id]: text };
}

/** The one currency that a rule is of, or null where its amounts are minor units of any. */
export function currencyOf(rule: Rule): string | null {
  const { currency, currencies } = rule;
  const named =
    Array.isArray(currencies) && currencies.length === 1 ? (currencies as unknown[])[0] : currency;
  return typeof named === 'string' && currencyExponent(named) !== null ? named : null;
}

/** Members in their order, so that rules are read alike; amounts as `money` writes them. */
export function ruleText(
  rule: Rule,
  members: readonly RuleMember[],
  money: (amount: { readonly currency: string; readonly minor: string }) => string,
): string {
  const currency = currencyOf(rule);
  return members
    .map((member) => ({ member, text: memberText(rule, member) }))
    .filter(({ text }) => text !== '' && text !== '*')
    .map(({ member, text }) => {
      const label = member.label.toLowerCase();
      if (member.kind !== 'amount' || !/^\d+$/.test(text)) return `${label} ${text}`;
      return `${label} ${currency === null ? `${text} minor units` : money({ currency, minor: text })}`;
    })
    .join(', ');
}
