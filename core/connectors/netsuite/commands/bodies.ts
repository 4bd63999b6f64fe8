import { present } from '#core/base/assert.ts';
import type {
  Application,
  PostCreditMemo,
  PostingLine,
  PostInvoice,
  PostPayment,
  PostRefund,
} from '#core/domain/command.ts';
import { amountLiteral, JsonNumber, plainDecimal, type WritableJson } from '#core/connectors/sdk/index.ts';
import { vendorId } from './ids.ts';
import type { LedgerCommand } from './targets.ts';

type Body = { readonly [name: string]: WritableJson | undefined };

/** The record that NetSuite is given, for a command that `checkCommand` has passed. */
export function bodyOf(command: LedgerCommand): Body {
  switch (command.type) {
    case 'invoice.post':
      return { ...salesHead(command), dueDate: command.dueOn ?? undefined, item: items(command.lines) };
    case 'credit-memo.post':
      return { ...salesHead(command), item: items(command.lines), apply: apply(command.applications) };
    case 'payment.post':
      return {
        ...cashHead(command),
        payment: amountLiteral(command.total),
        autoApply: false,
        apply: apply(command.applications),
      };
    case 'refund.post':
      return {
        ...cashHead(command),
        total: amountLiteral(command.total),
        apply: apply(command.applications),
      };
  }
}

function head(command: LedgerCommand): Body {
  return {
    subsidiary: reference(command.subsidiaryId, null),
    currency: reference(command.currencyId, 'currency'),
    tranDate: command.postedOn,
    memo: command.memo,
  };
}

function salesHead(command: PostInvoice | PostCreditMemo): Body {
  return { entity: reference(command.customerId, null), ...head(command), otherRefNum: command.reference };
}

/** The cash types have no `otherRefNum`; SuiteQL shows their check number under that name. */
function cashHead(command: PostPayment | PostRefund): Body {
  return {
    customer: reference(command.customerId, null),
    ...head(command),
    account: reference(command.accountId, 'account'),
    checkNumber: command.reference,
  };
}

/** Amount and tax are given, not only rate and code: NetSuite would work out its own, and ours are approved. */
function items(lines: readonly PostingLine[]): Body {
  return {
    items: lines.map((line) => ({
      item: reference(line.itemId, 'item'),
      description: line.description,
      quantity: new JsonNumber(plainDecimal(String(line.quantity))),
      amount: amountLiteral(line.amount),
      taxCode: optional(line.taxCodeId, 'tax-code'),
      tax1Amt: line.taxCodeId === null ? undefined : amountLiteral(line.tax),
      department: optional(line.departmentId, 'department'),
      class: optional(line.classId, 'class'),
      location: optional(line.locationId, 'location'),
    })),
  };
}

function apply(applications: readonly Application[]): Body | undefined {
  if (applications.length === 0) return undefined;
  return {
    items: applications.map(({ documentId, amount }) => ({
      doc: reference(documentId, null),
      apply: true,
      amount: amountLiteral(amount),
    })),
  };
}

function optional(id: string | null, type: string): Body | undefined {
  return id === null ? undefined : reference(id, type);
}

function reference(id: string, type: string | null): Body {
  return { id: present(vendorId(id, type), 'an id that checkCommand has passed') };
}
