import type { ReactNode } from 'react';
import type { WireClose, WireDelta, WireFigure } from '#core/contract/close.ts';
import { CommandButton } from '#renderer/shell/commands/command-button.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { IdText } from '#renderer/ui/id-text.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { InstantText } from '#renderer/ui/time-text.tsx';
import { Toolbar } from '#renderer/ui/toolbar.tsx';

interface SignOffPanelProps {
  readonly close: WireClose;
  readonly isReadOnly: boolean;
}

const states = { prepared: 'prepared', signed: 'signed-off', suspended: 'suspended' } as const;

/** Who signed what, over which figures; when they moved, what was and what is. */
export function SignOffPanel({ close, isReadOnly }: SignOffPanelProps): ReactNode {
  const { signOff } = close;
  const open = close.tasks.filter(({ isDone }) => !isDone).length;
  const format = useFormat();
  return (
    <div
      className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-panel py-3"
      tabIndex={0}
      role="region"
      aria-label="Sign-off"
    >
      <section className="flex flex-col gap-2">
        <p className="flex items-center gap-3">
          <StatusBadge kind="check" state={signOff ? states[signOff.state] : 'open'} look="soft" />
          <span className="text-muted">
            {signOff?.state === 'signed'
              ? 'In force: its figures are what they were.'
              : signOff?.state === 'prepared'
                ? 'Waits for a second person.'
                : signOff?.state === 'suspended'
                  ? 'Suspended: what was signed is no longer so.'
                  : open > 0
                    ? `${format.counted(open, 'task')} open.`
                    : 'Ready to be prepared.'}
          </span>
        </p>
        {signOff && <Signatures signOff={signOff} />}
        {isReadOnly ? null : (
          <Toolbar label="Sign-off">
            <CommandButton id="close.signOff" variant="primary">
              {signOff?.state === 'prepared' ? 'Sign off…' : 'Prepare sign-off…'}
            </CommandButton>
          </Toolbar>
        )}
      </section>
      {signOff?.state === 'suspended' && <Delta delta={signOff.delta} />}
      <Evidence close={close} />
    </div>
  );
}

function Signatures({ signOff }: { readonly signOff: NonNullable<WireClose['signOff']> }): ReactNode {
  const line = (what: string, by: string, at: string): ReactNode => (
    <li className="flex justify-between border-t py-1">
      <span>
        {what} by <span className="font-medium">{by}</span>
      </span>
      <span className="text-muted">
        <InstantText at={at} />
      </span>
    </li>
  );
  return (
    <ul className="border-b">
      {line('Prepared', signOff.preparedBy, signOff.preparedAt)}
      {signOff.signedBy !== null &&
        signOff.signedAt !== null &&
        line('Signed', signOff.signedBy, signOff.signedAt)}
      {signOff.suspendedAt !== null && line('Suspended', 'Tieout', signOff.suspendedAt)}
      <li className="flex justify-between border-t py-1">
        <span className="text-muted">Bound to</span>
        <IdText id={signOff.evidenceHash} label="signed evidence" shown={12} />
      </li>
    </ul>
  );
}

const cell = 'border-b py-1.5 pr-2 align-top';

function Delta({ delta }: { readonly delta: readonly WireDelta[] }): ReactNode {
  const shown = delta.filter(({ before, after }) => (after ?? before)?.text === null);
  const hashes = delta.filter(({ before, after }) => (after ?? before)?.text !== null);
  return (
    <section>
      <h3 className="pb-1 font-medium">What moved</h3>
      <table className="w-full border-collapse">
        <thead className="text-left text-sm text-muted">
          <tr>
            <th className={`${cell} font-normal`}>Figure</th>
            <th className={`${cell} text-right font-normal`}>Signed</th>
            <th className={`${cell} text-right font-normal`}>Now</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ key, label, before, after }) => (
            <tr key={key}>
              <td className={cell}>{label}</td>
              <td className={`${cell} text-right text-muted`}>
                <FigureValue figure={before} />
              </td>
              <td className={`${cell} text-right font-medium`}>
                <FigureValue figure={after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {hashes.length > 0 && (
        <p className="pt-1 text-sm text-muted">
          Also moved: {hashes.map(({ label }) => label.toLowerCase()).join(', ')}.
        </p>
      )}
    </section>
  );
}

/** The figures that a signature would be under now, and the hash over all of them. */
function Evidence({ close }: { readonly close: WireClose }): ReactNode {
  const format = useFormat();
  const figures = close.evidence.filter(({ text }) => text === null);
  const reconciliation = close.evidence.find(({ key }) => key === 'reconciliation')?.text ?? 'none';
  return (
    <section>
      <h3 className="flex justify-between pb-1">
        <span className="font-medium">Evidence now</span>
        <IdText id={close.evidenceHash} label="evidence hash" shown={12} />
      </h3>
      <table className="w-full border-collapse">
        <tbody>
          {figures.map((figure) => (
            <tr key={figure.key}>
              <td className={cell}>{figure.label}</td>
              <td className={`${cell} text-right text-muted tabular-nums`}>
                {figure.count === null ? '' : format.count(figure.count)}
              </td>
              <td className={`${cell} pr-0 text-right`}>
                {figure.amount ? <MoneyText amount={figure.amount} /> : null}
              </td>
            </tr>
          ))}
          <tr>
            <td className={cell}>Reconciliation</td>
            <td className={`${cell} pr-0 text-right`} colSpan={2}>
              {reconciliation === 'none' ? (
                <span className="text-muted">none</span>
              ) : (
                <IdText id={reconciliation} label="reconciliation evidence" shown={12} />
              )}
            </td>
          </tr>
          <tr>
            <td className={cell}>Journal, {format.count(close.journal.seq)}</td>
            <td className={`${cell} pr-0 text-right`} colSpan={2}>
              <IdText id={close.journal.hash} label="journal head" shown={12} />
            </td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function FigureValue({ figure }: { readonly figure: WireFigure | null }): ReactNode {
  const format = useFormat();
  if (figure === null) return <span className="text-muted">none</span>;
  return (
    <>
      {figure.amount && <MoneyText amount={figure.amount} />}
      {figure.count === null ? null : (
        <span className={figure.amount ? 'block text-sm text-muted' : 'tabular-nums'}>
          {format.count(figure.count)}
        </span>
      )}
    </>
  );
}
