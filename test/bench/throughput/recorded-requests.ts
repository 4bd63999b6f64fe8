import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Pool } from 'undici';

/** A request as it left: what a bare pool needs to send the same one again. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

interface CreatedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: string | Buffer | null;
}

const channel = 'undici:request:create';

/** Notes every request that undici makes while `work` runs. */
export async function recordRequests(work: () => Promise<unknown>): Promise<readonly RecordedRequest[]> {
  const recorded: RecordedRequest[] = [];
  const note = (message: unknown): void => {
    const { request } = message as { readonly request: CreatedRequest };
    const pairs = request.headers.flatMap((name, index) =>
      index % 2 === 0 ? [[name, request.headers[index + 1] as string] as const] : [],
    );
    recorded.push({
      method: request.method,
      path: request.path,
      headers: Object.fromEntries(pairs),
      body: request.body === null ? null : String(request.body),
    });
  };
  subscribe(channel, note);
  try {
    await work();
  } finally {
    unsubscribe(channel, note);
  }
  return recorded;
}

/** Sends requests through undici alone, so many at once, and reads every answer to its end. */
export async function replay(
  pool: Pool,
  requests: readonly RecordedRequest[],
  concurrency: number,
): Promise<void> {
  await eachOf(requests, concurrency, async ({ method, path, headers, body }) => {
    const answer = await pool.request({ method: method, path, headers, body });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${text.slice(0, 200)}`);
  });
}

/** Works off a list, so many at once, each place taking the next when it has finished one. */
export async function eachOf<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) await work(items[index] as T);
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}
