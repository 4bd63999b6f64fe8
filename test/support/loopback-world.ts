import { connect } from 'node:net';
import type { Api } from '#core/app/router/create-api.ts';
import { ManualClock } from '#core/base/manual-clock.ts';
import { ok } from '#core/base/result.ts';
import { PersonSession } from '#core/host/person-session.ts';
import { Door, sessionIdleMs } from '#core/host/serve/door.ts';
import { type RunningLoopback, startLoopbackServer } from '#core/host/serve/loopback-server.ts';
import type { RendererFiles } from '#core/host/serve/renderer-files.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** The real door and the real server over an API that only counts: what gets this far would have changed something. */
export class LoopbackWorld {
  readonly clock = new ManualClock(Date.UTC(2026, 9, 5));
  readonly asked: Asked[] = [];
  readonly logged: string[] = [];
  readonly door: Door<PersonSession>;
  /** Answers that are held back until someone lets them go. */
  hold: Promise<void> | null = null;
  #server: RunningLoopback | null = null;

  constructor() {
    const door: Door<PersonSession> = new Door(this.clock, (endsAtMs) => {
      const session: PersonSession = new PersonSession({
        host: 'headless',
        version: '0',
        keystore: { save: () => ok(undefined), privateKeyOf: () => ok('') },
        clock: this.clock,
        endsAtMs,
        idleMs: sessionIdleMs,
        removeSample: null,
        onClose: () => door.close(session),
      });
      return session;
    });
    this.door = door;
  }

  async start(files: RendererFiles = smallInterface): Promise<this> {
    const api: Api = async (request, session) => {
      const { pathname } = new URL(request.url);
      this.asked.push({ method: request.method, path: pathname, body: await request.text() });
      if (pathname === '/api/session.close' && typeof session !== 'string') session.close();
      if (this.hold) await Promise.race([this.hold, ended(request.signal)]);
      return Response.json({ secret: 'data that only the session may read' });
    };
    const log = {
      write: (level: string, event: string, fields?: object) =>
        void this.logged.push(JSON.stringify({ level, event, ...fields })),
    };
    this.#server = await startLoopbackServer({
      api,
      files,
      door: this.door,
      log,
      port: 0,
      address: '127.0.0.1',
    });
    return this;
  }

  get origin(): string {
    return this.#server?.origin ?? '';
  }

  get authority(): string {
    return this.origin.slice('http://'.length);
  }

  get port(): number {
    return Number(new URL(this.origin).port);
  }

  close(): Promise<void> {
    return this.#server?.close() ?? Promise.resolve();
  }

  /** Sends bytes as they are and gives everything that came back until the connection ended or nothing came for a while. */
  raw(
    bytes: string | Buffer,
    options: { readonly host?: string; readonly idleMs?: number } = {},
  ): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port: this.port, host: options.host ?? '127.0.0.1' });
      const chunks: Buffer[] = [];
      const end = (): void => {
        socket.destroy();
        resolve(Buffer.concat(chunks).toString('latin1'));
      };
      socket.setTimeout(options.idleMs ?? 2_000, end);
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('error', (error: NodeJS.ErrnoException) => {
        // A refusal may be followed by a reset while we still write.
        if (error.code === 'ECONNRESET' || error.code === 'EPIPE') end();
        else reject(error);
      });
      socket.on('close', end);
      socket.write(bytes);
    });
  }

  /** The status of a request written line by line; 0 where the connection just ended. */
  async statusOf(lines: readonly string[], body = ''): Promise<number> {
    return statusOf(await this.raw(`${lines.join('\r\n')}\r\n\r\n${body}`));
  }

  /** A request as our own page sends it. */
  own(method: string, path: string, more: readonly string[] = []): string[] {
    return [
      `${method} ${path} HTTP/1.1`,
      `Host: ${this.authority}`,
      'Sec-Fetch-Site: same-origin',
      'Sec-Fetch-Mode: cors',
      'Sec-Fetch-Dest: empty',
      'Connection: close',
      ...more,
    ];
  }

  /** Swaps a code for a secret as our own page does; null when it was refused. */
  async redeem(code: string): Promise<string | null> {
    const body = JSON.stringify({ code });
    const answered = await this.raw(
      `${this.own('POST', '/session', change(body)).join('\r\n')}\r\n\r\n${body}`,
    );
    const secret = /"secret":"([A-Za-z0-9_-]{43})"/.exec(answered)?.[1];
    return statusOf(answered) === 200 && secret !== undefined ? secret : null;
  }

  /** The status of a question or of a change under a secret. */
  ask(secret: string, path = '/api/sync.status'): Promise<number> {
    return this.statusOf(this.own('GET', path, ['X-Tieout-Request: 1', `Authorization: Bearer ${secret}`]));
  }
}

/** Headers of a change with this body. */
export function change(body: string): string[] {
  return [
    'Content-Type: application/json',
    'X-Tieout-Request: 1',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
}

export function statusOf(answered: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answered)?.[1] ?? 0);
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
}

const page = Buffer.from(
  '<!doctype html><meta charset="utf-8"><title>Tieout</title><script type="module" src="./assets/app.js"></script><p id="mark">page</p>',
);

/** Just enough of an interface to be served. */
const smallInterface: RendererFiles = new Map([
  ['/', { type: 'text/html; charset=utf-8', bytes: page }],
  ['/index.html', { type: 'text/html; charset=utf-8', bytes: page }],
  ['/assets/app.js', { type: 'text/javascript; charset=utf-8', bytes: Buffer.from('export {};') }],
]);
