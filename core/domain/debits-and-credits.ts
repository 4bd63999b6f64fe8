import type { Application, Command, PostingLine } from './command.ts';
import { magnitude, type Money, subtract, sum } from './money.ts';
import type { ExternalId } from './refs.ts';

/**
 * Where a line's account comes from. We send an account only for cash; everything else the ERP decides by the customer,
 * the item or the tax code that we name.
 */
export type AccountSource =
  | { readonly by: 'mapping'; readonly accountId: ExternalId }
  | { readonly by: 'customer'; readonly customerId: ExternalId }
  | { readonly by: 'item'; readonly itemId: ExternalId }
  | { readonly by: 'tax-code'; readonly taxCodeId: ExternalId | null };

export interface LedgerEntryLine {
  readonly side: 'debit' | 'credit';
  readonly account: AccountSource;
  readonly description: string;
  /** Never negative: a negative line stands on the other side. */
  readonly amount: Money;
  readonly departmentId: ExternalId | null;
  readonly classId: ExternalId | null;
  readonly locationId: ExternalId | null;
  /** ERP document that the line settles. */
  readonly settles: ExternalId | null;
}

export interface LedgerEntry {
  readonly lines: readonly LedgerEntryLine[];
  readonly debit: Money;
  readonly credit: Money;
  readonly isBalanced: boolean;
}

type Side = LedgerEntryLine['side'];

/** The debits and credits that a command makes in the ledger; null for commands that make none. */
export function ledgerEntryOf(command: Command): LedgerEntry | null {
  switch (command.type) {
    case 'invoice.post':
      return entry(command.total.currency, [
        line('debit', { by: 'customer', customerId: command.customerId }, 'Receivable', command.total),
        ...documentLines('credit', command.lines),
      ]);
    case 'credit-memo.post':
      return entry(command.total.currency, [
        ...documentLines('debit', command.lines),
        ...settlements('credit', command),
      ]);
    case 'payment.post':
      return entry(command.total.currency, [
        line('debit', { by: 'mapping', accountId: command.accountId }, 'Cash', command.total),
        ...settlements('credit', command),
      ]);
    case 'refund.post':
      return entry(command.total.currency, [
        ...settlements('debit', command),
        line('credit', { by: 'mapping', accountId: command.accountId }, 'Cash', command.total),
      ]);
    default:
      return null;
  }
}

/** One line per item at its net amount, and one per tax code for the tax of all its lines. */
function documentLines(side: Side, lines: readonly PostingLine[]): LedgerEntryLine[] {
  const items = lines.map((each) => ({
    ...line(side, { by: 'item', itemId: each.itemId }, each.description, each.amount),
    departmentId: each.departmentId,
    classId: each.classId,
    locationId: each.locationId,
  }));
  const taxCodes = [
    ...new Set(lines.filter(({ tax }) => tax.minor !== 0n).map(({ taxCodeId }) => taxCodeId)),
  ];
  const taxes = taxCodes.map((taxCodeId) => {
    const ofCode = lines.filter((each) => each.taxCodeId === taxCodeId).map(({ tax }) => tax);
    const total = sum(ofCode, ofCode[0]?.currency ?? '');
    return line(side, { by: 'tax-code', taxCodeId }, 'Tax', total);
  });
  return [...items, ...taxes];
}

/** The receivable by the documents that are settled; what is left stays on the customer. */
function settlements(
  side: Side,
  command: {
    readonly customerId: ExternalId;
    readonly total: Money;
    readonly applications: readonly Application[];
  },
): LedgerEntryLine[] {
  const account = { by: 'customer', customerId: command.customerId } as const;
  const settled = command.applications.map(({ documentId, amount }) => ({
    ...line(side, account, 'Receivable', amount),
    settles: documentId,
  }));
  const applied = sum(
    command.applications.map(({ amount }) => amount),
    command.total.currency,
  );
  const open = subtract(command.total, applied);
  return open.minor === 0n ? settled : [...settled, line(side, account, 'Receivable, unapplied', open)];
}

function line(side: Side, account: AccountSource, description: string, amount: Money): LedgerEntryLine {
  const isTurned = amount.minor < 0n;
  const other = side === 'debit' ? 'credit' : 'debit';
  return {
    side: isTurned ? other : side,
    account,
    description,
    amount: magnitude(amount),
    departmentId: null,
    classId: null,
    locationId: null,
    settles: null,
  };
}

function entry(currency: string, lines: readonly LedgerEntryLine[]): LedgerEntry {
  const shown = lines.filter(({ amount }) => amount.minor !== 0n);
  const total = (side: Side): Money =>
    sum(
      shown.filter((each) => each.side === side).map(({ amount }) => amount),
      currency,
    );
  const [debit, credit] = [total('debit'), total('credit')];
  return { lines: shown, debit, credit, isBalanced: debit.minor === credit.minor };
}
