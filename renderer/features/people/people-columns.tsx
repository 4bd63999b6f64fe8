import { CircleCheck, CircleSlash } from 'lucide-react';
import type { WirePerson } from '#core/contract/people.ts';
import { plainWords } from '#renderer/format/plain-words.ts';
import type { GridColumn } from '#renderer/ui/data-grid/grid-column.ts';
import { Icon } from '#renderer/ui/icon.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';

export function rolesText(roles: readonly string[]): string {
  return roles.map((role) => plainWords(role)).join(', ');
}

export const peopleColumns: readonly GridColumn<WirePerson>[] = [
  {
    id: 'name',
    header: 'Name',
    kind: 'text',
    width: 144,
    isPinned: true,
    value: ({ name }) => name,
    render: ({ name }) => <VendorText text={name} isTruncated />,
  },
  { id: 'id', header: 'Id', kind: 'text', width: 72, value: ({ id }) => id },
  { id: 'roles', header: 'Roles', kind: 'text', width: 252, value: ({ roles }) => rolesText(roles) },
  {
    id: 'entities',
    header: 'Acts for',
    kind: 'text',
    width: 104,
    value: ({ limits }) => limits.legalEntities?.join(', ') ?? 'Every entity',
  },
  {
    id: 'limits',
    header: 'Limit',
    kind: 'text',
    width: 72,
    value: ({ limits }) =>
      limits.maxMinorByCurrency === null
        ? 'None'
        : `${Object.keys(limits.maxMinorByCurrency).length} currencies`,
  },
  {
    id: 'lent',
    header: 'Roles lent',
    kind: 'text',
    width: 88,
    value: ({ delegations }) =>
      delegations.length === 0 ? '' : rolesText(delegations.map(({ role }) => role)),
  },
  {
    id: 'state',
    header: 'State',
    kind: 'status',
    width: 104,
    value: ({ isActive }) => (isActive ? 'active' : 'deactivated'),
    render: ({ isActive }) => (
      <span className={`inline-flex items-center gap-1 ${isActive ? 'text-positive' : 'text-muted'}`}>
        <Icon icon={isActive ? CircleCheck : CircleSlash} />
        {isActive ? 'Active' : 'Deactivated'}
      </span>
    ),
  },
];
