import type { MessageChannelMain, UtilityProcess } from 'electron';
import { assert } from '#core/base/assert.ts';
import type { Clock } from '#core/base/clock.ts';
import type { Log } from '#core/base/log.ts';
import { type Order, type Report, reportSchema } from '../bridge/core-port.ts';
import type { CoreState } from '../bridge/desktop-bridge.ts';
import { type CoreRequests, CoreUnreachable, createCoreRequests } from './core-requests.ts';

const firstRetryMs = 250;
const longestRetryMs = 30_000;
/** A process that lived this long starts again without waiting. */
const settledAfterMs = 60_000;
/** How long a request waits for a core that is coming back. */
const patienceMs = 20_000;
/** How long the core may take to close its database before it is ended. */
const closingMs = 5_000;

export interface SupervisorPorts {
  /** Starts the core's utility process; only after the application is ready. */
  readonly fork: () => UtilityProcess;
  readonly createChannel: () => MessageChannelMain;
  /** What to open; asked again at every start. */
  readonly openOrder: () => Promise<Extract<Order, { kind: 'open' | 'openPack' }>>;
  readonly onReady: () => void;
  readonly onSampleRemoved: () => void;
  /** A secret of a connection, or null where this machine has none. */
  readonly secret: (connectionId: string, name: string) => Promise<string | null>;
  readonly onState: (state: CoreState) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Keeps one core process running: starts it, tells how it is, and starts it again with growing pauses when it dies. */
export class CoreSupervisor {
  readonly #ports: SupervisorPorts;
  #child: UtilityProcess | null = null;
  #requests: CoreRequests | null = null;
  #state: CoreState = { state: 'stopped', detail: '' };
  #retryMs = firstRetryMs;
  #startedAtMs = 0;
  #isWanted = false;
  #jobs = 0;
  #asked = 0;
  #secret: string | null = null;
  #sessions = new Map<number, PromiseWithResolvers<string>>();
  #ready = Promise.withResolvers<void>();
  #ended = Promise.withResolvers<void>();

  constructor(ports: SupervisorPorts) {
    this.#ports = ports;
    this.#ready.promise.catch(() => {});
  }

  get state(): CoreState {
    return this.#state;
  }

  /** Work that an update or a quit must wait for: long jobs, and changes that have not been answered. */
  get workUnderWay(): number {
    return this.#jobs + (this.#requests?.changesUnderWay() ?? 0);
  }

