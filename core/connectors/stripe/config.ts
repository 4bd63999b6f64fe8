import { z } from 'zod';
import { type Failure, type Result, err, ok } from '#core/base/result.ts';
import { parseBaseUrl } from '../sdk/base-url.ts';
import type { ConnectorSettings } from '../sdk/connector.ts';

/** What an amendment does about the time already billed; an annual contract would wait a year for its next invoice. */
const prorations = ['create_prorations', 'always_invoice', 'none'] as const;

const schema = z.strictObject({
  baseUrl: z.string().default('https://api.stripe.com'),
  environment: z.enum(['production', 'sandbox']),
  /** Name under which the keystore holds the secret or restricted key. */
  secretKeySecret: z.string().min(1).default('secretKey'),
  /** Records a page. */
  pageSize: z.int().min(1).max(100).default(100),
  /**
   * Lists show a commit at once. What this covers is a request that we gave up on and that Stripe is still working on:
   * it answers or drops a request within 80 seconds.
   */
  searchLagMs: z.int().min(0).max(3_600_000).default(90_000),
  /** Payment term of subscriptions that we create: invoices are sent, not charged. */
  daysUntilDue: z.int().min(0).max(365).default(30),
  amendmentProration: z.enum(prorations).default('always_invoice'),
});

export interface StripeSettings extends ConnectorSettings {
  readonly secretKeySecret: string;
  readonly pageSize: number;
  readonly searchLagMs: number;
  readonly daysUntilDue: number;
  readonly amendmentProration: (typeof prorations)[number];
}

/** Reads the settings of a Stripe connection; unknown names are refused, so that a typing error is not a default. */
export function parseStripeSettings(settings: unknown): Result<StripeSettings, readonly Failure[]> {
  const parsed = schema.safeParse(settings);
  if (!parsed.success) {
    return err(
      parsed.error.issues.map((issue) => ({
        code: 'SETTING_INVALID',
        message: issue.message,
        where: ['$', ...issue.path.map(String)].join('.'),
        fix: `Settings of a Stripe connection: ${Object.keys(schema.shape).join(', ')}.`,
      })),
    );
  }
  const origin = parseBaseUrl(parsed.data.baseUrl, '$.baseUrl');
  return origin.ok ? ok({ ...parsed.data, baseUrl: origin.value }) : err([origin.error]);
}
