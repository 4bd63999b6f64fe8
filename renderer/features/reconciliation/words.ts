const scopes: Readonly<Record<string, string>> = {
  receivables: 'Receivables',
  cash: 'Cash',
  'recurring-revenue': 'Recurring revenue',
};

const rules: Readonly<Record<string, string>> = {
  'external-link': 'Document link',
  reference: 'Number',
  'link-within-tolerance': 'Link, within tolerance',
  'number-within-tolerance': 'Number, within tolerance',
  'amount-and-day': 'Amount and day',
  'one-to-many': 'One to many',
  'many-to-one': 'Many to one',
  manual: 'By hand',
  'taken-back': 'Taken back',
};

const kinds: Readonly<Record<string, string>> = {
  invoice: 'Invoice',
  'credit-note': 'Credit note',
  payment: 'Payment',
  refund: 'Refund',
  order: 'Order',
  subscription: 'Subscription',
};

/** What a scope compares, left with right. */
const sides: Readonly<Record<string, readonly [string, string]>> = {
  receivables: ['Billing', 'ERP'],
  cash: ['Billing', 'ERP'],
  'recurring-revenue': ['CRM', 'Billing'],
};

export function scopeWords(scope: string): string {
  return scopes[scope] ?? scope;
}

export function ruleWords(rule: string): string {
  return rules[rule] ?? rule;
}

export function kindWords(kind: string): string {
  return kinds[kind] ?? kind;
}

export function sidesOf(scope: string): readonly [string, string] {
  return sides[scope] ?? ['Left', 'Right'];
}
