import type { ReactNode } from 'react';
import type { WireDocument, WireGroup } from '#core/contract/reconciliation.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { DayText } from '#renderer/ui/time-text.tsx';
import { Toolbar } from '#renderer/ui/toolbar.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { kindWords, ruleWords, sidesOf } from './words.ts';
import type { Workbench } from './workbench.ts';

interface GroupDetailProps {
  readonly group: WireGroup;
  readonly workbench: Workbench;
}

/** The documents of a match, side under side, with the difference between them and the rule that found it. */
export function GroupDetail({ group, workbench }: GroupDetailProps): ReactNode {
  const read = useRead(api.reconciliation.group, { runId: workbench.run.id, number: group.number });
  const [left, right] = sidesOf(group.scope);
  const documents = read.data?.group.number === group.number ? read.data : undefined;
  const unread = read.error && !documents;
  return (
    <Panel
      title={group.reference}
      aside={<StatusBadge kind="match" state={group.status} />}
      className="min-h-0 flex-1"
    >
      <div className="flex flex-col gap-4">
        {unread && <Unread read={read} title="The documents could not be read" />}
        <div>
          <Side
            title={left}
            documents={documents?.left ?? []}
            sum={group.left.sum}
            count={group.left.count}
          />
          <p className="flex items-baseline justify-between border-y bg-sunken px-2 py-1.5">
            <span className="text-muted">
              {left} less {right}
            </span>
            <span className="text-md font-medium">
              <MoneyText amount={group.difference} currency="code" isDifference />
            </span>
          </p>
          <Side
            title={right}
            documents={documents?.right ?? []}
            sum={group.right.sum}
            count={group.right.count}
          />
        </div>
        {workbench.isReadOnly ? null : <Actions status={group.status} />}
        <section>
          <h3 className="pb-1 font-medium">Why</h3>
          <p>
            <span className="text-muted">{ruleWords(group.rule)}. </span>
            <VendorText text={group.explanation} />
          </p>
        </section>
        {group.status === 'ambiguous' && documents?.left[0] ? (
          <Candidates document={documents.left[0]} workbench={workbench} />
        ) : null}
      </div>
    </Panel>
  );
}

function Actions({ status }: { readonly status: WireGroup['status'] }): ReactNode {
  if (status === 'matched') {
    return (
      <Toolbar label="The match">
        <CommandButton id="reconciliation.unmatch" />
        <CommandButton id="reconciliation.trace" variant="quiet" />
      </Toolbar>
    );
  }
  return (
    <Toolbar label="The suggestion">
      <CommandButton id="reconciliation.accept" variant="primary">
        Accept
      </CommandButton>
      <CommandButton id="reconciliation.reject">Turn down</CommandButton>
      <CommandButton id="reconciliation.writeOff" variant="quiet">
        Write off…
      </CommandButton>
    </Toolbar>
  );
}

interface SideProps {
  readonly title: string;
  readonly documents: readonly WireDocument[];
  readonly sum: WireGroup['left']['sum'];
  readonly count: number;
}

function Side({ title, documents, sum, count }: SideProps): ReactNode {
  return (
    <section className="py-1">
      <h3 className="flex justify-between pb-1 text-sm text-muted">
        <span>{title}</span>
        {count > 1 && <MoneyText amount={sum} />}
      </h3>
      <ul>
        {documents.map((document) => (
          <li key={document.key} className="grid grid-cols-[1fr_auto] gap-x-3 border-t py-1.5">
            <span className="min-w-0">
              <ScreenLink to="trace" search={{ id: document.externalId }} className="hover:underline">
                <VendorText text={document.reference ?? document.externalId} isTruncated />
              </ScreenLink>
              <span className="block text-sm text-muted">
                {kindWords(document.kind)} <VendorText text={document.externalId} />
                {document.isInPeriod ? '' : ', outside the period'}
              </span>
            </span>
            <span className="text-right">
              <MoneyText amount={document.amount} />
              <span className="block text-sm text-muted">
                <DayText day={document.on} />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Documents that may be the counterpart, likeliest first, with the reasons. */
export function Candidates({
  document,
  workbench,
  onChoose,
}: {
  readonly document: WireDocument;
  readonly workbench: Workbench;
  readonly onChoose?: (key: string) => void;
}): ReactNode {
  const read = useRead(api.reconciliation.candidates, {
    runId: workbench.run.id,
    key: document.key,
    limit: 5,
  });
  const candidates = read.data?.candidates ?? [];
  return (
    <section>
      <h3 className="pb-1 font-medium">Likeliest counterparts</h3>
      {!read.data ? (
        <Unread read={read} title="The counterparts could not be read" />
      ) : candidates.length === 0 ? (
        <p className="text-muted">
          No open {document.amount.currency} document of the other side shares its number, amount or customer.
        </p>
      ) : (
        <ol>
          {candidates.map(({ document: other, score, reasons, difference }) => (
            <li
              key={other.key}
              className="grid grid-cols-[2.5rem_1fr_auto] items-baseline gap-x-3 border-t py-1"
            >
              <span className="text-muted tabular-nums">{score}</span>
              <span className="min-w-0">
                {onChoose ? (
                  <button
                    type="button"
                    className="text-accent underline-offset-2 hover:underline"
                    onClick={() => onChoose(other.key)}
                  >
                    <VendorText text={other.reference ?? other.externalId} isTruncated />
                  </button>
                ) : (
                  <VendorText text={other.reference ?? other.externalId} isTruncated />
                )}
                <span className="block text-sm text-muted">{reasons.join(', ')}</span>
              </span>
              <span className="text-right">
                <MoneyText amount={other.amount} />
                <span className="block text-sm text-muted">
                  apart <MoneyText amount={difference} isDifference />
                </span>
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
