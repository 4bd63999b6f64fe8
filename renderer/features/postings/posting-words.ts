const commands: Readonly<Record<string, string>> = {
  'invoice.post': 'Invoice',
  'credit-memo.post': 'Credit memo',
  'payment.post': 'Payment',
  'refund.post': 'Refund',
  'billing-customer.create': 'New billing customer',
  'subscription.create': 'New subscription',
  'subscription.amend': 'Amended subscription',
  'subscription.cancel': 'Cancelled subscription',
  'order.write-back': 'Order status to CRM',
  'account.write-back': 'Account ids to CRM',
};

/** What a posting writes, as people say it. */
export function commandWords(commandType: string): string {
  return commands[commandType] ?? commandType;
}
