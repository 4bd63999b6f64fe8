import type { Clock } from '#core/base/clock.ts';
import type { Random } from '#core/base/random.ts';
import type { CommitLog } from '../kit/commit-log.ts';
import type { Organisation, SandboxRequest, SandboxResponse } from '../kit/organisation.ts';
import { AccountState } from './account-state.ts';
import { AsyncJobs, JOB_ROOT } from './async-jobs.ts';
import { Authenticator, TOKEN_PATH } from './authenticator.ts';
import { Bookkeeper, type HandEditOutcome } from './bookkeeper.ts';
import type { Actor } from './model.ts';
import { RecordLinks } from './record-links.ts';
import { RECORD_ROOT, RecordService } from './record-service.ts';
import { nsError, Refusal } from './refusal.ts';
import {
  type CustomFields,
  DEFAULT_CUSTOM_FIELDS,
  type NetSuiteCredential,
  type NetSuiteSettings,
} from './settings.ts';
import { NetSuiteStore } from './store.ts';
import { SUITEQL_PATH, SuiteqlService } from './suiteql.ts';

export interface NetSuiteOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** For example "TSTDRV123456" or "123456_SB1". */
  readonly accountId: string;
  readonly credentials: readonly NetSuiteCredential[];
  /** Initial settings; those left out have the defaults of `settings.ts`. */
  readonly options?: Partial<NetSuiteSettings>;
  readonly customFields?: Partial<CustomFields>;
}

export interface NetSuiteOrganisation extends Organisation {
  readonly vendor: 'netsuite';
  readonly accountId: string;
  /** Set-up, history and truth. */
  readonly store: NetSuiteStore;
  /** Behaviour; changes take effect at once. */
  readonly settings: NetSuiteSettings;
  /** What a person does in the vendor's screens; see `hand-edit-schema.ts` for the forms. */
  handEdit(edit: unknown): HandEditOutcome;
  isWrite(request: SandboxRequest): boolean;
  throttled(request: SandboxRequest): SandboxResponse;
  /** Runs what is due by the clock: planted hand edits and asynchronous jobs. Every request does so by itself. */
  runDue(): void;
  revokeTokens(): void;
}

const GOVERNANCE_PATH = '/services/rest/system/v1/governanceLimits';
const INTEGRATION_EMPLOYEE_ID = 9001;

/** A simulated NetSuite account: token endpoint, record service, SuiteQL, asynchronous jobs, governance limits. */
export function createNetSuiteOrganisation(input: NetSuiteOptions): NetSuiteOrganisation {
  const { clock, random, accountId, credentials } = input;
  const custom = { ...DEFAULT_CUSTOM_FIELDS, ...input.customFields };
  const state = new AccountState(clock, input.options ?? {}, custom);
  for (const one of credentials) {
    const id = one.employeeId ?? INTEGRATION_EMPLOYEE_ID;
    state.employees.put({ id, name: one.employeeName ?? 'Integration User', email: null });
  }
  const bookkeeper = new Bookkeeper(state);
  const door = new AccountDoor(
    state,
    new Authenticator(accountId, credentials, clock, random),
    random,
    bookkeeper,
  );
  return {
    vendor: 'netsuite',
    accountId,
    store: new NetSuiteStore(state),
    settings: state.settings,
    get commits(): CommitLog {
      door.runDue();
      return state.commits;
    },
    handle: (request) => door.handle(request),
    isWrite: (request) => request.method !== 'GET' && request.path.startsWith(RECORD_ROOT),
    throttled: () => concurrencyExceeded().response,
    handEdit: (edit) => {
      door.runDue();
      return bookkeeper.handEdit(edit);
    },
    runDue: () => door.runDue(),
    revokeTokens: () => door.authenticator.revokeTokens(),
  };
}

class AccountDoor {
  readonly authenticator: Authenticator;
  readonly #state: AccountState;
  readonly #bookkeeper: Bookkeeper;
  readonly #records: RecordService;
  readonly #suiteql: SuiteqlService;
  readonly #jobs: AsyncJobs;
  #inFlight = 0;

  constructor(state: AccountState, authenticator: Authenticator, random: Random, bookkeeper: Bookkeeper) {
    this.authenticator = authenticator;
    this.#state = state;
    this.#bookkeeper = bookkeeper;
    this.#records = new RecordService(state);
    this.#suiteql = new SuiteqlService(state.search, state.settings, random.child('suiteql'));
    this.#jobs = new AsyncJobs(state.clock, state.settings);
  }

  runDue(): void {
    this.#jobs.runDue();
    this.#bookkeeper.runDue();
  }

  async handle(request: SandboxRequest): Promise<SandboxResponse> {
    const root = `http://${request.headers['host'] ?? 'localhost'}`;
    this.runDue();
    if (request.path === TOKEN_PATH && request.method === 'POST') {
      return await this.authenticator.issueToken(request, root);
    }
    const credential = this.authenticator.authenticate(request);
    if (credential instanceof Refusal) return credential.response;
    const { concurrencyLimit, processingMs } = this.#state.settings;
    if (this.#inFlight >= concurrencyLimit) return concurrencyExceeded().response;
    this.#inFlight += 1;
    try {
      if (processingMs > 0) await this.#state.clock.sleep(processingMs);
      return this.#refusable(() => this.#route(request, new RecordLinks(root), credential));
    } finally {
      this.#inFlight -= 1;
    }
  }

  #route(request: SandboxRequest, links: RecordLinks, credential: NetSuiteCredential): SandboxResponse {
    const { path, method } = request;
    if (path.startsWith(RECORD_ROOT)) {
      const actor = actorOf(credential);
      const run = () => this.#refusable(() => this.#records.handle(request, links, actor));
      return AsyncJobs.isWanted(request) ? this.#jobs.submit(request, run) : run();
    }
    if (path === SUITEQL_PATH && method === 'POST') return this.#suiteql.handle(request, links);
    if (path.startsWith(JOB_ROOT)) return this.#jobs.handle(request, links);
    if (path === GOVERNANCE_PATH && method === 'GET') return this.#governanceLimits(credential);
    throw nsError(404, 'NOT_FOUND', `The requested resource does not exist: ${path}`);
  }

  #governanceLimits(credential: NetSuiteCredential): SandboxResponse {
    if (credential.administrator !== true) {
      throw nsError(403, 'INSUFFICIENT_PERMISSION', 'You do not have permission to access this resource.');
    }
    const { concurrencyLimit, unallocatedConcurrencyLimit } = this.#state.settings;
    const body = {
      accountConcurrencyLimit: concurrencyLimit,
      accountUnallocatedConcurrencyLimit: unallocatedConcurrencyLimit,
      integrationLimitType: 'accountLimit',
    };
    return { status: 200, body };
  }

  #refusable(work: () => SandboxResponse): SandboxResponse {
    try {
      return work();
    } catch (error) {
      if (error instanceof Refusal) return error.response;
      throw error;
    }
  }
}

function actorOf(credential: NetSuiteCredential): Actor {
  return {
    employeeId: credential.employeeId ?? INTEGRATION_EMPLOYEE_ID,
    by: 'api',
    overridePeriodRestrictions: credential.overridePeriodRestrictions === true,
  };
}

function concurrencyExceeded(): Refusal {
  return nsError(
    429,
    'CONCURRENCY_LIMIT_EXCEEDED',
    'Concurrent request limit exceeded. Request blocked. Verify your concurrency limits at Setup > Integration > Integration Management > Integration Governance.',
  );
}
