import { z } from 'zod';
import type { UsageSummary } from '#core/domain/contract.ts';
import type { Observation } from '#core/domain/entity.ts';
import { unknownValue } from '#core/connectors/sdk/quarantine.ts';
import { dayOrNull, fit } from '../reading.ts';
import { usageSummarySchema } from '../schemas.ts';

/** A summary names only its subscription item; the pull puts the subscription beside the vendor's text. */
const usageWithSubscription = z.strictObject({
  subscription: z.string().min(1),
  summary: usageSummarySchema,
});

export function translateUsageSummary(value: unknown): Observation<UsageSummary> {
  const { subscription, summary } = fit(usageWithSubscription, value);
  const startOn = dayOrNull(summary.period.start);
  const endOn = dayOrNull(summary.period.end);
  return {
    externalId: summary.id,
    entity: {
      kind: 'usage-summary',
      subscriptionExternalId: subscription,
      subscriptionItemExternalId: summary.subscription_item,
      quantity: summary.total_usage,
      startOn,
      endOn,
      invoiceExternalId: summary.invoice,
    },
    ordering: { by: 'fetched' },
    effectiveOn: endOn ?? startOn ?? unknownValue('$.summary.period', 'no start and no end', ['a period']),
  };
}
