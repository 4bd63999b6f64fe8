import { exportPKCS8, exportSPKI, generateKeyPair } from 'jose';
import type { Clock } from '#core/base/clock.ts';
import { type Random, seededRandom } from '#core/base/random.ts';
import { type CompanyOptions, generateCompany } from './company/generate-company.ts';
import { type SampleOrganisations, seedCompany } from './company/seed-company.ts';
import type { SampleMapping } from './company/sample-mappings.ts';
import type { SampleTruth } from './company/truth.ts';
import { startControl } from './kit/control.ts';
import { FaultPorts } from './kit/faults.ts';
import { VENDORS, type Vendor } from './kit/organisation.ts';
import { type RunningServer, startServer } from './kit/server.ts';
import { createNetSuiteOrganisation } from './netsuite/organisation.ts';
import { recordId } from './salesforce/record-id.ts';
import {
  createSalesforceOrganisation,
  type SalesforceOptions,
} from './salesforce/salesforce-organisation.ts';
import { SandboxClock } from './sandbox-clock.ts';
import { createStripeOrganisation, type StripeOptions } from './stripe/organisation.ts';

export interface SandboxOptions {
  readonly seed: number | string;
  /** How many months, ending with the one that is being closed. Default 1. */
  readonly months?: number;
  /** `small` (about 120 billing invoices a month), or how many a month, up to 100,000. */
  readonly size?: 'small' | { readonly invoices: number };
  /** False: no breaks, exceptions or pending orders. */
  readonly planted?: boolean;
  /** The machine's clock; the sandbox's starts at the sample's today and runs along with it. */
  readonly clock: Clock;
  /** Absent or 0: a free port. */
  readonly ports?: Partial<Record<Vendor | 'control', number>>;
  readonly salesforce?: SalesforceOptions;
  readonly stripe?: StripeOptions;
  readonly netsuite?: Parameters<typeof createNetSuiteOrganisation>[0]['options'];
}

/** Everything a client needs; the part that is plain data may be printed as it is. */
export interface SandboxAccess {
  readonly salesforce: {
    readonly baseUrl: string;
    readonly orgId: string;
    readonly credentials: {
      readonly clientId: string;
      readonly clientSecret: string;
      readonly username: string;
      /** For the JWT bearer flow. */
      readonly privateKeyPem: string;
    };
  };
  readonly stripe: {
    readonly baseUrl: string;
    readonly accountId: string;
    readonly secretKey: string;
    readonly webhookSecret: string;
  };
  readonly netsuite: {
    readonly baseUrl: string;
    readonly accountId: string;
    readonly credentials: {
      readonly clientId: string;
      readonly certificateId: string;
      readonly privateKeyPem: string;
    };
  };
  readonly control: { readonly url: string; readonly token: string };
  readonly sample: {
    readonly months: readonly string[];
    /** From this day on documents are Tieout's to post. */
    readonly cutoverOn: string;
    readonly todayMs: number;
    /** What a process adds to the machine's clock to agree with the sandbox. */
    readonly clockOffsetMs: number;
    /** Between the organisations' lists: what goes into a workspace's configuration file. */
    readonly mappings: readonly SampleMapping[];
  };
}

export interface RunningSandbox {
  readonly access: SandboxAccess;
  readonly clock: SandboxClock;
  readonly organisations: SampleOrganisations;
  readonly faults: Readonly<Record<Vendor, FaultPorts>>;
  readonly servers: Readonly<Record<Vendor, RunningServer>>;
  /** What is planted: for tests and the control endpoint only. */
  readonly truth: SampleTruth;
  close(): Promise<void>;
}

