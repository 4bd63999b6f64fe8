/** What each workspace setting does, in words for the people who decide on it. */
export interface PolicyAbout {
  readonly title: string;
  readonly about: string;
  readonly words: string;
  readonly kind:
    | 'flag'
    | 'choice'
    | 'seconds'
    | 'day'
    | 'amounts'
    | 'rules'
    | 'closed-periods'
    | 'hourly-limits'
    | 'role-limits';
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

export const policyAbout: Readonly<Record<string, PolicyAbout>> = {
  holdThresholds: {
    title: 'Hold from this amount on',
    about: 'A posting of at least this waits for a person. A currency without an amount always waits.',
    words: 'threshold approval limit money',
    kind: 'amounts',
  },
  holdRules: {
    title: 'Hold rules',
    about:
      'A posting waits when everything that a rule names fits it. The reason is shown to the person who decides.',
    words: 'policy approval gate credit customer product',
    kind: 'rules',
  },
  holdFirstOfKind: {
    title: 'Hold the first of its kind',
    about: 'The first posting of a flow, entity and command waits for a person.',
    words: 'new first careful',
    kind: 'flag',
  },
  holdFallbacks: {
    title: 'Hold what a fallback mapped',
    about: 'A posting made with a fallback mapping waits for a person.',
    words: 'default mapping star',
    kind: 'flag',
  },
  circuitLimits: {
    title: 'Limits per hour',
    about:
      'What leaves in an hour, by count and amount. Beyond it the flow stops until a controller resets it.',
    words: 'circuit breaker volume rate runaway',
    kind: 'hourly-limits',
  },
  closedPeriods: {
    title: 'Documents of closed periods',
    about:
      'Whether a document dated in a closed period is held, moved to the earliest open day, or asks for the period to reopen.',
    words: 'period cut-off late posting',
    kind: 'closed-periods',
  },
  lockedPeriods: {
    title: 'Locked periods',
    about: 'Locked is not closed: post sends into them, hold does not.',
    words: 'period lock soft close',
    kind: 'choice',
    options: [
      { value: 'hold', label: 'Hold' },
      { value: 'post', label: 'Post' },
    ],
  },
  roleLimits: {
    title: 'Limits of roles',
    about: 'How far a role reaches, whoever holds it. A person’s own limits narrow it further.',
    words: 'approval matrix people amount',
    kind: 'role-limits',
  },
  reconciliationTolerances: {
    title: 'Tolerances of matching',
    about: 'How far apart a suggested or manual match may be. What no rule names has to be equal.',
    words: 'reconciliation rounding difference days',
    kind: 'rules',
  },
  closeThresholds: {
    title: 'Counts as tied',
    about: 'Up to which difference a scope counts as tied at sign-off. What no rule names has to be zero.',
    words: 'close materiality sign-off difference',
    kind: 'rules',
  },
  goLiveOn: {
    title: 'Live since',
    about: 'Documents before this day were posted by someone else and are only matched.',
    words: 'cutover start migration',
    kind: 'day',
  },
  approvalGraceSeconds: {
    title: 'Seconds to undo an approval',
    about: 'An approval waits so long before it leaves.',
    words: 'grace undo outbox',
    kind: 'seconds',
  },
};
