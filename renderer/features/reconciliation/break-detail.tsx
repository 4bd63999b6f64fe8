import type { ReactNode } from 'react';
import type { WireBreakRow } from '#core/contract/reconciliation.ts';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import { usePersonName } from '#renderer/shell/session/session.ts';
import { type ComparedField, FieldDiff } from '#renderer/ui/field-diff.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { DayText } from '#renderer/ui/time-text.tsx';
import { Toolbar } from '#renderer/ui/toolbar.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { kindWords, sidesOf } from './words.ts';

type Document = NonNullable<WireBreakRow['left']>;

/** One break: what was found, both documents field by field, the evidence, and what was said of it. */
export function BreakDetail({
  found,
  isReadOnly,
}: {
  readonly found: WireBreakRow;
  readonly isReadOnly: boolean;
}): ReactNode {
  const nameOf = usePersonName();
  const main = found.left ?? found.right;
  const exceptionId = found.evidence['exceptionId'];
  return (
    <Panel
      title={main?.reference ?? main?.externalId ?? 'Break'}
      aside={<StatusBadge kind="break-state" state={found.state} />}
      className="min-h-0 flex-1"
    >
      <div className="flex flex-col gap-4">
        <p>
          <VendorText text={found.message} />
        </p>
        <p className="flex items-baseline justify-between border-y bg-sunken px-2 py-1.5">
          <StatusBadge kind="break" state={found.class} />
          <span className="text-md font-medium">
            <MoneyText amount={found.difference} currency="code" isDifference />
          </span>
        </p>
        <FieldDiff label="Both documents" sides={sidesOf(found.scope)} fields={fieldsOf(found)} />
        {found.decision && (
          <section>
            <h3 className="pb-1 font-medium">
              {found.decision.how === 'accepted' ? 'Accepted' : 'Explained'} by {nameOf(found.decision.by)}
            </h3>
            <p>
              <VendorText text={found.decision.reason} />
            </p>
          </section>
        )}
        {isReadOnly ? null : (
          <Toolbar label="The break">
            <CommandButton id="reconciliation.explain">Explain…</CommandButton>
            <CommandButton id="reconciliation.acceptBreak">Accept…</CommandButton>
            {found.decision ? (
              <CommandButton id="reconciliation.reopenBreak" variant="quiet">
                Open again…
              </CommandButton>
            ) : null}
          </Toolbar>
        )}
        <p className="flex gap-4">
          {main && (
            <ScreenLink to="trace" search={{ id: main.externalId }} className="text-accent hover:underline">
              Trace {main.reference ?? main.externalId}
            </ScreenLink>
          )}
          {typeof exceptionId === 'string' && (
            <ScreenLink to="exceptions" search={{ id: exceptionId }} className="text-accent hover:underline">
              The exception that holds it back
            </ScreenLink>
          )}
        </p>
      </div>
    </Panel>
  );
}

function fieldsOf({ left, right }: WireBreakRow): ComparedField[] {
  const field = (
    name: string,
    text: (document: Document) => string,
    draw: (document: Document) => ReactNode,
  ): ComparedField => ({
    field: name,
    expected: left ? draw(left) : <span className="text-muted">none</span>,
    received: right ? draw(right) : <span className="text-muted">none</span>,
    isSame: left !== null && right !== null && text(left) === text(right),
  });
  const plain = (name: string, text: (document: Document) => string): ComparedField =>
    field(name, text, (document) => <VendorText text={text(document)} />);
  return [
    plain('Kind', ({ kind }) => kindWords(kind)),
    plain('Number', ({ reference, externalId }) => reference ?? externalId),
    field(
      'Day',
      ({ on }) => on,
      ({ on }) => <DayText day={on} />,
    ),
    field(
      'Amount',
      ({ amount }) => `${amount.currency} ${amount.minor}`,
      ({ amount }) => <MoneyText amount={amount} currency="code" />,
    ),
    plain('Customer', ({ customer }) => customer ?? '–'),
  ];
}
