import type { ReactNode } from 'react';
import type { PeopleList, WirePerson } from '#core/contract/people.ts';
import { ChangeButton } from '#renderer/shell/session/change-button.tsx';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import { DefinitionList } from '#renderer/ui/definition-list.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { IdText } from '#renderer/ui/id-text.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { InstantText } from '#renderer/ui/time-text.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { actionWords } from './action-words.ts';
import { rolesText } from './people-columns.tsx';

interface PersonPaneProps {
  readonly list: PeopleList;
  readonly person: WirePerson | null;
  /** Whether the signed-in person may end this delegation: its lender, or who changes people. */
  readonly mayEnd: (fromPerson: string) => boolean;
  readonly onEnd: (delegationId: string) => void;
}

type Delegation = WirePerson['delegations'][number];

/** One person: roles, limits, what is lent to and by them, and the key that signs their decisions. */
export function PersonPane({ list, person, mayEnd, onEnd }: PersonPaneProps): ReactNode {
  if (person === null) return <EmptyState kind="nothing" title="Choose a person to see what they may do." />;
  const given = list.people
    .flatMap(({ delegations }) => delegations)
    .filter(({ fromPerson }) => fromPerson === person.id);
  const own = list.rules.filter(({ roles }) => roles.some((role) => person.roles.includes(role)));
  return (
    <section aria-label="Chosen person" className="flex flex-col gap-4 px-panel py-3" data-pane="person">
      <h3 className="font-semibold">
        <VendorText text={person.name} />
      </h3>
      <div className="flex flex-wrap gap-2">
        <CommandButton id="people.change">Change…</CommandButton>
        <CommandButton id="people.setActive">{person.isActive ? 'Deactivate…' : 'Reactivate…'}</CommandButton>
      </div>
      <DefinitionList
        items={[
          { term: 'Roles', value: rolesText(person.roles) || 'None' },
          { term: 'Acts for', value: person.limits.legalEntities?.join(', ') ?? 'Every legal entity' },
          { term: 'Limit of amount', value: <AmountLimits limits={person.limits} /> },
          { term: 'Public key', value: <IdText id={person.publicKey} label="public key" shown={16} /> },
        ]}
      />
      <Delegations
        title="Lent to them"
        delegations={person.delegations}
        list={list}
        mayEnd={mayEnd}
        onEnd={onEnd}
      />
      <Delegations title="Lent by them" delegations={given} list={list} mayEnd={mayEnd} onEnd={onEnd} />
      <section aria-label="What they may do">
        <h4 className="font-semibold">May do, by own roles</h4>
        <ul className="mt-1 columns-2 gap-6 text-sm">
          {own.map(({ action }) => (
            <li key={action} className="break-inside-avoid py-px">
              {actionWords(action)}
            </li>
          ))}
        </ul>
        {own.length === 0 && <p className="text-sm text-muted">Nothing</p>}
      </section>
      <ScreenLink to="journal" search={{ id: person.id }} className="text-accent">
        Show the changes of this account in the journal
      </ScreenLink>
    </section>
  );
}

function AmountLimits({
  limits: { maxMinorByCurrency },
}: {
  readonly limits: WirePerson['limits'];
}): ReactNode {
  if (maxMinorByCurrency === null) return 'None';
  const entries = Object.entries(maxMinorByCurrency);
  if (entries.length === 0) return 'May decide on no amount';
  return (
    <ul>
      {entries.map(([currency, minor]) => (
        <li key={currency}>
          Up to <MoneyText amount={{ currency, minor }} currency="code" />
        </li>
      ))}
    </ul>
  );
}

interface DelegationsProps {
  readonly title: string;
  readonly delegations: readonly Delegation[];
  readonly list: PeopleList;
  readonly mayEnd: (fromPerson: string) => boolean;
  readonly onEnd: (delegationId: string) => void;
}

function Delegations({ title, delegations, list, mayEnd, onEnd }: DelegationsProps): ReactNode {
  if (delegations.length === 0) return null;
  const nameOf = (id: string): string => list.people.find((person) => person.id === id)?.name ?? id;
  return (
    <section aria-label={title}>
      <h4 className="font-semibold">{title}</h4>
      <ul>
        {delegations.map(({ id, fromPerson, toPerson, role, startsAt, endsAt }) => {
          const isOver = endsAt <= list.nowAt;
          const isAhead = startsAt > list.nowAt;
          return (
            <li key={id} className="flex flex-wrap items-center gap-x-2 border-t py-1 text-sm">
              <span className={isOver ? 'text-muted' : ''}>
                {rolesText([role])}, {nameOf(fromPerson)} → {nameOf(toPerson)}
              </span>
              <span className="text-muted">
                <InstantText at={startsAt} style="short" /> to <InstantText at={endsAt} style="short" />
                {isOver ? ', over' : isAhead ? ', not yet' : ', now'}
              </span>
              {!isOver && (
                <span className="ml-auto">
                  <ChangeButton
                    variant="quiet"
                    onClick={() => onEnd(id)}
                    refusal={mayEnd(fromPerson) ? undefined : 'Only its lender or an administrator ends it'}
                  >
                    End…
                  </ChangeButton>
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
