import { z } from 'zod';
import { type Failure, type Result, err, ok } from '#core/base/result.ts';
import { type ConnectorSettings, overlapDefaultMs, parseBaseUrl } from '../sdk/index.ts';

const shared = {
  /** The org's own address: `https://<my domain>.my.salesforce.com`. */
  baseUrl: z.string(),
  environment: z.enum(['production', 'sandbox']),
  /** Consumer key of the connected app. */
  clientId: z.string().min(1),
  /** How far behind the last seen change a new walk starts. */
  overlapMs: z.int().min(0).max(86_400_000).default(overlapDefaultMs),
  /** Records a page, as far as the org follows the wish. */
  pageSize: z.int().min(200).max(2_000).default(2_000),
};

const clientCredentials = z.strictObject({
  flow: z.literal('client-credentials').default('client-credentials'),
  /** Name of the consumer secret in the keystore. */
  clientSecretSecret: z.string().min(1).default('clientSecret'),
  ...shared,
});

const jwtBearer = z.strictObject({
  flow: z.literal('jwt-bearer'),
  /** Name of the private key (PKCS #8 PEM, RSA) in the keystore. */
  privateKeySecret: z.string().min(1).default('privateKey'),
  /** The integration user. */
  username: z.string().min(1),
  /** Who the assertion is for; by default the log-in host of the environment. */
  audience: z.string().optional(),
  ...shared,
});

export type SalesforceSettings = (z.output<typeof clientCredentials> | z.output<typeof jwtBearer>) &
  ConnectorSettings;

/** Checks the workspace's settings of a Salesforce connection; every problem at once, each with its place. */
export function parseSalesforceSettings(settings: unknown): Result<SalesforceSettings, readonly Failure[]> {
  const isJwt =
    settings !== null && typeof settings === 'object' && Reflect.get(settings, 'flow') === 'jwt-bearer';
  const parsed = isJwt ? jwtBearer.safeParse(settings) : clientCredentials.safeParse(settings);
  if (!parsed.success) {
    return err(
      parsed.error.issues.map((issue) => ({
        code: 'SETTING_INVALID',
        message: issue.message,
        where: ['$', ...issue.path.map(String)].join('.'),
        fix: `Correct this setting of the Salesforce connection (flow ${isJwt ? 'jwt-bearer' : 'client-credentials'}).`,
      })),
    );
  }
  const origin = parseBaseUrl(parsed.data.baseUrl, '$.baseUrl');
  return origin.ok ? ok({ ...parsed.data, baseUrl: origin.value }) : err([origin.error]);
}
