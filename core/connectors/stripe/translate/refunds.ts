import type { Observation } from '#core/domain/entity.ts';
import type { Refund } from '#core/domain/payments.ts';
import { stripeMoney } from '../amounts.ts';
import { dayOf, fit } from '../reading.ts';
import { refundSchema, type refundStatuses } from '../schemas.ts';

const statuses: Readonly<Record<(typeof refundStatuses)[number], Refund['status']>> = {
  pending: 'pending',
  requires_action: 'pending',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'cancelled',
};

export function translateRefund(value: unknown): Observation<Refund> {
  const refund = fit(refundSchema, value);
  const refundedOn = dayOf(refund.created);
  return {
    externalId: refund.id,
    entity: {
      kind: 'refund',
      paymentExternalId: refund.charge,
      status: statuses[refund.status],
      amount: stripeMoney(refund.amount, refund.currency, '$.amount'),
      refundedOn,
      reason: refund.reason ?? null,
    },
    ordering: { by: 'fetched' },
    effectiveOn: refundedOn,
  };
}
