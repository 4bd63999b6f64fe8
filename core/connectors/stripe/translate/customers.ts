import type { Observation } from '#core/domain/entity.ts';
import type { CustomerRecord } from '#core/domain/party.ts';
import { currencyAt, dayOf, fit } from '../reading.ts';
import { customerSchema } from '../schemas.ts';

/**
 * A billing customer. The name is empty when Stripe has none; Stripe does not say whether tax can be computed, and a tax
 * id is a sub-resource that is not read.
 */
export function translateCustomer(value: unknown): Observation<CustomerRecord> {
  const customer = fit(customerSchema, value);
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
      isActive: true,
      crmAccountId: metadata['crm_account_id'] ?? null,
      billingCustomerId: null,
      erpCustomerId: null,
    },
    ordering: { by: 'fetched' },
    effectiveOn: dayOf(customer.created),
  };
}
