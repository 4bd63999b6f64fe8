import type { ReactNode } from 'react';
import type { PostingDetails } from '#core/contract/postings.ts';
import { CircleCheck, CircleX } from 'lucide-react';
import { plainWords } from '#renderer/format/plain-words.ts';
import { DefinitionList } from '#renderer/ui/definition-list.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';

type Entry = Extract<PostingDetails['document'], { is: 'entry' }>;
type Line = Entry['lines'][number];

/** The document as debits and credits; accounts that the ERP decides are named by what decides them. */
export function EntryLines({ document }: { readonly document: PostingDetails['document'] }): ReactNode {
  const { preferences } = useFormat();
  if (document.is === 'record') return <RecordFields fields={document.fields} />;
  const { lines, debit, credit, isBalanced } = document;
  const room = preferences.negativeStyle === 'parentheses' && (
    <span aria-hidden className="invisible text-md select-none">
      )
    </span>
  );
  return (
    <>
      <table aria-label="Debits and credits" className="w-full border-collapse">
        <thead>
          <tr className="border-b text-left text-sm text-muted">
            <th scope="col" className="py-1 pr-3 font-medium">
              Account
            </th>
            <th scope="col" className="w-30 py-1 pr-3 text-right font-medium">
              Debit{room}
            </th>
            <th scope="col" className="w-30 py-1 text-right font-medium">
              Credit{room}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, at) => (
            <tr key={at} className="border-b align-top">
              <td className={line.side === 'credit' ? 'py-1 pr-3 pl-5' : 'py-1 pr-3'}>
                <Account line={line} />
              </td>
              <td className="py-1 pr-3 text-right">
                {line.side === 'debit' && <MoneyText amount={line.amount} />}
              </td>
              <td className="py-1 text-right">
                {line.side === 'credit' && <MoneyText amount={line.amount} />}
              </td>
            </tr>
          ))}
        </tbody>
        <Balance debit={debit} credit={credit} isBalanced={isBalanced} />
      </table>
      <p className="pt-2 text-sm text-muted">
        We send customers, items and tax codes; their accounts are the ERP’s own. We send an account only for
        cash.
      </p>
    </>
  );
}

type LedgerDocument = Extract<PostingDetails['document'], { readonly is: 'entry' }>;

function RecordFields({
  fields,
}: Pick<Extract<PostingDetails['document'], { readonly is: 'record' }>, 'fields'>): ReactNode {
  return (
    <DefinitionList
      items={fields.map(({ name, value }) => ({
        term: plainWords(name.replace(/[A-Z]/g, (letter) => `-${letter}`)),
        value: <VendorText text={value} />,
      }))}
    />
  );
}

function Balance({
  debit,
  credit,
  isBalanced,
}: Pick<LedgerDocument, 'debit' | 'credit' | 'isBalanced'>): ReactNode {
  return (
    <tfoot>
      <tr className="font-semibold">
        <th scope="row" className="py-1 pr-3 text-left font-medium">
          <span className="inline-flex items-center gap-1.5">
            <Icon
              icon={isBalanced ? CircleCheck : CircleX}
              className={isBalanced ? 'text-positive' : 'text-negative'}
            />
            {isBalanced ? 'Balanced' : 'Does not balance'}, in {debit.currency}
          </span>
        </th>
        <td className="border-t-2 border-rule-strong py-1 pr-3 text-right">
          <MoneyText amount={debit} />
        </td>
        <td className="border-t-2 border-rule-strong py-1 text-right">
          <MoneyText amount={credit} />
        </td>
      </tr>
    </tfoot>
  );
}

const sources = {
  mapping: 'account',
  customer: 'receivable of customer',
  item: 'by the ERP item’s account, item',
  'tax-code': 'by the tax code’s account, tax code',
} as const;

function Account({ line }: { readonly line: Line }): ReactNode {
  const { account, description, dimensions, settles } = line;
  return (
    <>
      <VendorText text={account.name ?? description} className="font-medium" />
      <span className="block text-sm text-muted">
        {account.id === '' ? 'as it is in the ERP' : `${sources[account.by]} ${account.id ?? 'none'}`}
        {account.name !== null && description !== account.name && (
          <>
            {' · '}
            <VendorText text={description} />
          </>
        )}
        {settles !== null && ` · settles document ${settles}`}
        {dimensions.map(({ name, id, label }) => ` · ${name} ${label ?? id}`).join('')}
      </span>
    </>
  );
}
