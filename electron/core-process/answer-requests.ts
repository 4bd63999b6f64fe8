import { present } from '#core/base/assert.ts';
import { type FromCore, initialCredit, type Port, type ToCore, toCoreSchema } from '../bridge/core-port.ts';

/** Answers one request of the interface. */
export type Answer = (request: Request) => Promise<Response>;

interface Running {
  readonly abort: AbortController;
  credit: number;
  wake: () => void;
}

/** Where requests are addressed inside the core process; no network ever sees it. */
const inside = 'http://tieout.invalid';

/** Serves the request port: every request through `answer`, the answer in chunks that the other side has asked for. */
export function answerRequests(port: Port, answer: Answer): void {
  const running = new Map<number, Running>();
  const say = (message: FromCore): void => port.postMessage(message);
  port.on('message', ({ data }) => {
    const message = toCoreSchema.parse(data);
    if (message.kind === 'request') {
      const one: Running = { abort: new AbortController(), credit: initialCredit, wake: () => {} };
      running.set(message.id, one);
      void serve(message, one, answer, say).finally(() => running.delete(message.id));
      return;
    }
    const one = running.get(message.id);
    if (!one) return;
    if (message.kind === 'abort') one.abort.abort();
    else one.credit += 1;
    one.wake();
  });
  port.on('close', () => {
    for (const { abort, wake } of running.values()) {
      abort.abort();
      wake();
    }
  });
  port.start();
}

async function serve(
  { id, method, path, headers, body }: Extract<ToCore, { kind: 'request' }>,
  one: Running,
  answer: Answer,
  say: (message: FromCore) => void,
): Promise<void> {
  try {
    const request = new Request(`${inside}${path}`, {
      method,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      signal: one.abort.signal,
      ...(body === null ? {} : { body: Buffer.from(body) }),
    });
    const response = await answer(request);
    if (one.abort.signal.aborted) return;
    say({ kind: 'head', id, status: response.status, headers: [...response.headers] });
    if (response.body !== null) await send(id, response.body, one, say);
    if (!one.abort.signal.aborted) say({ kind: 'end', id });
  } catch {
    // Whatever it was has been logged where it happened; the page learns that there is no answer.
    if (!one.abort.signal.aborted) say({ kind: 'broken', id });
  }
}

async function send(
  id: number,
  body: ReadableStream<Uint8Array>,
  one: Running,
  say: (message: FromCore) => void,
): Promise<void> {
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    while (one.credit === 0 && !one.abort.signal.aborted) {
      await new Promise<void>((resolve) => {
        one.wake = resolve;
      });
    }
    if (one.abort.signal.aborted) {
      await reader.cancel();
      return;
    }
    one.credit -= 1;
    say({ kind: 'chunk', id, bytes: new Uint8Array(present(value, 'a chunk')) });
  }
}
