import { type ReactNode, useState } from 'react';
import type { ExceptionDetails } from '#core/contract/exceptions.ts';
import { capital } from '#renderer/format/plain-words.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import { useSession } from '#renderer/shell/session/session.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { DefinitionList } from '#renderer/ui/definition-list.tsx';
import { FieldDiff } from '#renderer/ui/field-diff.tsx';
import { IdText } from '#renderer/ui/id-text.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { SentenceText } from '#renderer/ui/sentence-text.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { AgeText, InstantText, PeriodText } from '#renderer/ui/time-text.tsx';
import { Toolbar } from '#renderer/ui/toolbar.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { codeWords, roleWords, valueWords } from './code-words.ts';
import { ExceptionHistory } from './exception-history.tsx';

/** What happened, what should be and what is, what to do about it, and what was done so far. */
export function ExceptionDetail({ id }: { readonly id: string }): ReactNode {
  const read = useRead(api.exceptions.get, { id });
  const { data } = read;
  if (!data) return <Unread read={read} title="The exception could not be read" lines={8} />;
  return <Shown details={data} isAnother={data.exception.id !== id} />;
}

function Shown({
  details,
  isAnother,
}: {
  readonly details: ExceptionDetails;
  /** Still the one before, while the next is read. */
  readonly isAnother: boolean;
}): ReactNode {
  const { exception, comparison, links } = details;
  return (
    <article aria-label={codeWords(exception.code)} aria-busy={isAnother} className="flex flex-col pb-6">
      <header className="flex flex-col gap-2 px-panel pt-3 pb-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="text-md font-semibold">{codeWords(exception.code)}</h2>
          <StatusBadge kind="severity" state={exception.severity} />
          {exception.amount && (
            <MoneyText amount={exception.amount} currency="code" className="font-medium" />
          )}
        </div>
        <Ended details={details} />
        <p className="max-w-170">
          <SentenceText text={exception.message} />
        </p>
        <p className="text-muted">{exception.effect}</p>
      </header>
      {comparison && (
        <Panel title="Expected and received">
          <FieldDiff
            label="Expected and received"
            sides={[capital(comparison.expectedFrom), capital(comparison.receivedFrom)]}
            fields={comparison.fields.map(({ field, expected, received }) => ({
              field: roleWords(field),
              expected: <ShownValue value={expected} />,
              received: <ShownValue value={received} />,
              isSame: JSON.stringify(expected) === JSON.stringify(received) || expected.is === 'none',
            }))}
          />
        </Panel>
      )}
      <SuggestedFix details={details} />
      <Panel title="About">
        <DefinitionList items={aboutOf(details)} />
      </Panel>
      <Panel title="History">
        <ExceptionHistory history={details.history} />
      </Panel>
      {links.traceId !== null || exception.code === 'RECORD_QUARANTINED' ? (
        <SourceRecords id={exception.id} />
      ) : null}
    </article>
  );
}

/** It resolved while it was open here: the pane says so, and stays. */
function Ended({ details: { exception } }: { readonly details: ExceptionDetails }): ReactNode {
  if (exception.state !== 'open') {
    return (
      <Banner tone={exception.state === 'resolved' ? 'positive' : 'neutral'}>
        {exception.state === 'resolved' ? 'Resolved' : 'Dismissed'}{' '}
        {exception.resolvedAt && <InstantText at={exception.resolvedAt} />}:{' '}
        {exception.resolution && <SentenceText text={capital(exception.resolution)} />}
      </Banner>
    );
  }
  if (exception.snoozedUntil === null) return null;
  return (
    <p className="text-muted">
      Snoozed until <InstantText at={exception.snoozedUntil} />; it comes back by itself.
    </p>
  );
}

type Value = NonNullable<ExceptionDetails['comparison']>['fields'][number]['expected'];

function ShownValue({ value }: { readonly value: Value }): ReactNode {
  if (value.is === 'money') return <MoneyText amount={value.money} currency="code" />;
  if (value.is === 'text') return <VendorText text={value.text} />;
  return <span className="text-muted">Nothing</span>;
}

