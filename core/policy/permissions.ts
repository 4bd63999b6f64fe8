/** What a person can be. A service is none of these and may decide nothing. */
export const roles = [
  'administrator',
  'controller',
  'billing-operations',
  'revenue-accountant',
  'integration-support',
  'auditor',
  'mapping-editor',
  'approver',
] as const;

export type Role = (typeof roles)[number];

/** Who may do what: the whole table, read by the gate, the access review and the tests. What is not here is refused. */
const table = {
  'workspace.read': roles,
  'personal-data.read': ['controller', 'billing-operations', 'auditor'],
  'connection.change': ['administrator', 'integration-support'],
  'connection.enable-writes': ['administrator'],
  'sync.run': [
    'administrator',
    'controller',
    'billing-operations',
    'revenue-accountant',
    'integration-support',
  ],
  'sync.backfill': ['integration-support'],
  'mapping.propose': ['controller', 'billing-operations', 'revenue-accountant', 'mapping-editor'],
  'mapping.approve': ['controller', 'approver'],
  'mapping.reject': ['controller', 'mapping-editor', 'approver'],
  'freeze.override': ['controller'],
  'posting.edit': ['billing-operations', 'revenue-accountant'],
  'posting.approve': ['controller', 'billing-operations', 'approver'],
  'posting.reject': ['controller', 'billing-operations', 'revenue-accountant', 'approver'],
  'posting.release': ['controller', 'billing-operations'],
  'posting.withdraw': ['controller', 'billing-operations'],
  'posting.reverse': ['controller', 'revenue-accountant'],
  'posting.replay': ['billing-operations', 'integration-support'],
  'posting.look-up': ['controller', 'billing-operations', 'integration-support'],
  'posting.settle-dead': ['controller', 'integration-support'],
  'exception.assign': ['controller', 'billing-operations', 'revenue-accountant', 'integration-support'],
  'exception.resolve': ['controller', 'billing-operations', 'revenue-accountant', 'integration-support'],
  'exception.dismiss': ['controller'],
  'customer.merge': ['controller', 'billing-operations'],
  'period.soft-close': ['controller', 'revenue-accountant'],
  'period.close': ['controller'],
  'period.request-reopen': ['controller', 'billing-operations', 'revenue-accountant'],
  'period.reopen': ['controller'],
  'flow.change-phase': ['controller'],
  'circuit.reset': ['controller'],
  'policy.change': ['controller'],
  'people.change': ['administrator'],
  'people.delegate': ['controller', 'billing-operations', 'revenue-accountant', 'mapping-editor', 'approver'],
  'reconciliation.run': ['controller', 'billing-operations', 'revenue-accountant', 'auditor'],
  'reconciliation.match': ['controller', 'billing-operations', 'revenue-accountant'],
  'reconciliation.undo-run': ['controller', 'revenue-accountant'],
  'close.prepare': ['controller', 'billing-operations', 'revenue-accountant'],
  'close.review': ['controller', 'revenue-accountant'],
  'close.assign': ['controller'],
  'close.change-template': ['controller'],
  'reconciliation.sign-off': ['controller', 'revenue-accountant'],
  'close.seal': ['controller', 'revenue-accountant'],
  'break.explain': ['controller', 'billing-operations', 'revenue-accountant'],
  'break.accept': ['controller'],
  'journal.verify': ['administrator', 'controller', 'integration-support', 'auditor'],
  'journal.rebuild': ['administrator', 'integration-support'],
  'journal.export': ['controller', 'auditor'],
  'access.review': ['administrator', 'controller', 'auditor'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Action = keyof typeof table;

export const permissions: Readonly<Record<Action, readonly Role[]>> = table;

export const actions = Object.keys(table) as readonly Action[];

export function rolesFor(action: Action): readonly Role[] {
  return permissions[action];
}

/**
 * Roles that one person never holds together: whoever makes accounts does not decide on money, and whoever audits does
 * nothing that is audited.
 */
export const roleConflicts: readonly (readonly [Role, Role])[] = [
  ['administrator', 'controller'],
  ['administrator', 'approver'],
  ['administrator', 'billing-operations'],
  ['administrator', 'mapping-editor'],
  ['auditor', 'administrator'],
  ['auditor', 'controller'],
  ['auditor', 'billing-operations'],
  ['auditor', 'revenue-accountant'],
  ['auditor', 'integration-support'],
  ['auditor', 'mapping-editor'],
  ['auditor', 'approver'],
];

/** The first pair among these roles that conflicts, or null. */
export function conflictAmong(held: readonly Role[]): readonly [Role, Role] | null {
  return roleConflicts.find((pair) => pair.every((role) => held.includes(role))) ?? null;
}
