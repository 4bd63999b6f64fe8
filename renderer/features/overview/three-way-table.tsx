import { Check, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { WireOverview } from '#core/contract/overview.ts';
import { Icon } from '#renderer/ui/icon.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';

type Row = WireOverview['threeWay']['rows'][number];

const scopes: Readonly<Record<string, string>> = {
  receivables: 'Receivables',
  cash: 'Cash',
  'recurring-revenue': 'Recurring revenue',
};

/** CRM, billing and ERP side by side, with what lies between them and how much of that is explained. */
export function ThreeWayTable({ rows }: { readonly rows: readonly Row[] }): ReactNode {
  const entities = [...new Set(rows.map(({ legalEntity }) => legalEntity))];
  return (
    <div className="overflow-x-auto">
      <table aria-label="Totals of the systems" className="w-full border-collapse">
        <thead>
          <tr className="border-b text-sm text-muted">
            <th scope="col" className="py-1 pl-panel text-left font-medium">
              Entity and kind
            </th>
            <Head>CRM</Head>
            <Head>Billing</Head>
            <Head>ERP</Head>
            <Head>Difference</Head>
            <th scope="col" className="py-1 pr-panel pl-3 text-left font-medium">
              Explained
            </th>
          </tr>
        </thead>
        {entities.map((entity) => (
          <tbody key={entity}>
            <tr>
              <th colSpan={6} scope="rowgroup" className="px-panel pt-2 pb-0.5 text-left font-semibold">
                <VendorText text={entity} />
              </th>
            </tr>
            {rows
              .filter(({ legalEntity }) => legalEntity === entity)
              .map((row) => (
                <Line key={`${row.scope} ${row.currency}`} row={row} />
              ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function Head({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <th scope="col" className="py-1 pl-3 text-right font-medium">
      {children}
    </th>
  );
}

function Line({ row }: { readonly row: Row }): ReactNode {
  const open = BigInt(row.difference.minor) - BigInt(row.explained.minor);
  return (
    <tr className="h-row border-b border-rule hover:bg-hover">
      <th scope="row" className="pl-panel text-left font-normal whitespace-nowrap">
        {scopes[row.scope] ?? row.scope} <span className="text-muted">{row.currency}</span>
      </th>
      <Side amount={row.crm} />
      <Side amount={row.billing} />
      <Side amount={row.erp} />
      <td className="pl-3 text-right font-medium">
        <MoneyText amount={row.difference} isDifference />
      </td>
      <td className="pr-panel pl-3 text-sm whitespace-nowrap">
        {row.difference.minor === '0' ? (
          <span className="inline-flex items-center gap-1 text-positive">
            <Icon icon={Check} size={13} />
            ties out
          </span>
        ) : open === 0n ? (
          <span className="inline-flex items-center gap-1 text-muted">
            <Icon icon={Check} size={13} />
            all of it
          </span>
        ) : (
          <span className="inline-flex items-center gap-1 text-warning">
            <Icon icon={TriangleAlert} size={13} />
            {row.breaks === 1 ? '1 break' : `${row.breaks} breaks`}
          </span>
        )}
      </td>
    </tr>
  );
}

function Side({ amount }: { readonly amount: Row['crm'] }): ReactNode {
  return (
    <td className="pl-3 text-right">
      {amount === null ? <span className="text-muted">–</span> : <MoneyText amount={amount} />}
    </td>
  );
}