function SuggestedFix({ details: { exception, cause } }: { readonly details: ExceptionDetails }): ReactNode {
  if (exception.state !== 'open') return null;
  const isShared = cause.totals.count > 1;
  return (
    <Panel title="Suggested fix">
      <div className="flex flex-col gap-2">
        <p className="font-medium">{exception.fix}</p>
        <p className="text-muted">{exception.suggestedFix.effect}</p>
        {isShared && (
          <p>
            {cause.totals.count} exceptions have this root cause, together{' '}
            <MoneyTotals sums={cause.totals.sums} />.{' '}
            <ScreenLink
              to="exceptions"
              search={{ causeKey: exception.causeKey }}
              className="text-accent underline"
            >
              Show them
            </ScreenLink>
          </p>
        )}
        <Toolbar label="What to do" className="pt-1">
          <CommandButton id="exceptions.takeFix" variant="primary">
            {exception.suggestedFix.title}
          </CommandButton>
          <CommandButton id="exceptions.retry" />
          <CommandButton id="exceptions.assign">Assign</CommandButton>
          <CommandButton id="exceptions.note">Note</CommandButton>
          <CommandButton id="exceptions.trace">Trace</CommandButton>
          <CommandButton id="exceptions.dismiss">Dismiss</CommandButton>
        </Toolbar>
      </div>
    </Panel>
  );
}

function aboutOf({ exception, facts, links }: ExceptionDetails) {
  const { subject } = exception;
  const nothing = <span className="text-muted">None</span>;
  return [
    {
      term: roleWords(subject.kind),
      value: links.traceId ? (
        <ScreenLink to="trace" search={{ id: links.traceId }} className="text-accent underline">
          <VendorText text={subject.label} />
        </ScreenLink>
      ) : (
        <VendorText text={subject.label} />
      ),
    },
    { term: 'Customer', value: subject.customer === null ? nothing : <VendorText text={subject.customer} /> },
    { term: 'Legal entity', value: exception.legalEntity ?? nothing },
    { term: 'Period', value: exception.period === null ? nothing : <PeriodText period={exception.period} /> },
    {
      term: 'Posting',
      value: links.posting ? (
        <span className="flex items-center gap-2">
          <ScreenLink
            to="postings"
            search={{ id: links.posting.id, queue: 'all' }}
            className="text-accent underline"
          >
            {links.posting.sourceReference}
          </ScreenLink>
          <StatusBadge kind="posting" state={links.posting.state} />
        </span>
      ) : (
        nothing
      ),
    },
    { term: 'Fixed by', value: roleWords(exception.ownerRole) },
    { term: 'Assigned to', value: exception.assignee?.name ?? 'Nobody' },
    {
      term: 'Due',
      value: (
        <span className={exception.isOverdue ? 'font-medium text-negative' : undefined}>
          <InstantText at={exception.dueAt} />
          {exception.isOverdue ? ', overdue' : ''}
        </span>
      ),
    },
    {
      term: 'Raised',
      value: (
        <>
          <InstantText at={exception.raisedAt} /> · <AgeText at={exception.raisedAt} />
        </>
      ),
    },
    ...(links.mapping
      ? [
          {
            term: 'Mapping',
            value: <VendorText text={`${roleWords(links.mapping.type)} ${links.mapping.key}`} />,
          },
        ]
      : facts.map(({ name, value }) => ({
          term: roleWords(name),
          value: <VendorText text={valueWords(value)} />,
        }))),
    { term: 'Cause id', value: <IdText id={exception.causeKey} label="cause id" /> },
    { term: 'Exception id', value: <IdText id={exception.id} label="exception id" /> },
  ];
}

/** Verbatim, folded, and only for those who may read personal data. */
function SourceRecords({ id }: { readonly id: string }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { refusalOf } = useSession();
  const refusal = refusalOf('personal-data.read');
  const { data, error } = useRead(api.exceptions.source, { id }, { enabled: isOpen, keepsPrevious: false });
  return (
    <Panel title="What the system sent">
      <Button onClick={() => setOpen(!isOpen)} refusal={refusal} aria-expanded={isOpen}>
        {isOpen ? 'Hide the records' : 'Show the records'}
      </Button>
      {isOpen && error && <p className="pt-2 text-negative">{error.failure.message}</p>}
      {isOpen && data?.records.length === 0 && <p className="pt-2 text-muted">Nothing is kept about it.</p>}
      {isOpen &&
        data?.records.map(({ connectionId, stream, receivedAt, body }) => (
          <section key={receivedAt} className="pt-3">
            <h3 className="text-sm text-muted">
              {connectionId} · {stream} · <InstantText at={receivedAt} />
            </h3>
            <pre tabIndex={0} className="mt-1 max-h-80 overflow-auto rounded-md bg-sunken p-2 text-sm">
              <VendorText text={pretty(body)} />
            </pre>
          </section>
        ))}
    </Panel>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    // Not JSON: shown as it came.
    return body;
  }
}
