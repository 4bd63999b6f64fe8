import type { Dispatcher, Pool } from 'undici';
import type { Deadlines } from './deadlines.ts';
import type { HttpOutcome, HttpRequest, NoResponse, NoResponseReason } from './http.ts';
import { decodeBody } from './http-body.ts';

interface ExchangeLimits {
  readonly deadlines: Deadlines;
  readonly timeoutMs: number;
  readonly bodyBytesMax: number;
}

/**
 * One request and its answer. The phase turns to `maybe-sent` in undici's `onRequestStart`, which it calls on a
 * connected socket immediately before the first byte; an exchange that has ended before that is aborted there, so that a
 * request reported as not sent can never leave later.
 */
export function exchange(pool: Pool, request: HttpRequest, limits: ExchangeLimits): Promise<HttpOutcome> {
  return new Promise((resolve) => {
    const run = new Exchange(limits, resolve);
    run.watch(request.signal);
    const options: Dispatcher.DispatchOptions = {
      method: request.method,
      path: request.path,
      headers: { accept: 'application/json', 'accept-encoding': 'gzip', ...request.headers },
      body: request.body ?? null,
    };
    if (!run.isOver) pool.dispatch(options, run);
  });
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #limits: ExchangeLimits;
  readonly #resolve: (outcome: HttpOutcome) => void;
  #stopClock = (): void => {};
  #controller: Dispatcher.DispatchController | null = null;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #status = 0;
  #headers: Record<string, string | string[]> = {};
  #unwatch = (): void => {};
  isOver = false;

  constructor(limits: ExchangeLimits, resolve: (outcome: HttpOutcome) => void) {
    this.#limits = limits;
    this.#resolve = resolve;
  }

  watch(signal: AbortSignal | undefined): void {
    const { deadlines, timeoutMs } = this.#limits;
    this.#stopClock = deadlines.add(timeoutMs, () =>
      this.#fail('TIMED_OUT', `no complete answer within ${timeoutMs} ms`),
    );
    if (signal === undefined) return;
    const cancel = (): void => this.#fail('CANCELLED', 'cancelled by the caller');
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    this.#unwatch = () => signal.removeEventListener('abort', cancel);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.isOver) controller.abort(new Error('the exchange has ended'));
    else this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = {};
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) this.#headers[name.toLowerCase()] = value;
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.isOver) return;
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limits.bodyBytesMax) return this.#fail('TOO_LARGE', this.#tooLarge());
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.isOver) return;
    const encoding = String(this.#headers['content-encoding'] ?? 'identity');
    void decodeBody(this.#chunks, encoding, this.#limits.bodyBytesMax).then((body) => {
      if (!body.ok) return this.#fail(body.error.code, body.error.message);
      const { value: text } = body;
      this.#end({ kind: 'response', status: this.#status, headers: this.#headers, text, bytesLeft: true });
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.isOver) return;
    const code = (error as NodeJS.ErrnoException).code ?? error.name;
    if (this.#controller === null) return this.#fail(reasonOfConnect(code), `cannot connect: ${code}`);
    this.#fail('RESET', `the connection broke: ${code}`);
  }

  #tooLarge(): string {
    return `the answer is larger than ${this.#limits.bodyBytesMax} bytes`;
  }

  #fail(reason: NoResponseReason, message: string): void {
    const phase: NoResponse['phase'] = this.#controller === null ? 'not-sent' : 'maybe-sent';
    this.#end({ kind: 'no-response', phase, reason, message });
  }

  #end(outcome: HttpOutcome): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#chunks = [];
    this.#unwatch();
    this.#stopClock();
    if (outcome.kind === 'no-response') this.#controller?.abort(new Error(outcome.message));
    this.#resolve(outcome);
  }
}

function reasonOfConnect(code: string): NoResponseReason {
  return code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT' ? 'TIMED_OUT' : 'UNREACHABLE';
}
