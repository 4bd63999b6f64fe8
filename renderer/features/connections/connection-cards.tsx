import type { ReactNode } from 'react';
import type { WireConnection } from '#core/contract/connections.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { useSession } from '#renderer/shell/session/session.ts';
import { ArrowGroup } from '#renderer/ui/arrow-group.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { Chip } from '#renderer/ui/chip.tsx';
import { DefinitionList } from '#renderer/ui/definition-list.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { AgeText, InstantText } from '#renderer/ui/time-text.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { connectionsSearch } from './connections-search.ts';

const states: Readonly<Record<WireConnection['health'], string>> = {
  healthy: 'healthy',
  behind: 'lagging',
  incomplete: 'incomplete',
  limited: 'waiting',
  failing: 'failing',
  'never-read': 'not-connected',
};

/** As the vendors write themselves. */
const vendorNames: Readonly<Record<string, string>> = {
  salesforce: 'Salesforce',
  stripe: 'Stripe',
  netsuite: 'NetSuite',
};

const roles: Readonly<Record<WireConnection['role'], string>> = {
  crm: 'CRM',
  billing: 'Billing',
  erp: 'ERP',
};

/** One column per system: how it is, how far behind, and what it still lets us ask. */
export function ConnectionCards({
  connections,
}: {
  readonly connections: readonly WireConnection[];
}): ReactNode {
  const [search, setSearch] = useScreenSearch(connectionsSearch);
  const ordered = ['crm', 'billing', 'erp'].flatMap((role) => connections.filter((one) => one.role === role));
  return (
    <ArrowGroup label="Systems">
      <ul
        aria-label="Connections"
        className="grid grid-cols-3 divide-x divide-rule border-b @max-[900px]:grid-cols-1"
      >
        {ordered.map((connection) => (
          <ConnectionCard
            key={connection.id}
            connection={connection}
            isChosen={search.connection === connection.id}
            onChoose={() =>
              setSearch({
                connection: search.connection === connection.id ? undefined : connection.id,
                stream: undefined,
                run: undefined,
              })
            }
          />
        ))}
      </ul>
    </ArrowGroup>
  );
}

interface CardProps {
  readonly connection: WireConnection;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function ConnectionCard({ connection, isChosen, onChoose }: CardProps): ReactNode {
  const format = useFormat();
  const { sealed } = useSession();
  const { vendor, role, environment, health, healthDetail, streams } = connection;
  const incomplete = streams.filter(({ completeness }) => completeness?.isComplete === false);
  const checked = streams.filter(({ completeness }) => completeness !== null);
  return (
    <li className={classes('flex min-w-0 flex-col gap-2 px-panel py-3', isChosen && 'bg-selected')}>
      <button
        type="button"
        aria-pressed={isChosen}
        onClick={onChoose}
        className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-sm text-left"
      >
        <span className="text-lg font-semibold">
          <VendorText text={vendorNames[vendor] ?? vendor} />
        </span>
        <span className="text-muted">{roles[role]}</span>
        <Chip>{environment}</Chip>
        <span className="ml-auto">
          <StatusBadge kind="connection" state={states[health]} look="soft" />
        </span>
      </button>
      <p className="text-sm text-muted">
        <VendorText text={healthDetail} />
      </p>
      <DefinitionList
        items={[
          {
            term: 'Last good run',
            value:
              connection.lastGoodAt === null ? 'never' : <AgeText at={connection.lastGoodAt} isInWords />,
          },
          { term: 'Lag', value: connection.lagMs === null ? null : format.duration(connection.lagMs) },
          // In a sealed pack there is no connection: what a live one says of itself is not known.
          ...(sealed === null
            ? [
                { term: 'Rate budget', value: <Budget connection={connection} /> },
                { term: 'Token', value: <Token token={connection.token} /> },
              ]
            : []),
          {
            term: 'Counts agree',
            value:
              checked.length === 0
                ? 'not checked yet'
                : `${checked.length - incomplete.length} of ${checked.length} streams`,
          },
          {
            term: 'Waits to be sent',
            value: format.count(connection.waitingToSend),
          },
          { term: 'Requests', value: `${format.count(connection.requestsLastHour)} in the last hour` },
        ]}
      />
      <p className="text-sm text-muted">
        <VendorText text={accountText(connection)} />
      </p>
    </li>
  );
}

/** Which account, at which version, and how far back its own log of changes reaches. */
function accountText({ accountId, apiVersion, eventLogDays }: WireConnection): string {
  const reach = eventLogDays === null ? [] : [`its log reaches ${eventLogDays} days back`];
  return [accountId ?? 'not bound to an account yet', `API ${apiVersion}`, ...reach].join(' · ');
}

function Budget({ connection }: { readonly connection: WireConnection }): ReactNode {
  const format = useFormat();
  const { budget } = connection;
  if (budget.blockedUntilAt !== null)
    return (
      <span className="text-warning">
        not before <InstantText at={budget.blockedUntilAt} style="time" />
      </span>
    );
  const at = `${format.count(budget.inFlight)} of ${format.count(budget.concurrencyMax)} at once`;
  if (budget.limit === null || budget.remaining === null) return at;
  return `${format.count(budget.remaining)} of ${format.count(budget.limit)} left, ${at}`;
}

function Token({ token }: { readonly token: WireConnection['token'] }): ReactNode {
  if (token.kind === 'key') return 'a key that does not end';
  if (token.endsAt === null) return 'renewed when refused';
  return (
    <>
      renewed before <InstantText at={token.endsAt} style="time" />
    </>
  );
}
