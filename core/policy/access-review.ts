import type { People, Person } from './people.ts';
import { type Action, actions, conflictAmong, type Role, rolesFor } from './permissions.ts';

/** One thing that one person may do, and by what right. */
export interface AccessRow {
  readonly person: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly action: Action;
  readonly role: Role;
  readonly onBehalfOf: string | null;
}

export interface AccessReview {
  readonly rows: readonly AccessRow[];
  /** What a reviewer should look at. */
  readonly findings: readonly { readonly person: string; readonly message: string }[];
}

/** Who may do what at an instant: own roles, and roles lent for that time. Limits narrow it further. */
export function reviewAccess(people: People, nowAt: string): AccessReview {
  const rows: AccessRow[] = [];
  const findings: { person: string; message: string }[] = [];
  for (const person of people.all()) {
    const held = rightsOf(person, people, nowAt);
    if (person.isActive) rows.push(...held.flatMap((right) => rowsOf(person, right)));
    for (const message of troubleOf(person, held)) findings.push({ person: person.id, message });
  }
  for (const action of actions) {
    if (action !== 'workspace.read' && !rows.some((row) => row.action === action))
      findings.push({ person: '', message: `Nobody may do ${action} now.` });
  }
  return { rows, findings };
}

interface Right {
  readonly role: Role;
  readonly onBehalfOf: string | null;
}

function rightsOf(person: Person, people: People, nowAt: string): Right[] {
  const lent = people
    .delegationsTo(person.id)
    .filter(({ startsAt, endsAt }) => startsAt <= nowAt && nowAt < endsAt)
    .filter(({ fromPerson, role }) => {
      const from = people.find(fromPerson);
      return from?.isActive === true && from.roles.includes(role);
    })
    .map(({ role, fromPerson }) => ({ role, onBehalfOf: fromPerson }));
  return [...person.roles.map((role) => ({ role, onBehalfOf: null })), ...lent];
}

function rowsOf(person: Person, { role, onBehalfOf }: Right): AccessRow[] {
  const { id, name, isActive } = person;
  return actions
    .filter((action) => rolesFor(action).includes(role))
    .map((action) => ({ person: id, name, isActive, action, role, onBehalfOf }));
}

function troubleOf(person: Person, held: readonly Right[]): string[] {
  const trouble: string[] = [];
  if (!person.isActive && held.length > 0)
    trouble.push('Is deactivated and still holds roles, which count for nothing.');
  if (person.isActive && held.length === 0) trouble.push('Is active and holds no role.');
  const conflict = conflictAmong(held.map(({ role }) => role));
  if (conflict) trouble.push(`Holds ${conflict[0]} and ${conflict[1]}, which one person never should.`);
  const decides = held.some(({ role }) => rolesFor('posting.approve').includes(role));
  if (person.isActive && decides && person.limits.maxMinorByCurrency === 'unlimited')
    trouble.push('Approves postings without a limit of amount.');
  return trouble;
}