/** Starts the three organisations with the sample company in them, and the control endpoint, on loopback. */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const company = generateCompany(companyOptions(options));
  const { calendar } = company;
  const clock = new SandboxClock(options.clock, calendar.todayMs);
  const random = seededRandom(`sandbox ${options.seed}`);
  const { organisations, secrets } = await createOrganisations(options, clock, random);
  let mappings: readonly SampleMapping[] = [];
  const truth = seedCompany(company, organisations, (made) => {
    mappings = made;
  });

  const faults = { salesforce: new FaultPorts(), stripe: new FaultPorts(), netsuite: new FaultPorts() };
  const opened: { close(): Promise<void> }[] = [];
  const start = async (vendor: Vendor): Promise<RunningServer> => {
    const port = options.ports?.[vendor] ?? 0;
    const server = await startServer(organisations[vendor], { clock, faults: faults[vendor], port });
    opened.push(server);
    return server;
  };
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((one) => one.close()));
  };
  try {
    const servers = {
      salesforce: await start('salesforce'),
      stripe: await start('stripe'),
      netsuite: await start('netsuite'),
    };
    const control = await startControl({
      organisations: VENDORS.map((vendor) => organisations[vendor]),
      faults,
      requests: {
        salesforce: servers.salesforce.requests,
        stripe: servers.stripe.requests,
        netsuite: servers.netsuite.requests,
      },
      clock,
      truth: () => truth,
      token: token(random.child('control')),
      port: options.ports?.control ?? 0,
    });
    opened.push(control);
    const access: SandboxAccess = {
      salesforce: { baseUrl: servers.salesforce.baseUrl, ...secrets.salesforce },
      stripe: { baseUrl: servers.stripe.baseUrl, ...secrets.stripe },
      netsuite: { baseUrl: servers.netsuite.baseUrl, ...secrets.netsuite },
      control: { url: control.baseUrl, token: control.token },
      sample: {
        months: calendar.months,
        cutoverOn: calendar.cutoverOn,
        todayMs: calendar.todayMs,
        clockOffsetMs: clock.offsetMs,
        mappings,
      },
    };
    return { access, clock, organisations, faults, servers, truth, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function companyOptions(options: SandboxOptions): CompanyOptions {
  const { seed, months, size = 'small', planted } = options;
  return {
    seed,
    ...(months === undefined ? {} : { months }),
    ...(size === 'small' ? {} : { invoices: size.invoices }),
    ...(planted === undefined ? {} : { planted }),
  };
}

interface Secrets {
  readonly salesforce: Omit<SandboxAccess['salesforce'], 'baseUrl'>;
  readonly stripe: Omit<SandboxAccess['stripe'], 'baseUrl'>;
  readonly netsuite: Omit<SandboxAccess['netsuite'], 'baseUrl'>;
}

/** Ids and secrets come from the seed, so a restarted sandbox is the same organisation; only key pairs are new. */
async function createOrganisations(
  options: SandboxOptions,
  clock: Clock,
  random: Random,
): Promise<{ organisations: SampleOrganisations; secrets: Secrets }> {
  const names = random.child('names');
  const [salesforceKeys, netsuiteKeys] = await Promise.all([newKeys('RS256'), newKeys('PS256')]);
  const orgId = recordId('00D', names.integer(1, 900_000_000));
  const salesforceClient = {
    clientId: `3MVG9${token(random.child('salesforce client'))}`,
    clientSecret: token(random.child('salesforce secret')),
    username: 'integration@northwind-metrics.example',
  };
  const stripe = {
    accountId: `acct_1NW${token(random.child('stripe account')).slice(0, 13)}`,
    secretKey: `sk_test_${token(random.child('stripe key'))}`,
    webhookSecret: `whsec_${token(random.child('stripe webhook'))}`,
  };
  const accountId = `TSTDRV${names.integer(1_000_000, 9_999_999)}`;
  const netsuiteClient = {
    clientId: token(random.child('netsuite client')),
    certificateId: token(random.child('netsuite certificate')),
  };
  const organisations: SampleOrganisations = {
    salesforce: createSalesforceOrganisation({
      clock,
      random: random.child('salesforce'),
      orgId,
      credentials: { ...salesforceClient, publicKeyPem: salesforceKeys.publicKeyPem },
      ...(options.salesforce === undefined ? {} : { options: options.salesforce }),
    }),
    stripe: createStripeOrganisation({
      clock,
      random: random.child('stripe'),
      ...stripe,
      ...(options.stripe === undefined ? {} : { options: options.stripe }),
    }),
    netsuite: createNetSuiteOrganisation({
      clock,
      random: random.child('netsuite'),
      accountId,
      credentials: [{ ...netsuiteClient, publicKeyPem: netsuiteKeys.publicKeyPem, algorithm: 'PS256' }],
      ...(options.netsuite === undefined ? {} : { options: options.netsuite }),
    }),
  };
  const { privateKeyPem } = salesforceKeys;
  return {
    organisations,
    secrets: {
      salesforce: { orgId, credentials: { ...salesforceClient, privateKeyPem } },
      stripe,
      netsuite: { accountId, credentials: { ...netsuiteClient, privateKeyPem: netsuiteKeys.privateKeyPem } },
    },
  };
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
function token(random: Random): string {
  return Buffer.from(random.bytes(24)).toString('hex');
}
