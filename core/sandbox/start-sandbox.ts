import type { Clock } from '#core/base/clock.ts';
import { type Random, seededRandom } from '#core/base/random.ts';
import { type CompanyOptions, generateCompany } from './company/generate-company.ts';
import {
  createSampleOrganisations,
  secretText,
  type VendorOptions,
  type VendorSecrets,
} from './company/sample-organisations.ts';
import type { SampleCalendar } from './company/sample-calendar.ts';
import type { SampleMapping } from './company/sample-mappings.ts';
import { type SampleOrganisations, seedCompany } from './company/seed-company.ts';
import type { SampleTruth } from './company/truth.ts';
import { type RunningControl, startControl } from './kit/control.ts';
import { FaultPorts } from './kit/faults.ts';
import type { Vendor } from './kit/organisation.ts';
import { type RunningServer, startServer } from './kit/server.ts';
import { SandboxClock } from './sandbox-clock.ts';

export interface SandboxOptions extends VendorOptions {
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
}

interface Address {
  readonly baseUrl: string;
}

/** Everything a client needs, as plain data: the command line prints it as it is. */
export interface SandboxAccess {
  readonly salesforce: Address & VendorSecrets['salesforce'];
  readonly stripe: Address & VendorSecrets['stripe'];
  readonly netsuite: Address & VendorSecrets['netsuite'];
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
  const clock = new SandboxClock(options.clock, company.calendar.todayMs);
  const random = seededRandom(`sandbox ${options.seed}`);
  const { organisations, secrets } = await createSampleOrganisations({ clock, random }, options);
  let mappings: readonly SampleMapping[] = [];
  const truth = seedCompany(company, organisations, (made) => {
    mappings = made;
  });
  const faults = { salesforce: new FaultPorts(), stripe: new FaultPorts(), netsuite: new FaultPorts() };
  const opened: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((one) => one.close()));
  };
  const start = async (vendor: Vendor): Promise<RunningServer> => {
    const server = await startServer(organisations[vendor], {
      clock,
      faults: faults[vendor],
      port: options.ports?.[vendor] ?? 0,
    });
    opened.push(server);
    return server;
  };
  try {
    const servers = {
      salesforce: await start('salesforce'),
      stripe: await start('stripe'),
      netsuite: await start('netsuite'),
    };
    const running = { clock, organisations, faults, servers, truth };
    const control = await openControl(running, random.child('control'), options.ports?.control ?? 0);
    opened.push(control);
    return {
      ...running,
      access: accessOf(running, secrets, control, { ...company.calendar, mappings }),
      close,
    };
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

type Running = Omit<RunningSandbox, 'access' | 'close'>;

function openControl(running: Running, random: Random, port: number): Promise<RunningControl> {
  const { clock, organisations, faults, servers, truth } = running;
  return startControl({
    organisations: Object.values(organisations),
    faults,
    requests: {
      salesforce: servers.salesforce.requests,
      stripe: servers.stripe.requests,
      netsuite: servers.netsuite.requests,
    },
    clock,
    truth: () => truth,
    token: secretText(random),
    port,
  });
}

function accessOf(
  { clock, servers }: Running,
  secrets: VendorSecrets,
  control: RunningControl,
  sample: SampleCalendar & Pick<SandboxAccess['sample'], 'mappings'>,
): SandboxAccess {
  const { months, cutoverOn, todayMs, mappings } = sample;
  return {
    salesforce: { baseUrl: servers.salesforce.baseUrl, ...secrets.salesforce },
    stripe: { baseUrl: servers.stripe.baseUrl, ...secrets.stripe },
    netsuite: { baseUrl: servers.netsuite.baseUrl, ...secrets.netsuite },
    control: { url: control.baseUrl, token: control.token },
    sample: { months, cutoverOn, todayMs, clockOffsetMs: clock.offsetMs, mappings },
  };
}
