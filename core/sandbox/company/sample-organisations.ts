import { exportPKCS8, exportSPKI, generateKeyPair } from 'jose';
import type { Clock } from '#core/base/clock.ts';
import type { Random } from '#core/base/random.ts';
import { createNetSuiteOrganisation } from '../netsuite/organisation.ts';
import type { NetSuiteSettings } from '../netsuite/settings.ts';
import { recordId } from '../salesforce/record-id.ts';
import {
  createSalesforceOrganisation,
  type SalesforceOptions,
} from '../salesforce/salesforce-organisation.ts';
import { createStripeOrganisation, type StripeOptions } from '../stripe/organisation.ts';
import type { SampleOrganisations } from './seed-company.ts';

/** Behaviour of the vendors; what is left out has their defaults. */
export interface VendorOptions {
  readonly salesforce?: SalesforceOptions;
  readonly stripe?: StripeOptions;
  readonly netsuite?: Partial<NetSuiteSettings>;
}

/** What a client logs in with, per vendor. */
export interface VendorSecrets {
  readonly salesforce: {
    readonly orgId: string;
    readonly credentials: {
      readonly clientId: string;
      readonly clientSecret: string;
      readonly username: string;
      /** For the JWT bearer flow, RS256. */
      readonly privateKeyPem: string;
    };
  };
  readonly stripe: {
    readonly accountId: string;
    readonly secretKey: string;
    readonly webhookSecret: string;
  };
  readonly netsuite: {
    readonly accountId: string;
    readonly credentials: {
      readonly clientId: string;
      readonly certificateId: string;
      /** PS256. */
      readonly privateKeyPem: string;
    };
  };
}

interface Ports {
  readonly clock: Clock;
  readonly random: Random;
}

/** Ids and secrets come from the seed, so a restarted sandbox is the same organisation; only key pairs are new. */
export async function createSampleOrganisations(
  ports: Ports,
  options: VendorOptions,
): Promise<{ organisations: SampleOrganisations; secrets: VendorSecrets }> {
  const [salesforce, netsuite] = await Promise.all([
    salesforceOrg(ports, options),
    netsuiteAccount(ports, options),
  ]);
  const stripe = stripeAccount(ports, options);
  return {
    organisations: {
      salesforce: salesforce.organisation,
      stripe: stripe.organisation,
      netsuite: netsuite.organisation,
    },
    secrets: { salesforce: salesforce.secrets, stripe: stripe.secrets, netsuite: netsuite.secrets },
  };
}

async function salesforceOrg({ clock, random }: Ports, { salesforce: options = {} }: VendorOptions) {
  const { publicKeyPem, privateKeyPem } = await newKeys('RS256');
  const orgId = recordId('00D', random.child('salesforce org').integer(1, 900_000_000));
  const client = {
    clientId: `3MVG9${secretText(random.child('salesforce client'))}`,
    clientSecret: secretText(random.child('salesforce secret')),
    username: 'integration@northwind-metrics.example',
  };
  const organisation = createSalesforceOrganisation({
    clock,
    random: random.child('salesforce'),
    orgId,
    credentials: { ...client, publicKeyPem },
    options,
  });
  return { organisation, secrets: { orgId, credentials: { ...client, privateKeyPem } } };
}

function stripeAccount({ clock, random }: Ports, { stripe: options = {} }: VendorOptions) {
  const secrets = {
    accountId: `acct_1NW${secretText(random.child('stripe account')).slice(0, 13)}`,
    secretKey: `sk_test_${secretText(random.child('stripe key'))}`,
    webhookSecret: `whsec_${secretText(random.child('stripe webhook'))}`,
  };
  const organisation = createStripeOrganisation({
    clock,
    random: random.child('stripe'),
    ...secrets,
    options,
  });
  return { organisation, secrets };
}

async function netsuiteAccount({ clock, random }: Ports, { netsuite: options = {} }: VendorOptions) {
  const { publicKeyPem, privateKeyPem } = await newKeys('PS256');
  const accountId = `TSTDRV${random.child('netsuite account').integer(1_000_000, 9_999_999)}`;
  const client = {
    clientId: secretText(random.child('netsuite client')),
    certificateId: secretText(random.child('netsuite certificate')),
  };
  const organisation = createNetSuiteOrganisation({
    clock,
    random: random.child('netsuite'),
    accountId,
    credentials: [{ ...client, publicKeyPem, algorithm: 'PS256' }],
    options,
  });
  return { organisation, secrets: { accountId, credentials: { ...client, privateKeyPem } } };
}

async function newKeys(
  algorithm: 'RS256' | 'PS256',
): Promise<{ publicKeyPem: string; privateKeyPem: string }> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, {
    extractable: true,
    modulusLength: 2048,
  });
  return { publicKeyPem: await exportSPKI(publicKey), privateKeyPem: await exportPKCS8(privateKey) };
}

/** Letters and digits, as the vendors' secrets are. */
export function secretText(random: Random): string {
  return Buffer.from(random.bytes(24)).toString('hex');
}