  start(): void {
    assert(this.#child === null, 'the core is started once');
    this.#isWanted = true;
    this.#fork('starting', 'Opening the workspace …');
  }

  /** A request of the interface; waits while the core is coming back, and throws when it does not. */
  async ask(request: Request, path: string): Promise<Response> {
    await this.#whenReady(request.signal);
    if (this.#requests === null) throw new CoreUnreachable('the core process is not there');
    return this.#requests.ask(request, path);
  }

  /** The secret of a new session for the window; the one before ends. */
  async openSession(): Promise<string> {
    await this.#whenReady();
    if (this.#secret !== null) this.#say({ kind: 'closeSession', secret: this.#secret });
    this.#secret = null;
    const secret = await this.#session(null);
    this.#secret = secret;
    return secret;
  }

  /** Whether a request that carries this is of the window's session here. */
  gaveOut(authorization: string): boolean {
    return this.#secret !== null && authorization === `Bearer ${this.#secret}`;
  }

  /** The machine woke up. */
  resumed(): void {
    if (this.#state.state === 'ready') this.#say({ kind: 'resumed' });
  }

  /** Asks the core to close its database and waits for its end; after a while it is ended. */
  async stop(): Promise<void> {
    this.#isWanted = false;
    const child = this.#child;
    if (child === null) return;
    child.postMessage({ kind: 'close' } satisfies Order);
    const patience = new AbortController();
    await Promise.race([
      this.#ended.promise,
      this.#ports.clock.sleep(closingMs, patience.signal).then(
        () => child.kill(),
        () => false,
      ),
    ]);
    patience.abort();
  }

  #fork(state: 'starting' | 'restarting', detail: string): void {
    this.#tell({ state, detail });
    this.#startedAtMs = this.#ports.clock.monotonicMs();
    this.#ended = Promise.withResolvers<void>();
    const child = this.#ports.fork();
    this.#child = child;
    child.on('message', (message: unknown) => {
      if (this.#child === child) this.#take(reportSchema.parse(message));
    });
    child.once('exit', (code) => this.#onExit(child, code));
    child.once('spawn', () => void this.#open(child));
  }

  async #open(child: UtilityProcess): Promise<void> {
    try {
      const order = await this.#ports.openOrder();
      if (this.#child !== child) return;
      const { port1, port2 } = this.#ports.createChannel();
      this.#requests = createCoreRequests(port1);
      child.postMessage(order, [port2]);
    } catch (cause) {
      this.#ports.log.write('error', 'core.no-order', {
        name: cause instanceof Error ? cause.name : 'unknown',
      });
      child.kill();
    }
  }

  #take(report: Report): void {
    if (report.kind === 'ready') {
      this.#ports.onReady();
      this.#onOpen(report.workspace).catch(() => {});
    } else if (report.kind === 'progress') {
      this.#tell({ ...this.#state, detail: report.detail });
    } else if (report.kind === 'failed') {
      // The workspace cannot be opened: starting again would not help, the person has to do something.
      this.#isWanted = false;
      this.#ports.log.write('error', 'core.failed', { code: report.code });
      this.#tell({ state: 'stopped', detail: [report.message, report.fix].filter(Boolean).join(' ') });
      this.#ready.reject(new CoreUnreachable(report.code));
    } else if (report.kind === 'session') {
      this.#sessions.get(report.ask)?.resolve(report.secret);
      this.#sessions.delete(report.ask);
    } else if (report.kind === 'busy') {
      this.#jobs = report.jobs;
    } else if (report.kind === 'sampleRemoved') {
      this.#isWanted = false;
      this.#ports.onSampleRemoved();
    } else {
      void this.#answerSecret(report.ask, report.connectionId, report.name);
    }
  }

  /** The window keeps its secret; who was signed in signs in again, since keys were open in the process that ended. */
  async #onOpen(workspace: string): Promise<void> {
    if (this.#secret !== null) await this.#session(this.#secret);
    this.#tell({ state: 'ready', detail: workspace });
    this.#ready.resolve();
  }

  #session(secret: string | null): Promise<string> {
    this.#asked += 1;
    const answer = Promise.withResolvers<string>();
    this.#sessions.set(this.#asked, answer);
    this.#say({ kind: 'openSession', ask: this.#asked, secret });
    return answer.promise;
  }

  async #answerSecret(ask: number, connectionId: string, name: string): Promise<void> {
    let value: string | null = null;
    try {
      value = await this.#ports.secret(connectionId, name);
    } catch {
      // A store that cannot be read gives no secret: the core then says which one is missing.
      this.#ports.log.write('error', 'secrets.unreadable', { connectionId });
    }
    this.#say({ kind: 'secret', ask, value });
  }

  #onExit(child: UtilityProcess, code: number): void {
    if (this.#child !== child) return;
    this.#child = null;
    this.#jobs = 0;
    this.#requests?.end();
    this.#requests = null;
    for (const waiting of this.#sessions.values()) {
      waiting.reject(new CoreUnreachable('the core process ended'));
    }
    this.#sessions.clear();
    this.#ended.resolve();
    if (!this.#isWanted) {
      if (this.#state.detail === '' || this.#state.state === 'ready')
        this.#tell({ state: 'stopped', detail: '' });
      return;
    }
    this.#ports.log.write('error', 'core.died', { code });
    if (this.#state.state === 'ready') this.#ready = Promise.withResolvers<void>();
    this.#ready.promise.catch(() => {});
    void this.#startAgain();
  }

  async #startAgain(): Promise<void> {
    const { clock } = this.#ports;
    if (clock.monotonicMs() - this.#startedAtMs >= settledAfterMs) this.#retryMs = firstRetryMs;
    const delayMs = this.#retryMs;
    this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
    this.#tell({
      state: 'restarting',
      detail: 'The core stopped and is being started again. Nothing is lost.',
    });
    await clock.sleep(delayMs);
    if (this.#isWanted && this.#child === null) this.#fork('restarting', this.#state.detail);
  }

  async #whenReady(signal?: AbortSignal): Promise<void> {
    if (this.#state.state === 'ready') return;
    if (this.#state.state === 'stopped') throw new CoreUnreachable('the core is stopped');
    // A first start may take its time (it says how far it is); one that comes back does not.
    if (this.#state.state === 'starting') {
      await this.#ready.promise;
      return;
    }
    const patience = new AbortController();
    signal?.addEventListener('abort', () => patience.abort(signal.reason));
    const tooLong = this.#ports.clock
      .sleep(patienceMs, patience.signal)
      .then(() => Promise.reject(new CoreUnreachable('the core is not back yet')));
    try {
      await Promise.race([this.#ready.promise, tooLong]);
    } finally {
      patience.abort();
      tooLong.catch(() => {});
    }
  }

  #say(order: Order): void {
    this.#child?.postMessage(order);
  }

  #tell(state: CoreState): void {
    this.#state = state;
    this.#ports.onState(state);
  }
}
