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

/** `invoice-to-erp` as "Invoice to ERP"; roles and kinds of records likewise. */
export function plainWords(name: string): string {
  const words = name
    .toLowerCase()
    .split(/[-_]/)
    .map((word) => (['erp', 'crm'].includes(word) ? word.toUpperCase() : word))
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
