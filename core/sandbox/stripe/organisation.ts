import type { Clock } from '#core/base/clock.ts';
import type { Random } from '#core/base/random.ts';
import type { Organisation, SandboxRequest, SandboxResponse } from '../kit/organisation.ts';
import { Access, rateLimited } from './access.ts';
import { advanceDueDrafts, cycleDueSubscriptions } from './due-work.ts';
import type { EventFaults } from './event-log.ts';
import { checkPaths, expandPaths } from './expand.ts';
import { parseForm } from './form.ts';
import { IdempotencyKeys, type SavedAnswer } from './idempotency.ts';
import { Params } from './params.ts';
import type { Call, Route } from './route.ts';
import { INVOICE_ROUTES } from './routes-invoices.ts';
import { PARTY_ROUTES } from './routes-parties.ts';
import { PAYMENT_ROUTES } from './routes-payments.ts';
import { SUBSCRIPTION_ROUTES } from './routes-subscriptions.ts';
import { API_VERSION, StripeState } from './state.ts';
import { StripeStore } from './store.ts';
import { invalid, StripeError } from './stripe-error.ts';
import { UsageBook } from './usage.ts';
import { WebhookQueue } from './webhooks.ts';

const HOUR_MS = 3_600_000;
const ROUTES: readonly Route[] = [
  ...PARTY_ROUTES,
  ...SUBSCRIPTION_ROUTES,
  ...INVOICE_ROUTES,
  ...PAYMENT_ROUTES,
];

export interface StripeOptions {
  /** How much later than a commit the search end points see it. Default 60,000 ms. */
  readonly searchLagMs?: number;
  /** How long a draft waits before it finalises itself. Default one hour; 0 finalises at once. */
  readonly draftMs?: number;
  /** Life of idempotency keys. Default 24 hours, the least Stripe promises. */
  readonly idempotencyLifeMs?: number;
  /** Calls per second; Stripe's own sandboxes have 25. Default null: no limit. */
  readonly ratePerSecond?: number | null;
  /** Time each call takes on the sandbox clock; twins with one key then meet. Default 0. */
  readonly executionMs?: number;
  readonly restrictedKeys?: Readonly<Record<string, 'read' | 'none'>>;
  /** Subscriptions move into their next period by themselves as the clock passes. Default false: the store's `cycle`. */
  readonly billAutomatically?: boolean;
  /** Version in which new events are rendered. Default 2023-08-16, the one the answers have. */
  readonly eventApiVersion?: string;
}

export interface StripeAccount {
  readonly clock: Clock;
  readonly random: Random;
  readonly accountId: string;
  readonly secretKey: string;
  readonly webhookSecret: string;
  readonly options?: StripeOptions;
}

/** A simulated Stripe account: the HTTP door, and the store behind it for seeding and for tests. */
export interface StripeOrganisation extends Organisation {
  readonly vendor: 'stripe';
  readonly store: StripeStore;
  readonly webhooks: WebhookQueue;
  setEventFaults(faults: EventFaults): void;
  /** The event is gone from the list, as if never recorded. False when unknown. */
  loseEvent(id: string): boolean;
  /** The same change once more under another id. False when unknown. */
  twinEvent(id: string): boolean;
  /** Finalises due drafts and, where asked for, cycles due subscriptions; every call over HTTP does it first. */
  runDue(): void;
}

