import { present } from '#core/base/assert.ts';
import { fromCoreSchema, type FromCore, initialCredit, type Port, type ToCore } from '../bridge/core-port.ts';

/** Longest body that the interface may send to the API. */
const maxBodyBytes = 10 * 1024 * 1024;

/** The request port seen from main: `fetch`, with the answer as a stream that is only read as fast as the page reads. */
export interface CoreRequests {
  ask(request: Request, path: string): Promise<Response>;
  /** Requests that change something and have not been answered. */
  changesUnderWay(): number;
  /** The other side is gone: everything under way breaks off. */
  end(): void;
}

interface Open {
  readonly isChange: boolean;
  readonly head: PromiseWithResolvers<Response>;
  stream: ReadableStreamDefaultController<Uint8Array> | null;
}

export class CoreUnreachable extends Error {
  override readonly name = 'CoreUnreachable';
}

export function createCoreRequests(port: Port): CoreRequests {
  const open = new Map<number, Open>();
  let lastId = 0;
  let isEnded = false;
  const say = (message: ToCore): void => port.postMessage(message);
  const breakOff = (id: number, one: Open): void => {
    open.delete(id);
    const gone = new CoreUnreachable('the core process ended before it answered');
    if (one.stream === null) one.head.reject(gone);
    else one.stream.error(gone);
  };
  port.on('message', ({ data }) => {
    const message = fromCoreSchema.parse(data);
    const one = open.get(message.id);
    if (one) take(message, one, say, () => open.delete(message.id), breakOff);
  });
  const end = (): void => {
    isEnded = true;
    for (const [id, one] of open) breakOff(id, one);
  };
  port.on('close', end);
  port.start();
  return {
    end,
    changesUnderWay: () => [...open.values()].filter(({ isChange }) => isChange).length,
    async ask(request, path) {
      const body = await bodyOf(request);
      if (body === 'too-long') return new Response('The request is too long.', { status: 413 });
      if (isEnded) throw new CoreUnreachable('the core process is not there');
      lastId += 1;
      const id = lastId;
      const one: Open = {
        isChange: request.method === 'POST',
        head: Promise.withResolvers<Response>(),
        stream: null,
      };
      open.set(id, one);
      request.signal.addEventListener('abort', () => {
        if (!open.has(id)) return;
        say({ kind: 'abort', id });
        breakOff(id, one);
      });
      const method = request.method === 'POST' ? 'POST' : 'GET';
      say({ kind: 'request', id, method, path, headers: [...request.headers], body });
      return one.head.promise;
    },
  };
}

function take(
  message: FromCore,
  one: Open,
  say: (message: ToCore) => void,
  forget: () => void,
  breakOff: (id: number, one: Open) => void,
): void {
  const { id } = message;
  if (message.kind === 'head') {
    const stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          one.stream = controller;
        },
        pull: () => say({ kind: 'credit', id }),
        cancel: () => {
          forget();
          say({ kind: 'abort', id });
        },
      },
      { highWaterMark: initialCredit },
    );
    const isBodiless = message.status === 204 || message.status === 304;
    const { status, headers } = message;
    one.head.resolve(
      new Response(isBodiless ? null : stream, { status, headers: headers.map(([n, v]) => [n, v]) }),
    );
  } else if (message.kind === 'chunk') {
    present(one.stream, 'a chunk came before its head').enqueue(message.bytes);
  } else if (message.kind === 'end') {
    forget();
    present(one.stream, 'an end came before its head').close();
  } else {
    breakOff(id, one);
  }
}

/** The whole body, since the core reads it whole; nothing is read beyond the limit. */
async function bodyOf(request: Request): Promise<Uint8Array<ArrayBuffer> | null | 'too-long'> {
  if (request.body === null) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBodyBytes) return 'too-long';
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
