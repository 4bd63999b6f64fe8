import { closeSync, openSync, writeSync } from 'node:fs';
import { dayOfNumber } from '#core/domain/day.ts';
import type { DocumentSet } from '#core/reconciliation/document-set.ts';
import { matchPass } from '#core/reconciliation/rules.ts';
import type { FileRules, ReconciliationRules } from '#core/reconciliation/rules-file.ts';
import { textAt } from '#core/reconciliation/text-column.ts';
import { benchmarkPasses } from './documents.ts';

const pieceRows = 20_000;

/** Writes a set as a CSV file with decimal amounts; every currency of the benchmark has two decimals. */
export function writeCsv(path: string, set: DocumentSet): void {
  const file = openSync(path, 'w');
  let lines: string[] = ['id,reference,customer,currency,amount,date\n'];
  for (let row = 0; row < set.count; row += 1) {
    const amount = set.amountMinor[row] as number;
    const customer = set.vocabulary.customer.text(set.customer[row] as number);
    const currency = set.vocabulary.currency.text(set.currency[row] as number);
    const decimal = `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
    const day = dayOfNumber(set.day[row] as number);
    lines.push(
      `${textAt(set.id, row)},${textAt(set.reference, row)},${customer},${currency},${decimal},${day}\n`,
    );
    if (lines.length >= pieceRows) {
      writeSync(file, lines.join(''));
      lines = [];
    }
  }
  writeSync(file, lines.join(''));
  closeSync(file);
}

const file: Omit<FileRules, 'name'> = {
  delimiter: ',',
  columns: {
    id: 'id',
    reference: 'reference',
    customer: 'customer',
    currency: 'currency',
    amount: 'amount',
    date: 'date',
  },
  currency: null,
  dateFormat: 'YYYY-MM-DD',
  amountFormat: 'decimal',
  decimalMark: '.',
};

export const fileRules: ReconciliationRules = {
  left: { ...file, name: 'billing' },
  right: { ...file, name: 'ledger' },
  passes: benchmarkPasses.map((pass) => matchPass(pass)),
  classification: { period: null, roundingMinor: 0, timingDays: 0 },
};
