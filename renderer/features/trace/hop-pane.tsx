import type { ReactNode } from 'react';
import type { WireHop, WireHopDetail, WireTrace } from '#core/contract/trace.ts';
import { plainWords } from '#renderer/format/plain-words.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { DefinitionList } from '#renderer/ui/definition-list.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { IdText } from '#renderer/ui/id-text.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { InstantText } from '#renderer/ui/time-text.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { hopState, hopTitle, systemLook } from './hop-look.ts';
import { PayloadText } from './payload-text.tsx';
import type { WaterfallRow } from './waterfall.ts';

interface HopPaneProps {
  readonly row: WaterfallRow | null;
  readonly trace: WireTrace;
}

/** Everything behind the chosen hop: why it is stuck, how its amount came about, what was asked and answered, its entries. */
export function HopPane({ row, trace }: HopPaneProps): ReactNode {
  const hop = row?.hop ?? null;
  const isReal = hop !== null && !hop.isGhost && hop.count === 1;
  const read = useRead(api.trace.hop, { id: hop?.id ?? '' }, { enabled: isReal, keepsPrevious: false });
  if (!hop) return null;
  const stuck = trace.stuck.filter(({ hopId }) => hopId === hop.id);
  return (
    <section aria-label="Chosen hop" className="flex flex-col gap-4 px-panel py-3" data-pane="hop">
      <h3 className="font-semibold first-letter:uppercase">
        <VendorText text={hopTitle(hop)} />
      </h3>
      {stuck.map(({ code, message, fix }) => (
        <Banner key={`${code} ${message}`} tone="negative">
          <strong>Stuck here.</strong> <VendorText text={message} /> <VendorText text={fix} />{' '}
          {code === 'HELD_FOR_APPROVAL' ? (
            <ScreenLink to="postings" search={{ id: hop.id }} className="text-accent underline">
              Open the posting
            </ScreenLink>
          ) : (
            <ScreenLink to="exceptions" search={{ code }} className="text-accent underline">
              Open its exceptions
            </ScreenLink>
          )}
        </Banner>
      ))}
      {hop.isGhost ? <Missing hop={hop} /> : <Facts hop={hop} />}
      {hop.conservation && <Conserved conservation={hop.conservation} />}
      {isReal &&
        (read.data ? (
          <Behind detail={read.data} word={systemLook(hop.system).word} />
        ) : (
          <Unread read={read} title="What is behind it could not be read" />
        ))}
    </section>
  );
}

function Missing({ hop }: { readonly hop: WireHop }): ReactNode {
  const at = hop.missing?.lastSyncAt ?? null;
  return (
    <div>
      <p>
        {hop.state === 'missing' ? 'It should be there and is not.' : 'It is expected and not there yet.'}{' '}
        Looked in the {systemText(hop.system, hop.missing?.connectionId ?? null)},{' '}
        {at === null ? (
          'which was never synced.'
        ) : (
          <>
            as of its last sync, <InstantText at={at} style="full" />.
          </>
        )}
      </p>
      {hop.amount && (
        <p className="mt-1">
          Amount that is missing: <MoneyText amount={hop.amount} currency="code" />
        </p>
      )}
    </div>
  );
}

function Facts({ hop }: { readonly hop: WireHop }): ReactNode {
  const format = useFormat();
  const when =
    hop.precision === 'day'
      ? format.day(hop.startAt.slice(0, 10))
      : `${format.instant(hop.startAt, 'full')}${hop.endAt === null || hop.endAt === hop.startAt ? '' : ` to ${format.instant(hop.endAt, 'full')}`}`;
  return (
    <DefinitionList
      items={[
        { term: 'System', value: systemText(hop.system, hop.connectionId) },
        ...(hop.externalId === null
          ? []
          : [{ term: 'Its id there', value: <IdText id={hop.externalId} label="external id" /> }]),
        ...(hop.legalEntity === null ? [] : [{ term: 'Legal entity', value: hop.legalEntity }]),
        { term: 'State', value: <VendorText text={hopState(hop)} /> },
        ...(hop.amount === null
          ? []
          : [{ term: 'Amount', value: <MoneyText amount={hop.amount} currency="code" /> }]),
        ...(hop.tax === null
          ? []
          : [{ term: 'Of which tax', value: <MoneyText amount={hop.tax} currency="code" /> }]),
        { term: 'When', value: when },
        ...(hop.waitedMs === null ? [] : [{ term: 'Waited before', value: format.duration(hop.waitedMs) }]),
        ...(hop.entries === null
          ? []
          : [
              {
                term: 'Journal',
                value: (
                  <ScreenLink to="journal" search={{ id: hop.id }} className="text-accent">
                    {entriesText(hop.entries, format.count)}
                  </ScreenLink>
                ),
              },
            ]),
      ]}
    />
  );
}

