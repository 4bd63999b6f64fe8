import { type ReactNode, useState } from 'react';
import type { PostingDetails } from '#core/contract/postings.ts';
import { capital, plainWords } from '#renderer/format/plain-words.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import { useSession } from '#renderer/shell/session/session.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { DefinitionList } from '#renderer/ui/definition-list.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { IdText } from '#renderer/ui/id-text.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { SentenceText } from '#renderer/ui/sentence-text.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { DayText, InstantText } from '#renderer/ui/time-text.tsx';
import { Toolbar } from '#renderer/ui/toolbar.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { EntryLines } from './entry-lines.tsx';
import { GraceChip } from './grace-chip.tsx';
import { commandWords } from './posting-words.ts';

/** The document as debits and credits, why it waits, where it comes from, and who had a part in it. */
export function PostingDetail({ id }: { readonly id: string }): ReactNode {
  const read = useRead(api.postings.get, { id });
  const { data } = read;
  if (!data) return <Unread read={read} title="The posting could not be read" lines={8} />;
  return <Shown details={data} isAnother={data.posting.id !== id} />;
}

function Shown({
  details,
  isAnother,
}: {
  readonly details: PostingDetails;
  readonly isAnother: boolean;
}): ReactNode {
  const { posting, document, history } = details;
  return (
    <article aria-label={posting.sourceReference} aria-busy={isAnother} className="flex flex-col pb-6">
      <header className="flex flex-col gap-2 px-panel pt-3 pb-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="text-md font-semibold">
            {commandWords(posting.commandType)} <VendorText text={posting.sourceReference} />
          </h2>
          <StatusBadge kind="posting" state={posting.state} />
          <MoneyText amount={posting.amount} currency="code" className="font-medium" />
          {posting.graceUntil !== null && <GraceChip untilAt={posting.graceUntil} nowAt={details.nowAt} />}
        </div>
        {posting.customer !== null && (
          <p>
            <VendorText text={posting.customer} />
          </p>
        )}
        <StateBanner details={details} />
        <Acts details={details} />
      </header>
      <Panel
        title={document.is === 'entry' ? 'Debits and credits' : 'What it writes'}
        aside={document.is === 'entry' ? <DayText day={document.postedOn} /> : undefined}
      >
        <EntryLines document={document} />
      </Panel>
      <Panel title={posting.state === 'HELD' ? 'Why it waits' : 'How it stands'}>
        <WhyHeld details={details} />
      </Panel>
      <Panel title="Where it comes from">
        <DefinitionList items={originsOf(details)} />
      </Panel>
      <Panel title="History">
        <ol className="flex flex-col gap-1.5">
          {[...history].reverse().map(({ seq, at, by, what, text }) => (
            <li key={seq} className="grid grid-cols-[auto_1fr] gap-x-3">
              <span className="text-muted tabular-nums">
                <InstantText at={at} />
              </span>
              <span className="min-w-0 break-words">
                <span className="font-medium">{by.name.startsWith('tieout:') ? 'Tieout' : by.name}</span>{' '}
                {verbs[what] ?? what}
                {text !== null && (
                  <>
                    : <VendorText text={text} />
                  </>
                )}
              </span>
            </li>
          ))}
        </ol>
      </Panel>
      <Bytes payload={details.payload} hash={posting.payloadHash} />
    </article>
  );
}

const verbs: Readonly<Record<string, string>> = {
  'posting.held': 'prepared it and held it',
  'posting.shadowed': 'prepared it in shadow',
  'posting.adopted': 'found it in the ERP',
  'posting.revised': 'prepared it anew',
  'posting.approved': 'approved it',
  'posting.declined': 'rejected it',
  'posting.recalled': 'took the decision back',
  'posting.returned': 'put it back on hold',
  'posting.sending': 'began to send it',
  'posting.looked-up': 'looked it up in the ERP',
  'posting.posted': 'posted it',
  'posting.rejected': 'was refused by the ERP',
  'posting.unknown': 'got no clear answer',
  'posting.deferred': 'put it off',
  'posting.dead': 'gave it to a person',
  'posting.withdrawn': 'withdrew it',
  'posting.reversing': 'began to reverse it',
  'posting.reversed': 'reversed it',
};

