import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { refuse } from './strict.ts';

export type SchemeHandler = (request: Request) => Response | Promise<Response>;

const base = 'tieout.localhost';

/**
 * Stands for a privileged scheme: every `scheme://host/…` is `http://host.tieout.localhost:port/…` for Chromium, and a request of
 * the scheme for the handler. Names below `localhost` are trusted like https and never leave the machine.
 */
export class SchemeServer {
  readonly scheme: string;
  #port = 0;
  #handler: SchemeHandler | null = null;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  constructor(scheme: string) {
    this.scheme = scheme;
  }

  async listen(): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  handle(handler: SchemeHandler): void {
    if (this.#handler !== null) refuse(`protocol.handle: ${this.scheme} has a handler already`);
    this.#handler = handler;
  }

  /** An address of the scheme as Chromium knows it. */
  outside(url: string): string {
    const parts = new RegExp(`^${this.scheme}://([a-z0-9-]+)(/.*)?$`).exec(url);
    if (parts === null) return url;
    return `http://${parts[1] ?? ''}.${base}:${this.#port}${parts[2] ?? '/'}`;
  }

  /** The address that the application sees. */
  inside(url: string): string {
    const parts = new RegExp(`^http://([a-z0-9-]+)\\.${base}:${this.#port}(/.*)?$`).exec(url);
    return parts === null ? url : `${this.scheme}://${parts[1] ?? ''}${parts[2] ?? ''}`;
  }

  isOutside(url: string): boolean {
    return this.inside(url) !== url;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers: raw } = incoming;
    const [name = ''] = (raw.host ?? '').split(`.${base}`);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const headers = new Headers();
    for (const [key, value] of Object.entries(raw)) {
      // What a custom scheme does not have, the handler does not see.
      if (typeof value === 'string' && !['host', 'connection', 'origin'].includes(key))
        headers.set(key, value);
    }
    if (raw.origin !== undefined) headers.set('origin', this.inside(raw.origin));
    const hasBody = method !== 'GET' && method !== 'HEAD';
    const request = new Request(`${this.scheme}://${name}${url}`, {
      method,
      headers,
      signal: gone.signal,
      ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: 'half' } : {}),
    });
    // Electron gives the address as it was asked for; the standard's Request would tidy it up.
    Object.defineProperty(request, 'url', { value: `${this.scheme}://${name}${url}` });
    const site = raw['sec-fetch-site'];
    if (site !== undefined && site !== 'none') {
      const initiatorOrigin =
        site === 'same-origin' ? `${this.scheme}://${name}` : this.inside(raw.origin ?? 'null');
      Object.defineProperty(request, 'initiatorOrigin', { value: initiatorOrigin });
    }
    try {
      await this.#send(request, response);
    } catch {
      // As Electron does with a handler that throws: the request fails.
      response.destroy();
    }
  }

  async #send(request: Request, response: ServerResponse): Promise<void> {
    if (this.#handler === null) {
      response.destroy();
      return;
    }
    const answered = await this.#handler(request);
    response.writeHead(answered.status, Object.fromEntries(answered.headers));
    if (answered.body === null) response.end();
    else {
      for await (const chunk of answered.body as unknown as AsyncIterable<Uint8Array>) {
        if (response.destroyed) return;
        response.write(chunk);
      }
      response.end();
    }
  }
}
