import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { WirePerson } from '#core/contract/people.ts';
import { plainWords } from '#renderer/format/plain-words.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { LimitFields } from '#renderer/shell/scope/limit-fields.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';
import { Select } from '#renderer/ui/select.tsx';

interface RoleLimit {
  readonly legalEntities: readonly string[] | 'all';
  readonly maxMinorByCurrency: Readonly<Record<string, string>> | 'unlimited';
}

/** How far a role reaches, whoever holds it; a role that is not listed has no limit of its own. */
export type RoleLimits = Readonly<Record<string, RoleLimit>>;

/** The limits of roles in words. */
export function RoleLimitsText({ limits }: { readonly limits: RoleLimits }): ReactNode {
  const roles = Object.entries(limits);
  if (roles.length === 0) return <span className="text-muted">No role is limited</span>;
  return (
    <ul>
      {roles.map(([role, { legalEntities, maxMinorByCurrency }]) => (
        <li key={role}>
          {plainWords(role)}: {legalEntities === 'all' ? 'every entity' : legalEntities.join(', ')},{' '}
          {maxMinorByCurrency === 'unlimited' ? (
            'any amount'
          ) : (
            <>
              up to{' '}
              <MoneyTotals
                sums={Object.entries(maxMinorByCurrency).map(([currency, minor]) => ({ currency, minor }))}
              />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

interface EditorProps {
  readonly limits: RoleLimits;
  readonly onChange: (limits: RoleLimits) => void;
}

/** Role by role, as the limits of a person are written. */
export function RoleLimitsEditor({ limits, onChange }: EditorProps): ReactNode {
  const { data } = useRead(api.people.list, undefined);
  const free = (data?.roles ?? []).filter((role) => limits[role] === undefined);
  return (
    <div className="flex flex-col gap-3">
      {Object.entries(limits).map(([role, limit]) => (
        <section key={role} aria-label={plainWords(role)} className="border-t pt-2">
          <h3 className="flex items-center gap-2 font-medium">
            {plainWords(role)}
            <IconButton
              icon={Trash2}
              label={`No limit for ${plainWords(role)}`}
              onClick={() => {
                const { [role]: _, ...others } = limits;
                onChange(others);
              }}
            />
          </h3>
          <LimitFields
            limits={fieldsOf(limit)}
            onChange={(next) => onChange({ ...limits, [role]: limitOf(next) })}
          />
        </section>
      ))}
      {free.length > 0 && (
        <Select
          label="Limit another role"
          value={null}
          options={free.map((role) => ({ value: role, label: plainWords(role) }))}
          onChange={(role) =>
            onChange({ ...limits, [role]: { legalEntities: 'all', maxMinorByCurrency: {} } })
          }
        />
      )}
    </div>
  );
}

function fieldsOf({ legalEntities, maxMinorByCurrency }: RoleLimit): WirePerson['limits'] {
  return {
    legalEntities: legalEntities === 'all' ? null : [...legalEntities],
    maxMinorByCurrency: maxMinorByCurrency === 'unlimited' ? null : { ...maxMinorByCurrency },
  };
}

function limitOf({ legalEntities, maxMinorByCurrency }: WirePerson['limits']): RoleLimit {
  return {
    legalEntities: legalEntities ?? 'all',
    maxMinorByCurrency: maxMinorByCurrency ?? 'unlimited',
  };
}
