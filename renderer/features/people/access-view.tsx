import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PeopleList } from '#core/contract/people.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { useSession } from '#renderer/shell/session/session.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { actionWords } from './action-words.ts';
import { rolesText } from './people-columns.tsx';

type Review = Awaited<ReturnType<typeof api.people.accessReview>>;

/** Which role may do what, and which roles one person never holds together. */
export function PermissionMatrix({ list }: { readonly list: PeopleList }): ReactNode {
  return (
    <div
      className="flex min-h-0 flex-1 flex-col overflow-auto"
      tabIndex={0}
      role="region"
      aria-label="Permission matrix"
    >
      <table className="border-separate border-spacing-0 text-sm">
        <thead className="sticky top-0 z-10 bg-surface">
          <tr>
            <th
              scope="col"
              className="sticky left-0 border-b bg-surface px-panel py-2 text-left font-normal text-muted"
            >
              Action
            </th>
            {list.roles.map((role) => (
              <th key={role} scope="col" className="border-b px-3 py-2 text-center font-medium">
                {rolesText([role])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {list.rules.map(({ action, roles }) => (
            <tr key={action} className="group hover:bg-hover">
              <th
                scope="row"
                className="sticky left-0 border-b bg-surface px-panel py-1 text-left font-normal whitespace-nowrap group-hover:bg-hover"
              >
                <span className="inline-block min-w-56">{actionWords(action)}</span>{' '}
                <span className="font-mono text-muted">{action}</span>
              </th>
              {list.roles.map((role) => (
                <td key={role} className="border-b px-3 text-center">
                  {roles.includes(role) ? (
                    <>
                      <Icon icon={Check} className="inline text-positive" />
                      <span className="sr-only">yes</span>
                    </>
                  ) : (
                    <span className="sr-only">no</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <section aria-label="Segregation of duties" className="px-panel py-4">
        <h3 className="font-semibold">Never held by one person</h3>
        <ul className="mt-1 max-w-2xl">
          {list.conflicts.map(({ roles, why }) => (
            <li key={roles.join()} className="flex gap-3 border-t py-0.5">
              <span className="w-72 shrink-0">{roles.map((role) => rolesText([role])).join(' and ')}</span>
              <span className="text-muted">{why}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** Who may do what now and by which right, with what a reviewer should look at. */
export function AccessReview(): ReactNode {
  const session = useSession();
  const refusal = session.refusalOf('access.review');
  const format = useFormat();
  const read = useRead(api.people.accessReview, undefined, {
    enabled: refusal === undefined,
  });
  const { data } = read;
  if (refusal !== undefined)
    return <EmptyState kind="nothing" title={`The access review is not for everyone. ${refusal}.`} />;
  if (!data) return <Unread read={read} title="The review could not be read" lines={8} />;
  const people = Map.groupBy(data.rows, ({ person }) => person);
  const nameOf = (id: string): string => people.get(id)?.[0]?.name ?? id;
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-panel py-3">
      <div className="flex items-center gap-3">
        <p className="text-muted">
          {format.count(data.rows.length)} rights of {format.count(people.size)} people, journal{' '}
          {format.count(data.asOfSeq)}
        </p>
        <span className="ml-auto">
          <CommandButton id="people.exportReview" />
        </span>
      </div>
      {data.findings.length > 0 && <Findings findings={data.findings} nameOf={nameOf} />}
      <RightsTable people={people} nameOf={nameOf} />
    </div>
  );
}

type NameOf = (personId: string) => string;

interface FindingsProps {
  readonly findings: Review['findings'];
  readonly nameOf: NameOf;
}

function Findings({ findings, nameOf }: FindingsProps): ReactNode {
  return (
    <section aria-label="To look at">
      <h3 className="font-semibold">To look at</h3>
      <ul>
        {findings.map(({ person, message }) => (
          <li key={`${person} ${message}`} className="py-0.5">
            <Banner tone="warning">
              {person !== '' && <strong>{nameOf(person)}: </strong>}
              {message}
            </Banner>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One line for every right that a person holds or was lent. */
function RightsTable({
  people,
  nameOf,
}: {
  readonly people: ReadonlyMap<string, readonly Review['rows'][number][]>;
  readonly nameOf: NameOf;
}): ReactNode {
  return (
    <table className="w-full text-sm">
      <thead className="text-left text-muted">
        <tr>
          <th className="py-1 font-normal">Person</th>
          <th className="font-normal">By role</th>
          <th className="font-normal">May do</th>
        </tr>
      </thead>
      <tbody>
        {[...people].flatMap(([person, rows]) =>
          [...Map.groupBy(rows, ({ role, onBehalfOf }) => `${role}\n${onBehalfOf ?? ''}`)].map(
            ([key, rights]) => (
              <tr key={`${person} ${key}`} className="border-t align-top">
                <td className="py-1 pr-4 whitespace-nowrap">{rights[0]?.name}</td>
                <td className="py-1 pr-4 whitespace-nowrap">
                  {rolesText([rights[0]?.role ?? ''])}
                  {rights[0]?.onBehalfOf ? `, lent by ${nameOf(rights[0].onBehalfOf)}` : ''}
                </td>
                <td className="py-1">{rights.map(({ action }) => actionWords(action)).join(' · ')}</td>
              </tr>
            ),
          ),
        )}
      </tbody>
    </table>
  );
}