export function createStripeOrganisation(account: StripeAccount): StripeOrganisation {
  const { clock, random, options = {} } = account;
  const state = new StripeState({
    clock,
    random,
    accountId: account.accountId,
    searchLagMs: options.searchLagMs ?? 60_000,
    draftMs: options.draftMs ?? HOUR_MS,
  });
  state.apiVersion = options.eventApiVersion ?? API_VERSION;
  const usage = new UsageBook(state.ids);
  const webhooks = new WebhookQueue(state, random.child('webhooks'), account.webhookSecret);
  state.onEvent = (event) => webhooks.enqueue(event);
  const door = new StripeDoor(account, state, usage, webhooks);
  const twin = (id: string): boolean => {
    const event = state.events.twin(id);
    if (event !== undefined) webhooks.enqueue(event);
    return event !== undefined;
  };
  const setEventFaults = (faults: EventFaults): void => {
    state.events.faults = faults;
  };
  return {
    vendor: 'stripe',
    commits: state.commits,
    store: new StripeStore(state, usage),
    webhooks,
    handle: (request) => door.handle(request),
    isWrite: (request) => request.method !== 'GET',
    throttled: () => door.refusal(rateLimited()),
    answerReplaced: (request, response) => door.answerReplaced(request, response),
    setEventFaults,
    loseEvent: (id) => state.events.lose(id),
    twinEvent: twin,
    runDue: () => door.runDue(),
    handEdit: (edit) => handEdit(edit, { setEventFaults, lose: (id) => state.events.lose(id), twin }),
  };
}

interface EventDesk {
  readonly setEventFaults: (faults: EventFaults) => void;
  readonly lose: (id: string) => boolean;
  readonly twin: (id: string) => boolean;
}

/** What the control endpoint may do to the event feed: `{eventFaults}`, `{loseEvent: id}` or `{twinEvent: id}`. */
function handEdit(edit: unknown, desk: EventDesk): unknown {
  const { eventFaults, loseEvent, twinEvent } = edit as Partial<Record<string, unknown>>;
  if (typeof eventFaults === 'object' && eventFaults !== null) desk.setEventFaults(eventFaults);
  const lost = typeof loseEvent === 'string' ? desk.lose(loseEvent) : null;
  const twinned = typeof twinEvent === 'string' ? desk.twin(twinEvent) : null;
  return { lost, twinned };
}

interface Run {
  readonly request: SandboxRequest;
  readonly route: Route;
  readonly ids: readonly string[];
  readonly params: Params;
  readonly requestId: string;
  readonly key: string | null;
}

class StripeDoor {
  readonly #account: StripeAccount;
  readonly #state: StripeState;
  readonly #usage: UsageBook;
  readonly #webhooks: WebhookQueue;
  readonly #access: Access;
  readonly #keys: IdempotencyKeys;

