import type {
  AmendSubscription,
  Application,
  CancelSubscription,
  CommandType,
  CreateBillingCustomer,
  CreateSubscription,
  PostCreditMemo,
  PostingLine,
  PostInvoice,
  PostPayment,
  PostRefund,
  WriteBackAccount,
  WriteBackOrder,
} from '../domain/command.ts';
import {
  day,
  flag,
  integer,
  list,
  money,
  nullable,
  number,
  object,
  type ObjectShape,
  oneOf,
  text,
} from './shape.ts';

const postingLine = object<PostingLine>({
  itemId: text,
  description: text,
  quantity: number,
  amount: money,
  taxCodeId: nullable(text),
  tax: money,
  departmentId: nullable(text),
  classId: nullable(text),
  locationId: nullable(text),
});

const applications = list(object<Application>({ documentId: text, amount: money }));

const target = {
  subsidiaryId: text,
  customerId: text,
  currencyId: text,
  currency: text,
  postedOn: day,
  reference: text,
  memo: text,
};

const contract = {
  subscriptionId: text,
  contractNumber: text,
  baseVersion: integer,
  contractVersion: integer,
  orderExternalId: text,
};

/** The commands that a posting may carry. */
export const commandShapes: Readonly<Record<CommandType, ObjectShape>> = {
  'invoice.post': object<PostInvoice>({
    ...target,
    type: oneOf('invoice.post'),
    dueOn: nullable(day),
    lines: list(postingLine),
    total: money,
  }),
  'credit-memo.post': object<PostCreditMemo>({
    ...target,
    type: oneOf('credit-memo.post'),
    lines: list(postingLine),
    total: money,
    applications,
  }),
  'payment.post': object<PostPayment>({
    ...target,
    type: oneOf('payment.post'),
    accountId: text,
    total: money,
    applications,
  }),
  'refund.post': object<PostRefund>({
    ...target,
    type: oneOf('refund.post'),
    accountId: text,
    total: money,
    applications,
  }),
  'billing-customer.create': object<CreateBillingCustomer>({
    type: oneOf('billing-customer.create'),
    legalName: text,
    crmAccountId: text,
    legalEntity: text,
    country: text,
    currency: text,
  }),
  'subscription.create': object<CreateSubscription>({
    type: oneOf('subscription.create'),
    customerId: text,
    currency: text,
    contractNumber: text,
    contractVersion: integer,
    orderExternalId: text,
    crmAccountId: text,
    legalEntity: text,
    startOn: day,
    endOn: nullable(day),
    items: list(object<CreateSubscription['items'][number]>({ priceId: text, quantity: nullable(number) })),
    total: money,
  }),
  'subscription.amend': object<AmendSubscription>({
    ...contract,
    type: oneOf('subscription.amend'),
    effectiveOn: day,
    items: list(
      object<AmendSubscription['items'][number]>({
        itemId: nullable(text),
        priceId: text,
        quantity: nullable(number),
        isRemoved: flag,
      }),
    ),
    total: money,
  }),
  'subscription.cancel': object<CancelSubscription>({
    ...contract,
    type: oneOf('subscription.cancel'),
    cancelOn: day,
  }),
  'order.write-back': object<WriteBackOrder>({
    type: oneOf('order.write-back'),
    orderExternalId: text,
    billingSubscriptionId: text,
    invoiceSchedule: text,
    renewalOn: nullable(day),
  }),
  'account.write-back': object<WriteBackAccount>({
    type: oneOf('account.write-back'),
    accountExternalId: text,
    billingCustomerId: nullable(text),
    erpCustomerId: nullable(text),
    annualRecurringRevenue: nullable(money),
  }),
};
