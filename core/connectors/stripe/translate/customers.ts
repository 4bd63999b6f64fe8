import type { Observation } from '#core/domain/entity.ts';
import type { CustomerRecord } from '#core/domain/party.ts';
import { currencyAt, dayOf, fit, type StripeObject } from '../reading.ts';
import { customerSchema } from '../schemas.ts';

/**
 * A billing customer. The name is empty when Stripe has none; Stripe does not say whether tax can be computed, and a tax
 * id is a sub-resource that is not read.
 */
export function translateCustomer(object: StripeObject): Observation<CustomerRecord> {
  const customer = fit(customerSchema, object.value);
  const { metadata } = customer;
  return {
    externalId: customer.id,
    entity: {
      kind: 'customer',
      system: 'billing',
      legalName: customer.name ?? '',
      taxId: null,
      taxSetup: 'unknown',
      country: customer.address?.country ?? null,
      currency:
        customer.currency === null || customer.currency === undefined
          ? null
          : currencyAt(customer.currency, '$.currency'),
      legalEntity: metadata['legal_entity'] ?? null,
      isActive: !object.isDeleted,
      crmAccountId: metadata['crm_account_id'] ?? null,
      billingCustomerId: null,
      erpCustomerId: null,
    },
    ordering: { by: 'fetched' },
    effectiveOn: dayOf(customer.created),
    isDeleted: object.isDeleted,
  };
}
