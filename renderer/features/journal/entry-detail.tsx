import { CircleCheck, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import type * as z from 'zod';
import type { getEntryOutput } from '#core/contract/journal.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { DefinitionList } from '#renderer/ui/definition-list.tsx';
import { FieldDiff } from '#renderer/ui/field-diff.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { IdText } from '#renderer/ui/id-text.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { DayText, InstantText } from '#renderer/ui/time-text.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';

type Entry = z.output<typeof getEntryOutput>;

/** One entry: who, why, what it says against the entry before, and the proof that it stands where it was written. */
export function EntryDetail({ seq }: { readonly seq: number }): ReactNode {
  const read = useRead(api.journal.get, { seq });
  const { data } = read;
  if (!data) return <Unread read={read} title="The entry could not be read" lines={8} />;
  return (
    <div className="flex flex-col">
      <Facts detail={data} />
      <Changes detail={data} />
      <Proof detail={data} />
      <Panel title="Bytes that the chain covers">
        <pre className="font-mono text-sm break-all whitespace-pre-wrap">
          <VendorText text={data.body} />
        </pre>
      </Panel>
    </div>
  );
}

function Facts({ detail }: { readonly detail: Entry }): ReactNode {
  const format = useFormat();
  const { entry, source, causationSeq } = detail;
  return (
    <Panel title={`Entry ${format.count(entry.seq)}`} aside={entry.type}>
      {detail.isLinked ? null : (
        <Banner tone="negative">
          The hash of this entry does not follow from its bytes and the entry before: one of them was changed
          after it was written. Verify the journal to find the first bad entry.
        </Banner>
      )}
      <DefinitionList
        items={[
          { term: 'Recorded', value: <InstantText at={entry.recordedAt} style="full" /> },
          { term: 'By', value: <VendorText text={entry.actor} /> },
          { term: 'Reason', value: entry.reason === null ? null : <VendorText text={entry.reason} /> },
          { term: 'Effective on', value: <DayText day={entry.effectiveOn} /> },
          { term: 'Entity', value: entry.legalEntity },
          { term: 'Id', value: <IdText id={entry.aggregateId} label="id" /> },
          { term: 'Version', value: format.count(entry.aggregateVersion) },
          {
            term: 'Chain',
            value: (
              <ScreenLink to="trace" search={{ id: entry.correlationId }}>
                {entry.correlationId}
              </ScreenLink>
            ),
          },
          {
            term: 'Caused by',
            value:
              causationSeq === null ? null : (
                <ScreenLink to="journal" search={{ seq: causationSeq }}>
                  entry {format.count(causationSeq)}
                </ScreenLink>
              ),
          },
          {
            term: 'Source',
            value:
              source === null ? null : (
                <>
                  {source.connectionId} {source.stream} <IdText id={source.externalId} label="vendor’s id" />
                </>
              ),
          },
        ]}
      />
    </Panel>
  );
}

const fieldsMax = 200;

function Changes({ detail }: { readonly detail: Entry }): ReactNode {
  const changed = detail.fields.filter(({ isChanged }) => isChanged);
  const shown = (detail.previous === null ? detail.fields : changed).slice(0, fieldsMax);
  return (
    <Panel
      title={detail.previous === null ? 'What it says' : 'Before and after'}
      aside={
        detail.previous === null
          ? 'the first entry of its kind about this'
          : `against entry ${detail.previous.seq}, ${detail.previous.type}`
      }
    >
      {shown.length === 0 ? (
        <p className="text-muted">Nothing that the entry before did not say.</p>
      ) : detail.previous === null ? (
        <DefinitionList
          items={shown.map(({ path, after }) => ({ term: path, value: <VendorText text={after ?? '–'} /> }))}
        />
      ) : (
        <FieldDiff
          label="Before and after"
          sides={['Before', 'After']}
          fields={shown.map(({ path, before, after, isChanged }) => ({
            field: path,
            expected: before === null ? <span className="text-muted">–</span> : <VendorText text={before} />,
            received: after === null ? <span className="text-muted">–</span> : <VendorText text={after} />,
            isSame: !isChanged,
          }))}
        />
      )}
    </Panel>
  );
}

function Proof({ detail }: { readonly detail: Entry }): ReactNode {
  return (
    <Panel title="Link">
      <DefinitionList
        items={[
          {
            term: 'Follows',
            value: detail.isLinked ? (
              <span className="inline-flex items-center gap-1 text-positive">
                <Icon icon={CircleCheck} size={13} /> from its bytes and the entry before
              </span>
            ) : (
              <span className="inline-flex items-center gap-1 text-negative">
                <Icon icon={CircleX} size={13} /> broken
              </span>
            ),
          },
          { term: 'Hash', value: <IdText id={detail.entry.hash} label="hash" shown={24} /> },
          { term: 'Before it', value: <IdText id={detail.previousHash} label="previous hash" shown={24} /> },
          { term: 'Key', value: <IdText id={detail.idempotencyKey} label="idempotency key" shown={40} /> },
        ]}
      />
    </Panel>
  );
}