/** How the amount of the hop before became this one; nothing is left over without a name. */
function Conserved({
  conservation,
}: {
  readonly conservation: NonNullable<WireHop['conservation']>;
}): ReactNode {
  const lines = [
    { name: 'Out of the hop before', amount: conservation.in },
    { name: 'Into this one', amount: conservation.out },
    ...(conservation.tax.minor === '0' ? [] : [{ name: 'Tax', amount: conservation.tax }]),
    ...(conservation.rounding.minor === '0' ? [] : [{ name: 'Rounding', amount: conservation.rounding }]),
    ...conservation.differences,
  ];
  const isWhole = conservation.differences.length === 0 && conservation.rounding.minor === '0';
  return (
    <section aria-label="Amount kept">
      <h4 className="font-semibold">{isWhole ? 'Amount conserved to the cent' : 'Amount accounted for'}</h4>
      <table className="w-full max-w-md text-sm">
        <tbody>
          {lines.map(({ name, amount }) => (
            <tr key={name} className="border-t">
              <th scope="row" className="py-0.5 text-left font-normal first-letter:uppercase">
                {name}
              </th>
              <td className="text-right">
                <MoneyText amount={amount} currency="code" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface BehindProps {
  readonly detail: WireHopDetail;
  /** The system that it comes from. */
  readonly word: string;
}

function Behind({ detail, word }: BehindProps): ReactNode {
  const { posting, sources, events } = detail;
  return (
    <>
      {posting && <PostingFacts posting={posting} />}
      {sources.map(({ stream, receivedAt, body }, index) => (
        <PayloadText
          key={`${receivedAt} ${stream}`}
          title={index === 0 ? `What ${word} says of it` : `What ${word} said before`}
          aside={<InstantText at={receivedAt} style="full" />}
          text={body}
        />
      ))}
      <section aria-label="Journal entries">
        <h4 className="font-semibold">Journal entries</h4>
        <table className="w-full text-sm">
          <tbody>
            {events.slice(-30).map(({ seq, type, at, actor }) => (
              <tr key={seq} className="border-t">
                <td className="py-0.5 pr-2 text-right text-muted tabular-nums">{seq}</td>
                <td className="pr-2 font-mono">{type}</td>
                <td className="pr-2">{actor}</td>
                <td className="text-right whitespace-nowrap text-muted">
                  <InstantText at={at} style="short" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function PostingFacts({ posting }: { readonly posting: NonNullable<WireHopDetail['posting']> }): ReactNode {
  const format = useFormat();
  return (
    <>
      <DefinitionList
        items={[
          { term: 'Prepared by', value: posting.preparedBy },
          {
            term: 'Decided by',
            value:
              posting.approvals.length === 0
                ? 'Nobody yet'
                : posting.approvals.map(({ decision, by }) => `${by} (${decision})`).join(', '),
          },
          { term: 'Attempts', value: format.count(posting.attempt) },
          ...(posting.documentId === null
            ? []
            : [{ term: 'Became document', value: <IdText id={posting.documentId} label="document id" /> }]),
          ...(posting.lookUps.length === 0
            ? []
            : [{ term: 'Look-ups', value: posting.lookUps.map(({ outcome }) => outcome).join(', ') }]),
        ]}
      />
      {posting.mappings.length > 0 && (
        <section aria-label="Mappings used">
          <h4 className="font-semibold">
            Mappings it was made with{' '}
            <span className="font-normal text-muted">version {posting.mappingVersion}</span>
          </h4>
          <ul className="text-sm">
            {posting.mappings.map(({ id, type, sourceKey, version, target }) => (
              <li key={id} className="flex gap-2 border-t py-0.5">
                <span className="w-24 shrink-0 text-muted">{plainWords(type)}</span>
                <ScreenLink
                  to="mappings"
                  search={{ set: type, id }}
                  className="min-w-0 flex-1 truncate font-mono text-accent"
                >
                  <VendorText text={sourceKey === '' ? 'untaxed' : sourceKey} />
                </ScreenLink>
                <span className="font-mono">
                  <VendorText text={Object.values(target).join(' · ')} />
                </span>
                <span className="text-muted">v{version}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <PayloadText title="Request, byte for byte" text={posting.request} />
    </>
  );
}

/** The system by its role, and by the name of its connection where that says more. */
function systemText(system: WireHop['system'], connectionId: string | null): string {
  const { word } = systemLook(system);
  const isSame = connectionId === null || connectionId.toLowerCase() === word.toLowerCase();
  return isSame ? word : `${word} (${connectionId})`;
}

function entriesText(
  { count, fromSeq, toSeq }: NonNullable<WireHop['entries']>,
  countText: (count: number) => string,
): string {
  if (count === 1) return `1 entry, at ${countText(fromSeq)}`;
  return `${countText(count)} entries, ${countText(fromSeq)} to ${countText(toSeq)}`;
}
