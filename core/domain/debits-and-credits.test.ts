import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PostCreditMemo, PostInvoice, PostingLine, PostPayment } from './command.ts';
import { ledgerEntryOf } from './debits-and-credits.ts';
import { add, money, sum } from './money.ts';

const target = {
  subsidiaryId: '2',
  customerId: '77',
  currencyId: '1',
  currency: 'EUR',
  postedOn: '2026-09-30',
  reference: 'INV-1',
  memo: '',
} as const;

const eur = (minor: bigint | number) => money(minor, 'EUR');

const lines: fc.Arbitrary<readonly PostingLine[]> = fc.array(
  fc.record({
    itemId: fc.constantFrom('501', '502'),
    description: fc.constant('Seats'),
    quantity: fc.constant(1),
    amount: fc.bigInt(-1_000_000n, 1_000_000n).map(eur),
    taxCodeId: fc.constantFrom('7', '8', null),
    tax: fc.bigInt(-10_000n, 10_000n).map(eur),
    departmentId: fc.constant(null),
    classId: fc.constant(null),
    locationId: fc.constant(null),
  }),
  { minLength: 1, maxLength: 8 },
);

const totalOf = (all: readonly PostingLine[]) =>
  sum(
    all.map(({ amount, tax }) => add(amount, tax)),
    'EUR',
  );

describe('debits and credits', () => {
  it('balance for every invoice whose lines and tax add up, and no amount is negative', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const command: PostInvoice = {
          ...target,
          type: 'invoice.post',
          dueOn: null,
          lines: all,
          total: totalOf(all),
        };
        const entry = ledgerEntryOf(command);
        expect(entry?.isBalanced).toBe(true);
        expect(entry?.lines.every(({ amount }) => amount.minor > 0n)).toBe(true);
      }),
    );
  });

  it('says when they do not balance', () => {
    const all = fc.sample(lines, { seed: 1, numRuns: 1 })[0] ?? [];
    const command: PostInvoice = {
      ...target,
      type: 'invoice.post',
      dueOn: null,
      lines: all,
      total: add(totalOf(all), eur(1)),
    };
    expect(ledgerEntryOf(command)?.isBalanced).toBe(false);
  });

  it('put a credit memo the other way round, and cash against what it settles', () => {
    const line: PostingLine = {
      itemId: '501',
      description: 'Seats',
      quantity: 1,
      amount: eur(10_000),
      taxCodeId: '7',
      tax: eur(1_900),
      departmentId: '3',
      classId: null,
      locationId: null,
    };
    const memo: PostCreditMemo = {
      ...target,
      type: 'credit-memo.post',
      lines: [line],
      total: eur(11_900),
      applications: [],
    };
    expect(
      ledgerEntryOf(memo)?.lines.map(({ side, account, amount }) => [side, account.by, amount.minor]),
    ).toEqual([
      ['debit', 'item', 10_000n],
      ['debit', 'tax-code', 1_900n],
      ['credit', 'customer', 11_900n],
    ]);
    const payment: PostPayment = {
      ...target,
      type: 'payment.post',
      accountId: '110',
      total: eur(11_900),
      applications: [{ documentId: '9001', amount: eur(10_000) }],
    };
    const entry = ledgerEntryOf(payment);
    expect(entry?.lines.map(({ side, settles, amount }) => [side, settles, amount.minor])).toEqual([
      ['debit', null, 11_900n],
      ['credit', '9001', 10_000n],
      ['credit', null, 1_900n],
    ]);
    expect(entry?.isBalanced).toBe(true);
  });

  it('are none for a command that writes no ledger entry', () => {
    expect(
      ledgerEntryOf({
        type: 'order.write-back',
        orderExternalId: 'a',
        billingSubscriptionId: 'b',
        invoiceSchedule: 'annual',
        renewalOn: null,
      }),
    ).toBeNull();
  });
});
