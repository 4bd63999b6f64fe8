import { z } from 'zod';
import { type Failure, type Result, err, ok } from '#core/base/result.ts';
import { type ConnectorSettings, overlapDefaultMs, parseBaseUrl } from '../sdk/index.ts';

/** The name goes into queries, so nothing else may be in it. */
const customField = z
  .string()
  .regex(/^custentity[a-z0-9_]{1,80}$/, 'expected a field such as custentity_crm_id');

const schema = z.strictObject({
  /** `https://<account>.suitetalk.api.netsuite.com` */
  baseUrl: z.string(),
  environment: z.enum(['production', 'sandbox']),
  /** Of the integration record. */
  clientId: z.string().min(1),
  /** Of the certificate mapping ("OAuth 2.0 Client Credentials Setup"); the `kid` of the assertion. */
  certificateId: z.string().min(1),
  algorithm: z.enum(['PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512']).default('PS256'),
  /** Name under which the keystore holds the private key (PKCS #8, PEM). */
  privateKeySecret: z.string().min(1).default('privateKey'),
  /** Longest time between a commit and SuiteQL showing it. */
  searchLagMs: z.int().min(0).max(3_600_000).default(60_000),
  /** How far behind the last seen change a new walk starts, on top of the search lag. */
  overlapMs: z.int().min(0).max(86_400_000).default(overlapDefaultMs),
  /** Documents a page; their lines come with further queries. */
  pageSize: z.int().min(1).max(1_000).default(500),
  /** Custom fields of the customer that hold its ids in the CRM and the billing platform; null where there is none. */
  crmIdField: customField.nullable().default('custentity_crm_id'),
  billingIdField: customField.nullable().default('custentity_billing_id'),
  /** Which legal entity a subsidiary's internal id stands for. */
  legalEntityBySubsidiary: z.record(z.string(), z.string().min(1)).default({}),
});

export type NetSuiteSettings = z.output<typeof schema> & ConnectorSettings;

/** Checks the workspace's settings of a NetSuite connection; every problem at once, each with its place. */
export function parseNetSuiteSettings(settings: unknown): Result<NetSuiteSettings, readonly Failure[]> {
  const parsed = schema.safeParse(settings);
  if (!parsed.success) {
    return err(
      parsed.error.issues.map((issue) => ({
        code: 'SETTING_INVALID',
        message: issue.message,
        where: ['$', ...issue.path.map(String)].join('.'),
        fix: 'Correct this setting of the NetSuite connection.',
      })),
    );
  }
  const origin = parseBaseUrl(parsed.data.baseUrl, '$.baseUrl');
  return origin.ok ? ok({ ...parsed.data, baseUrl: origin.value }) : err([origin.error]);
}
