import type { Clock } from '#core/base/clock.ts';
import { type FaultRule, FaultPorts, type Latency, type Maintenance, type RateLimit } from './faults.ts';
import type { Organisation, SandboxRequest, SandboxResponse, Vendor } from './organisation.ts';
import type { RequestLog } from './request-log.ts';
import { startServer } from './server.ts';

/** A clock that can be moved forward: ManualClock, or the command line's offset clock. */
export interface AdvanceableClock extends Clock {
  advance(byMs: number): void;
}

export interface ControlOptions {
  readonly organisations: readonly Organisation[];
  readonly faults: Readonly<Partial<Record<Vendor, FaultPorts>>>;
  readonly requests?: Readonly<Partial<Record<Vendor, RequestLog>>>;
  readonly clock: AdvanceableClock;
  /** What was planted in the sample company; only tests and this endpoint may read it. */
  readonly truth: () => unknown;
  /** Bearer token that every call must carry. */
  readonly token: string;
  readonly port?: number;
}

export interface RunningControl {
  readonly baseUrl: string;
  readonly token: string;
  close(): Promise<void>;
}

type Answer = SandboxResponse;
type Handler = (request: SandboxRequest, vendor: Vendor) => Answer | Promise<Answer>;

/** The sandbox's own HTTP door: truth, commits, requests, faults, maintenance, hand edits and the clock. */
export async function startControl(options: ControlOptions): Promise<RunningControl> {
  const handlers = controlHandlers(options);
  const door = {
    handle: (request: SandboxRequest) => route(request, options, handlers),
  };
  const server = await startServer(door, {
    clock: options.clock,
    faults: new FaultPorts(),
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  return { baseUrl: server.baseUrl, token: options.token, close: () => server.close() };
}

async function route(
  request: SandboxRequest,
  options: ControlOptions,
  handlers: Readonly<Record<string, Handler>>,
): Promise<Answer> {
  if (request.headers['authorization'] !== `Bearer ${options.token}`) {
    return refusal(401, 'send the control token as Authorization: Bearer');
  }
  const [, root, area, name] = request.path.split('/');
  const key = `${request.method} ${area}`;
  const handler = handlers[key];
  if (root !== 'control' || handler === undefined) {
    return refusal(404, `no such control: ${request.method} ${request.path}`);
  }
  const vendor = name as Vendor;
  const named = ['truth', 'clock'].includes(area ?? '');
  if (!named && !options.organisations.some((organisation) => organisation.vendor === vendor)) {
    return refusal(404, `no organisation of ${name ?? '(no vendor given)'} runs here`);
  }
  try {
    return await handler(request, vendor);
  } catch (error) {
    if (error instanceof SyntaxError) return refusal(400, `the body is not valid: ${error.message}`);
    throw error;
  }
}

function controlHandlers(options: ControlOptions): Readonly<Record<string, Handler>> {
  const { clock } = options;
  const organisationOf = (vendor: Vendor) => options.organisations.find((one) => one.vendor === vendor);
  const clockNow = (): Answer => json({ nowMs: clock.now() });
  return {
    'GET truth': () => json(options.truth()),
    'GET clock': clockNow,
    'POST clock': (request) => {
      const byMs = (parse(request) as { ms?: unknown }).ms;
      if (typeof byMs !== 'number' || !(byMs >= 0)) return refusal(400, 'send {"ms": a number, 0 or more}');
      clock.advance(byMs);
      return clockNow();
    },
    'GET commits': (request, vendor) => {
      const after = Number(request.query.get('after') ?? '0');
      const kind = request.query.get('kind');
      const commits = organisationOf(vendor)?.commits.after(after) ?? [];
      return json({ commits: kind === null ? commits : commits.filter((commit) => commit.kind === kind) });
    },
    'GET requests': (_request, vendor) => {
      const log = options.requests?.[vendor];
      return json({
        total: log?.count() ?? 0,
        inFlightMax: log?.inFlightMax ?? 0,
        requests: log?.entries() ?? [],
      });
    },
    ...faultHandlers(options),
    'POST hand-edit': (request, vendor) => {
      const organisation = organisationOf(vendor);
      if (organisation?.handEdit === undefined) return refusal(400, `${vendor} takes no hand edits`);
      return json({ result: organisation.handEdit(parse(request)) ?? null });
    },
  };
}

function faultHandlers(options: ControlOptions): Readonly<Record<string, Handler>> {
  const faultsOf = (vendor: Vendor): FaultPorts => options.faults[vendor] ?? new FaultPorts();
  const done = (): Answer => json({ ok: true });
  return {
    'GET faults': (_request, vendor) =>
      json({ rules: faultsOf(vendor).rules(), hits: faultsOf(vendor).hitCounts() }),
    'POST faults': (request, vendor) => {
      const rules = parse(request) as FaultRule | FaultRule[];
      for (const rule of Array.isArray(rules) ? rules : [rules]) faultsOf(vendor).add(rule);
      return done();
    },
    'DELETE faults': (_request, vendor) => {
      faultsOf(vendor).clear();
      return done();
    },
    'POST maintenance': (request, vendor) => {
      faultsOf(vendor).setMaintenance(parse(request) as Maintenance | Maintenance[] | null);
      return done();
    },
    'POST rate-limit': (request, vendor) => {
      faultsOf(vendor).setRateLimit(parse(request) as RateLimit | null);
      return done();
    },
    'POST latency': (request, vendor) => {
      faultsOf(vendor).setLatency(parse(request) as Latency | null);
      return done();
    },
  };
}

function parse(request: SandboxRequest): unknown {
  return JSON.parse(request.body.toString('utf8'));
}

function refusal(status: number, message: string): Answer {
  return json({ error: message }, status);
}

function json(value: unknown, status = 200): Answer {
  const text = JSON.stringify(value ?? null, (_key, member: unknown) =>
    typeof member === 'bigint' ? member.toString() : member,
  );
  return { status, headers: { 'content-type': 'application/json' }, body: text };
}
