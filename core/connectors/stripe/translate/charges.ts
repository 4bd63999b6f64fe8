import type { z } from 'zod';
import type { Observation } from '#core/domain/entity.ts';
import type { Payment } from '#core/domain/payments.ts';
import { unknownValue } from '#core/connectors/sdk/quarantine.ts';
import { stripeMoney } from '../amounts.ts';
import { dayOf, fit } from '../reading.ts';
import { chargeSchema } from '../schemas.ts';

/** A charge as a payment. An authorisation that was not captured is pending: no money has come. */
export function translateCharge(value: unknown): Observation<Payment> {
  const charge = fit(chargeSchema, value);
  const receivedOn = dayOf(charge.created);
  return {
    externalId: charge.id,
    entity: {
      kind: 'payment',
      customerExternalId: charge.customer,
      invoiceExternalId: charge.invoice,
      status: statusOf(charge),
      amount: stripeMoney(charge.amount, charge.currency, '$.amount'),
      refunded: stripeMoney(charge.amount_refunded, charge.currency, '$.amount_refunded'),
      receivedOn,
      failureCode: charge.failure_code,
    },
    ordering: { by: 'fetched' },
    effectiveOn: receivedOn,
  };
}

/** A partial capture releases the rest as if refunded, which would read as a refund that nobody made: quarantined. */
function statusOf(charge: z.infer<typeof chargeSchema>): Payment['status'] {
  if (charge.status !== 'succeeded') return charge.status;
  if (!charge.captured) return 'pending';
  if (charge.amount_captured !== charge.amount) {
    unknownValue('$.amount_captured', String(charge.amount_captured), [String(charge.amount)]);
  }
  return 'succeeded';
}