  constructor(account: StripeAccount, state: StripeState, usage: UsageBook, webhooks: WebhookQueue) {
    const { clock, options = {} } = account;
    this.#account = account;
    this.#state = state;
    this.#usage = usage;
    this.#webhooks = webhooks;
    this.#keys = new IdempotencyKeys(clock, options.idempotencyLifeMs ?? 24 * HOUR_MS);
    this.#access = new Access({
      clock,
      accountId: account.accountId,
      secretKey: account.secretKey,
      restrictedKeys: options.restrictedKeys ?? {},
      ratePerSecond: options.ratePerSecond ?? null,
    });
  }

  runDue(): void {
    advanceDueDrafts(this.#state);
    if (this.#account.options?.billAutomatically === true) cycleDueSubscriptions(this.#state, this.#usage);
  }

  async handle(request: SandboxRequest): Promise<SandboxResponse> {
    const requestId = this.#state.ids.next('req');
    const key = idempotencyKey(request);
    try {
      this.#access.check(request.headers, request.method, request.path);
      this.#access.admit();
      checkVersion(request.headers['stripe-version']);
      this.runDue();
      const { route, ids } = findRoute(request);
      const params = paramsOf(request);
      const saved = key === null ? null : this.#keys.begin(key, request.path, params.values);
      if (saved !== null) return replayed(saved, requestId, key as string);
      return await this.#run({ request, route, ids, params, requestId, key });
    } catch (error) {
      if (error instanceof StripeError) return this.refusal(error, requestId, key);
      throw error;
    }
  }

  /** Validates, then works; only what the work itself answers is saved under the key. */
  async #run({ request, route, ids, params, requestId, key }: Run): Promise<SandboxResponse> {
    let began = false;
    try {
      const call: Call = {
        state: this.#state,
        usage: this.#usage,
        webhooks: this.#webhooks,
        params,
        path: request.path,
        ids,
      };
      const expand = params.ids('expand') ?? [];
      checkPaths(expand);
      const work = route.prepare(call);
      params.finish();
      const executionMs = this.#account.options?.executionMs ?? 0;
      if (executionMs > 0) await this.#account.clock.sleep(executionMs);
      began = true;
      const isWrite = request.method !== 'GET';
      const moment = { by: 'api' as const, requestId, idempotencyKey: key };
      const json = this.#state.during(moment, () => expandPaths(this.#state, work(), expand, isWrite));
      const body = JSON.stringify(json);
      if (key !== null) this.#keys.save(key, { status: 200, body, requestId });
      return { status: 200, headers: headersOf(requestId, key), body };
    } catch (error) {
      if (key !== null && !began) this.#keys.release(key);
      if (!(error instanceof StripeError)) {
        if (key !== null) this.#keys.release(key);
        throw error;
      }
      const response = this.refusal(error, requestId, key);
      if (key !== null && began) {
        this.#keys.save(key, { status: response.status, body: response.body, requestId });
      }
      return response;
    }
  }

  refusal(
    error: StripeError,
    requestId = this.#state.ids.next('req'),
    key: string | null = null,
  ): SandboxResponse {
    const { status, shouldRetry } = error.detail;
    return {
      status,
      headers: { ...headersOf(requestId, key), 'stripe-should-retry': String(shouldRetry ?? false) },
      body: JSON.stringify(error.body(requestId)),
    };
  }

  answerReplaced(request: SandboxRequest, response: SandboxResponse): void {
    const key = idempotencyKey(request);
    if (key === null || response.status < 500) return;
    const requestId = this.#state.ids.next('req');
    this.#keys.replace(key, request.path, paramsOf(request).values, response, requestId);
  }
}

function headersOf(requestId: string, key: string | null): Record<string, string> {
  return {
    'content-type': 'application/json',
    'request-id': requestId,
    'stripe-version': API_VERSION,
    ...(key === null ? {} : { 'idempotency-key': key, 'original-request': requestId }),
  };
}

function replayed(saved: SavedAnswer, requestId: string, key: string): SandboxResponse {
  return {
    status: saved.status,
    headers: {
      ...headersOf(requestId, key),
      'original-request': saved.requestId,
      'idempotent-replayed': 'true',
      ...(saved.status >= 400 ? { 'stripe-should-retry': 'false' } : {}),
    },
    ...(saved.body === undefined ? {} : { body: saved.body }),
  };
}

/** Keys count on POST only; GET and DELETE are idempotent by themselves. */
function idempotencyKey(request: SandboxRequest): string | null {
  const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined;
  return key === undefined || key === '' ? null : key;
}

function checkVersion(version: string | undefined): void {
  if (version === undefined || version === API_VERSION) return;
  throw invalid(
    `Invalid Stripe API version: ${version}. This sandbox answers in ${API_VERSION} only; send that or nothing.`,
  );
}

function findRoute(request: SandboxRequest): { readonly route: Route; readonly ids: readonly string[] } {
  for (const route of ROUTES) {
    if (route.method !== request.method) continue;
    const match = route.pattern.exec(request.path);
    if (match !== null) return { route, ids: match.slice(1) };
  }
  const hint = request.path.endsWith('/')
    ? ' If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code.'
    : '';
  throw new StripeError({
    status: 404,
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${request.method}: ${request.path}).${hint} Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
  });
}

function paramsOf(request: SandboxRequest): Params {
  if (request.headers['content-type']?.includes('json') === true) {
    throw invalid(
      'Invalid request (check that your POST content type is application/x-www-form-urlencoded).',
    );
  }
  const body = new URLSearchParams(request.method === 'GET' ? '' : request.body.toString('utf8'));
  return new Params(parseForm([...request.query, ...body]));
}