/** What the state means for the person who looks. */
function StateBanner({ details: { posting, exceptions } }: { readonly details: PostingDetails }): ReactNode {
  const [exception] = exceptions;
  const { sealed } = useSession();
  if (exception) {
    return (
      <Banner
        tone="negative"
        actions={
          <ScreenLink
            to="exceptions"
            search={{ id: exception.id, state: 'unresolved' }}
            className="text-accent underline"
          >
            Open the exception
          </ScreenLink>
        }
      >
        <SentenceText text={exception.message} />
      </Banner>
    );
  }
  const rule = posting.state === 'HELD' && sealed === null ? posting.you.approve : null;
  if (rule === null) return null;
  return (
    <Banner tone="neutral">
      You cannot approve it: <SentenceText text={`${rule.message} ${rule.fix ?? ''}`.trim()} />
    </Banner>
  );
}

function Acts({ details: { posting } }: { readonly details: PostingDetails }): ReactNode {
  return (
    <Toolbar label="What to do">
      {posting.state === 'HELD' && (
        <>
          <CommandButton id="postings.approve" variant="primary">
            Approve
          </CommandButton>
          <CommandButton id="postings.reject">Reject</CommandButton>
        </>
      )}
      {posting.state === 'REJECTED' && <CommandButton id="postings.retry" />}
      {posting.you.undo === null && <CommandButton id="postings.undo">Undo</CommandButton>}
      <CommandButton id="postings.trace">Trace</CommandButton>
    </Toolbar>
  );
}

function WhyHeld({ details: { posting, policy } }: { readonly details: PostingDetails }): ReactNode {
  const format = useFormat();
  return (
    <div className="flex flex-col gap-2">
      {posting.holdReasons.length === 0 ? (
        <p className="text-muted">
          <SentenceText text={capital(posting.reason ?? 'No rule of the policy holds it.')} />
        </p>
      ) : (
        <ul className="flex flex-col gap-1">
          {posting.holdReasons.map(({ code, message }) => (
            <li key={`${code}${message}`}>
              <SentenceText text={message} />
            </li>
          ))}
        </ul>
      )}
      <p className="flex flex-wrap items-center gap-x-3 text-muted">
        <span>
          {plainWords(posting.flow)}: <StatusBadge kind="phase" state={policy.phase} />
        </span>
        <span>
          {format.period(posting.period)}: <StatusBadge kind="period" state={policy.periodState} />
        </span>
      </p>
    </div>
  );
}

function originsOf({ posting, sources, contributors }: PostingDetails) {
  return [
    ...sources.map((source) => ({
      term: plainWords(source.kind),
      value: (
        <span className="flex flex-wrap items-baseline gap-x-3">
          <ScreenLink to="trace" search={{ id: source.externalId }} className="text-accent underline">
            <VendorText text={source.label} />
          </ScreenLink>
          {source.amount && <MoneyText amount={source.amount} currency="code" />}
          {source.on && <DayText day={source.on} />}
          <span className="text-muted">{plainWords(source.connectionId)}</span>
        </span>
      ),
    })),
    { term: 'Prepared by', value: posting.preparedBy.startsWith('tieout:') ? 'Tieout' : posting.preparedBy },
    { term: 'Prepared', value: <InstantText at={posting.preparedAt} /> },
    {
      term: 'Mappings by',
      value: contributors.length === 0 ? 'Nobody' : contributors.map(({ name }) => name).join(', '),
    },
    {
      term: 'Mapping version',
      value:
        posting.mappingVersion === '' ? (
          'None: it was in the ERP already'
        ) : (
          <IdText id={posting.mappingVersion} label="mapping version" shown={12} />
        ),
    },
    { term: 'Legal entity', value: posting.legalEntity },
    { term: 'Revision', value: String(posting.revision) },
    {
      term: 'ERP document',
      value:
        posting.documentId === null ? 'None yet' : <IdText id={posting.documentId} label="document id" />,
    },
    { term: 'Posting id', value: <IdText id={posting.id} label="posting id" /> },
  ];
}

/** Exactly what is approved and sent, folded. */
function Bytes({ payload, hash }: { readonly payload: string; readonly hash: string }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel title="The exact bytes" aside={<IdText id={hash} label="SHA-256" shown={12} />}>
      <Button onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
        {isOpen ? 'Hide them' : 'Show them'}
      </Button>
      {isOpen && (
        <pre tabIndex={0} className="mt-2 max-h-96 overflow-auto rounded-md bg-sunken p-2 text-sm">
          <VendorText text={payload === '' ? '(none: it was in the ERP already)' : payload} />
        </pre>
      )}
    </Panel>
  );
}
