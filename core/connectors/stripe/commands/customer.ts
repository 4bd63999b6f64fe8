import { type Failure, type Result, err, ok } from '#core/base/result.ts';
import type { CreateBillingCustomer } from '#core/domain/command.ts';
import type { RequestPayload } from '#core/connectors/sdk/payload.ts';
import { firstProblem, needCurrency, needText } from './checks.ts';
import { encodeForm } from './form.ts';

export const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' };

/**
 * A customer with our external id in its metadata. Stripe takes no currency for a customer (the first invoice sets it),
 * so the one agreed stands in the metadata.
 */
export function prepareCustomer(
  command: CreateBillingCustomer,
  externalId: string,
): Result<RequestPayload, Failure> {
  const problem = firstProblem([
    needText(command.legalName, 'legalName', 'CUSTOMER_INVALID'),
    needText(command.crmAccountId, 'crmAccountId'),
    needText(command.legalEntity, 'legalEntity'),
    needCurrency(command.currency, 'currency'),
    /^[A-Z]{2}$/.test(command.country)
      ? null
      : { code: 'CUSTOMER_INVALID', message: `"${command.country}" is not a country code`, where: 'country' },
  ]);
  if (!problem.ok) return err(problem.error);
  const body = encodeForm({
    name: command.legalName,
    address: { country: command.country },
    metadata: {
      crm_account_id: command.crmAccountId,
      legal_entity: command.legalEntity,
      currency: command.currency,
      tieout_id: externalId,
    },
  });
  return ok({
    method: 'POST',
    path: '/v1/customers',
    headers: formHeaders,
    body,
    about: { type: command.type },
  });
}
