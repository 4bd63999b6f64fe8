import type { ReactNode } from 'react';
import type { WireRunDetail } from '#core/contract/reconciliation.ts';
import { useGoTo } from '#renderer/shell/scope/navigation.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { scopeWords, sidesOf } from './words.ts';
import type { Workbench } from './workbench.ts';

type Scope = WireRunDetail['scopes'][number];

const cell = 'border-b px-2 py-1.5';
const figure = `${cell} text-right tabular-nums`;

/** Both sides of every scope with what lies between them, and how it is accounted for. */
export function ScopeTable({ workbench }: { readonly workbench: Workbench }): ReactNode {
  const { scopes, explained } = workbench.detail;
  return (
    <div
      className="min-h-0 flex-1 overflow-auto px-panel pb-4"
      tabIndex={0}
      role="region"
      aria-label="Scopes"
    >
      <table className="w-full border-collapse">
        <thead className="sticky top-0 z-10 bg-surface text-left text-sm text-muted">
          <tr>
            <th className={`${cell} font-normal`}>Scope</th>
            <th className={`${cell} font-normal`}>Entity</th>
            <th className={`${figure} font-normal`}>Left</th>
            <th className={`${figure} font-normal`}>Right</th>
            <th className={`${figure} font-normal`}>Difference</th>
            <th className={`${figure} font-normal`}>Explained</th>
            <th className={`${figure} font-normal`}>Open</th>
            <th className={`${figure} font-normal`}>Threshold</th>
            <th className={`${cell} font-normal`}>State</th>
          </tr>
        </thead>
        <tbody>
          {scopes.map((scope) => (
            <ScopeRow
              key={`${scope.scope} ${scope.legalEntity} ${scope.currency}`}
              scope={scope}
              workbench={workbench}
            />
          ))}
        </tbody>
      </table>
      {explained.length > 0 && <Explained explained={explained} />}
    </div>
  );
}

function ScopeRow({ scope, workbench }: { readonly scope: Scope; readonly workbench: Workbench }): ReactNode {
  const format = useFormat();
  const goTo = useGoTo();
  const [left, right] = sidesOf(scope.scope);
  const side = (name: string, { count, sum }: Scope['left']): ReactNode => (
    <td className={figure}>
      <MoneyText amount={sum} />
      <span className="block text-sm text-muted">
        {name}, {format.count(count)}
      </span>
    </td>
  );
  return (
    <tr className="align-top hover:bg-hover">
      <td className={cell}>
        {scopeWords(scope.scope)}
        <span className="block text-sm text-muted">{scope.currency}</span>
      </td>
      <td className={cell}>{scope.legalEntity}</td>
      {side(left, scope.left)}
      {side(right, scope.right)}
      <td className={figure}>
        <MoneyText amount={scope.difference} isDifference />
      </td>
      <td className={figure}>
        <MoneyText amount={scope.explained.sum} isDifference />
        <span className="block text-sm text-muted">{format.count(scope.explained.count)}</span>
      </td>
      <td className={figure}>
        <MoneyText amount={scope.open} isDifference />
        {scope.breaks > 0 && (
          <button
            type="button"
            className="block w-full text-right text-sm text-accent underline-offset-2 hover:underline"
            onClick={() =>
              goTo('reconciliation', {
                run: workbench.search.run,
                tab: 'breaks',
                state: 'open',
                scope: scope.scope,
                currency: scope.currency,
                entity: scope.legalEntity,
              })
            }
          >
            {format.count(scope.breaks)} {scope.breaks === 1 ? 'break' : 'breaks'}
          </button>
        )}
      </td>
      <td className={figure}>
        <MoneyText amount={scope.threshold} />
      </td>
      <td className={cell}>
        <StatusBadge kind="check" state={scope.isTied ? 'done' : 'open'} />
        <span className="block text-sm text-muted">{scope.isTied ? 'Tied out' : 'Not tied out'}</span>
      </td>
    </tr>
  );
}

function Explained({ explained }: Pick<WireRunDetail, 'explained'>): ReactNode {
  return (
    <section className="pt-5">
      <h3 className="pb-1 font-medium">Explained</h3>
      <ul>
        {explained.map((one, index) => (
          <li key={`${one.scope} ${one.reference} ${index}`} className="flex gap-4 border-b py-1">
            <span className="w-32 shrink-0">
              <VendorText text={one.reference} isTruncated />
            </span>
            <span className="w-20 shrink-0 text-muted">{one.legalEntity}</span>
            <span className="min-w-0 flex-1">
              <VendorText text={one.reason} />
            </span>
            <MoneyText amount={one.amount} isDifference />
          </li>
        ))}
      </ul>
    </section>
  );
}
