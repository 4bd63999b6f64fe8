import type { Command } from '#core/domain/command.ts';
import type { LedgerTypeCode } from '../queries.ts';

export type LedgerCommand = Extract<
  Command,
  { type: 'invoice.post' | 'credit-memo.post' | 'payment.post' | 'refund.post' }
>;
export type LedgerCommandType = LedgerCommand['type'];

export interface CommandTarget {
  /** Record type in the path of the record service. */
  readonly recordType: 'invoice' | 'creditMemo' | 'customerPayment' | 'customerRefund';
  /** The same type in SuiteQL. */
  readonly code: LedgerTypeCode;
  /** Sublists that a PUT replaces; without it a second PUT adds its lines to those that are there. */
  readonly sublists: readonly string[];
}

export const targets: Readonly<Record<LedgerCommandType, CommandTarget>> = {
  'invoice.post': { recordType: 'invoice', code: 'CustInvc', sublists: ['item'] },
  'credit-memo.post': { recordType: 'creditMemo', code: 'CustCred', sublists: ['item', 'apply'] },
  'payment.post': { recordType: 'customerPayment', code: 'CustPymt', sublists: ['apply'] },
  'refund.post': { recordType: 'customerRefund', code: 'CustRfnd', sublists: ['apply'] },
};

export function isLedgerCommand(command: Command): command is LedgerCommand {
  return command.type in targets;
}
