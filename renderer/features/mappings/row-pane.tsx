import type { ReactNode } from 'react';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import { usePersonName } from '#renderer/shell/session/session.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { DefinitionList } from '#renderer/ui/definition-list.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { IdText } from '#renderer/ui/id-text.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { DayText } from '#renderer/ui/time-text.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import type { MappingLine } from './mapping-line.ts';
import { setsAbout, targetText } from './target-members.ts';

interface RowPaneProps {
  readonly line: MappingLine | null;
  readonly you: string;
}

/** The mapping that the cursor is on: what it says, since when, by whom, and what it said before. */
export function RowPane({ line, you }: RowPaneProps): ReactNode {
  const stored = line?.stored ?? null;
  const nameOf = usePersonName();
  if (line === null)
    return <EmptyState kind="nothing" title="Choose a row to see its history and who decided it." />;
  if (stored === null)
    return (
      <EmptyState kind="nothing" title="A new mapping, not proposed yet.">
        Propose it with a reason; a second person approves it.
      </EmptyState>
    );
  const isOwn = stored.proposedBy === you;
  return (
    <div className="flex flex-col gap-4 px-panel py-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-semibold">
          <VendorText text={stored.sourceKey === '' ? 'Untaxed' : stored.sourceKey} />
        </h3>
        <StatusBadge kind="mapping" state={stored.stage} look="soft" />
      </div>
      {stored.stage === 'draft' && (
        <Banner tone="info">
          {isOwn
            ? 'You proposed this, so a second person approves it.'
            : `${nameOf(stored.proposedBy)} proposed this. You may be the second person.`}
        </Banner>
      )}
      {stored.retirement && (
        <Banner tone="warning">
          {nameOf(stored.retirement.proposedBy)} asks to end it on{' '}
          <DayText day={stored.retirement.validToOn} />. A second person decides.
        </Banner>
      )}
      <RowActions stage={stored.stage} isOwn={isOwn} hasRetirement={stored.retirement !== null} />
      <DefinitionList
        items={[
          { term: 'Maps to', value: <VendorText text={targetText(stored.type, stored.target)} /> },
          { term: 'Legal entity', value: stored.legalEntity || 'Every one' },
          { term: 'Holds from', value: <DayText day={stored.validFromOn} /> },
          {
            term: 'Until',
            value: stored.validToOn === null ? 'Further notice' : <DayText day={stored.validToOn} />,
          },
          { term: 'Proposed by', value: nameOf(stored.proposedBy) },
          { term: 'Decided by', value: stored.decidedBy === null ? 'Nobody yet' : nameOf(stored.decidedBy) },
          { term: 'Reason', value: <VendorText text={stored.reason} /> },
          { term: 'Id', value: <IdText id={stored.id} label="mapping id" /> },
        ]}
      />
      <History line={line} />
      <ScreenLink to="journal" search={{ id: stored.id }} className="text-accent">
        Show its entries in the journal
      </ScreenLink>
    </div>
  );
}

interface RowActionsProps {
  readonly stage: string;
  readonly isOwn: boolean;
  readonly hasRetirement: boolean;
}

function RowActions({ stage, isOwn, hasRetirement }: RowActionsProps): ReactNode {
  if (stage === 'draft' || hasRetirement)
    return (
      <div className="flex flex-wrap gap-2">
        <CommandButton id="mappings.approve" variant="primary">
          Approve…
        </CommandButton>
        <CommandButton id="mappings.reject">Reject…</CommandButton>
        {isOwn && stage === 'draft' && <CommandButton id="mappings.withdraw">Withdraw…</CommandButton>}
      </div>
    );
  if (stage !== 'live' && stage !== 'scheduled') return null;
  return (
    <div>
      <CommandButton id="mappings.retire">Propose an end…</CommandButton>
    </div>
  );
}

function History({ line }: { readonly line: MappingLine }): ReactNode {
  const { stored } = line;
  const read = useRead(
    api.mappings.history,
    {
      type: line.type,
      sourceKey: stored?.sourceKey ?? '',
      legalEntity: stored?.legalEntity ?? '',
    },
    { enabled: stored !== null, keepsPrevious: false },
  );
  const { data } = read;
  if (stored === null) return null;
  if (!data) return <Unread read={read} title="The versions could not be read" />;
  return (
    <section aria-label="Versions of this mapping">
      <h3 className="font-semibold">Versions</h3>
      <table className="mt-1 w-full text-sm">
        <thead className="text-left text-muted">
          <tr>
            <th className="pr-2 font-normal">No.</th>
            <th className="pr-2 font-normal">From</th>
            <th className="pr-2 font-normal">
              {setsAbout[line.type].members.map(({ header }) => header).join(' · ')}
            </th>
            <th className="pr-2 font-normal">State</th>
          </tr>
        </thead>
        <tbody>
          {[...data.mappings].reverse().map((row) => (
            <tr key={row.id} className={row.id === stored?.id ? 'bg-selected' : ''}>
              <td className="pr-2 tabular-nums">{row.version}</td>
              <td className="pr-2 whitespace-nowrap">
                <DayText day={row.validFromOn} />
              </td>
              <td className="pr-2 font-mono">
                <VendorText text={targetText(row.type, row.target)} />
              </td>
              <td>
                <StatusBadge kind="mapping" state={row.stage} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
