import Stripe from 'stripe';
import { ManualClock } from '#core/base/manual-clock.ts';
import { seededRandom } from '#core/base/random.ts';
import { FaultPorts } from '#core/sandbox/kit/faults.ts';
import type { Organisation, SandboxRequest, SandboxResponse } from '#core/sandbox/kit/organisation.ts';
import { type RunningServer, startServer } from '#core/sandbox/kit/server.ts';
import { createStripeOrganisation, type StripeOptions } from '#core/sandbox/stripe/organisation.ts';
import { hasStripeSpec, StripeOpenApi } from './stripe-sandbox-openapi.ts';

export const START_MS = Date.UTC(2026, 8, 1);
export const DAY_MS = 86_400_000;
export const SECRET_KEY = 'sk_test_tieoutsandbox0001';
export const WEBHOOK_SECRET = 'whsec_tieoutsandbox';

let openApi: StripeOpenApi | null = null;
const servers: RunningServer[] = [];

/** Loads Stripe's description once; says so where it is absent. */
export function loadOpenApi(): void {
  if (hasStripeSpec) openApi ??= new StripeOpenApi();
  else console.warn("Stripe's OpenAPI description is not here: messages are not validated against it.");
}

export async function closeAll(): Promise<void> {
  for (const server of servers.splice(0)) await server.close();
}

/** Every message that passes is judged by Stripe's description; what it finds is collected. */
function judged(organisation: Organisation, violations: string[]): Organisation {
  const handle = async (request: SandboxRequest): Promise<SandboxResponse> => {
    const response = await organisation.handle(request);
    if (openApi !== null) {
      if (response.status === 200) violations.push(...openApi.checkRequest(request));
      const body: unknown = JSON.parse(String(response.body));
      violations.push(...openApi.checkResponse(request, response.status, body));
    }
    return response;
  };
  return { ...organisation, handle };
}

/** A Stripe organisation behind a loopback server, and the real client pointed at it. */
export async function start(options: StripeOptions = {}) {
  const clock = new ManualClock(START_MS);
  const faults = new FaultPorts();
  const organisation = createStripeOrganisation({
    clock,
    random: seededRandom('stripe'),
    accountId: 'acct_1NorthwindMetrics',
    secretKey: SECRET_KEY,
    webhookSecret: WEBHOOK_SECRET,
    options,
  });
  const violations: string[] = [];
  const server = await startServer(judged(organisation, violations), { clock, faults });
  servers.push(server);
  const client = clientOf(server);
  return { clock, faults, organisation, server, client, store: organisation.store, violations };
}

export function clientOf(server: RunningServer, key = SECRET_KEY): Stripe {
  const { hostname, port } = new URL(server.baseUrl);
  return new Stripe(key, {
    // The client's types know its own version only; the description we hold is of this one.
    apiVersion: '2023-08-16' as Stripe.LatestApiVersion,
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
}
