import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import { type Api, apiPath } from '#core/app/router/create-api.ts';
import type { Log } from '#core/base/log.ts';
import { securityHeaders } from '#core/base/web-security.ts';
import type { PersonSession } from '../person-session.ts';
import type { Door } from './door.ts';
import { readBody } from './read-body.ts';
import type { RendererFiles } from './renderer-files.ts';
import { type Refusal, refusalOf } from './request-rules.ts';
import { Traffic } from './traffic.ts';

export interface LoopbackOptions {
  readonly api: Api;
  readonly files: RendererFiles;
  readonly door: Door<PersonSession>;
  readonly log: Log;
  /** 0: any free one. */
  readonly port: number;
  readonly address: '127.0.0.1' | '::1';
}

export interface RunningLoopback {
  readonly origin: string;
  /** When the windows that know it is over have asked their last; within seconds in any case. */
  whenQuiet(): Promise<void>;
  close(): Promise<void>;
}

const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  insecureHTTPParser: false,
  requireHostHeader: false,
} as const;
const connectionsMax = 100;
const codeBodyMaxBytes = 1_024;
const codeSchema = z.strictObject({ code: z.string().max(200) });
/** Waiting for changes: it goes on without anyone doing anything. */
const waitingPath = `${apiPath}/changes.since`;

const closingPath = `${apiPath}/session.close`;

/** Serves the interface and the API on the loopback address alone. */
export async function startLoopbackServer(options: LoopbackOptions): Promise<RunningLoopback> {
  const { log } = options;
  let authority = '';
  const traffic = new Traffic();
  const server = createServer(limits, (request, response) => {
    traffic.begin();
    response.once('close', () => traffic.end());
    answer(options, authority, request, response).catch((cause: unknown) => {
      log.write('error', 'serve.broke', { name: cause instanceof Error ? cause.name : 'unknown' });
      if (response.headersSent) response.destroy();
      else refuse(response, { status: 500, reason: 'broken' });
    });
  });
  server.maxConnections = connectionsMax;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => dropBroken(error, socket));
  server.on('connect', (_request, socket: Socket) => socket.destroy());
  server.on('upgrade', (_request, socket: Socket) => socket.destroy());
  server.on('checkContinue', (_request, response: ServerResponse) => {
    refuse(response, { status: 417, reason: 'expect' });
  });
  await listen(server, options.port, options.address);
  const { port } = server.address() as AddressInfo;
  authority = `${options.address === '::1' ? '[::1]' : options.address}:${port}`;
  return {
    origin: `http://${authority}`,
    whenQuiet: () => traffic.whenQuiet(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, exclusive: true, ipv6Only: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** A request that is no HTTP: one short answer, and the connection is gone. */
function dropBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Too Large' : '400 Bad Request';
  const headers = Object.entries(securityHeaders).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status}\r\n${headers.join('')}connection: close\r\ncontent-length: 0\r\n\r\n`);
}

async function answer(
  options: LoopbackOptions,
  authority: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { isExpectingSomeone } = options.door;
  const refusal = refusalOf(request, { authority, isExpectingSomeone });
  if (refusal) {
    options.log.write('warn', 'serve.refused', { status: refusal.status, reason: refusal.reason });
    if (request.headers['sec-fetch-dest'] === 'document') refuseDocument(response, refusal);
    else refuse(response, refusal);
    return;
  }
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  if (path === '/session') await openSession(options, request, response);
  else if (path.startsWith(`${apiPath}/`)) await answerApi(options, authority, path, request, response);
  else serveFile(options.files, request, response);
}

/** Swaps the code of a link for the secret of a session. */
async function openSession(
  { door, log }: LoopbackOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refusal = refusalOfChange(request);
  if (refusal) return refuse(response, refusal);
  const body = await readBody(request, codeBodyMaxBytes);
  if (!Buffer.isBuffer(body)) return refuse(response, body);
  const given = codeSchema.safeParse(jsonOf(body));
  const secret = given.success ? door.redeem(given.data.code) : null;
  log.write(secret === null ? 'warn' : 'info', secret === null ? 'session.refused' : 'session.opened');
  if (secret === null) return refuse(response, { status: 401, reason: 'code' });
  sendJson(response, 200, { secret });
}

async function answerApi(
  { api, door }: LoopbackOptions,
  authority: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refusal = request.method === 'POST' ? refusalOfChange(request) : refusalOfRead(request);
  if (refusal) return refuse(response, refusal);
  const isActivity = path !== waitingPath;
  const secret = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(request.headers.authorization ?? '')?.[1];
  const session = secret === undefined ? null : door.enter(secret, isActivity);
  if (!session) return refuse(response, { status: 401, reason: 'session' });
  if (isActivity) session.touch();
  const body = await readBody(request);
  if (!Buffer.isBuffer(body)) return refuse(response, body);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, session.ended]);
  const asked = new Request(`http://${authority}${request.url ?? ''}`, {
    method: request.method ?? 'GET',
    headers: { 'content-type': 'application/json' },
    ...(request.method === 'POST' ? { body } : {}),
    signal,
  });
  const answered = await api(asked, session);
  // Whoever is out by now is told nothing more, but that they are.
  if (session.ended.aborted && path !== closingPath) refuse(response, { status: 401, reason: 'session' });
  else await send(response, answered);
}

/** Whatever changes something comes from our own script: a form, an image or a beacon cannot send this. */
function refusalOfChange(request: IncomingMessage): Refusal | null {
  if (request.method !== 'POST') return { status: 405, reason: 'method' };
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') return { status: 415, reason: 'type' };
  return refusalOfRead(request);
}

function refusalOfRead({ headers }: IncomingMessage): Refusal | null {
  if (headers['x-tieout-request'] !== '1') return { status: 403, reason: 'header' };
  return headers['sec-fetch-site'] === 'same-origin' ? null : { status: 403, reason: 'site' };
}

function serveFile(files: RendererFiles, request: IncomingMessage, response: ServerResponse): void {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead) return refuse(response, { status: 405, reason: 'method' });
  const file = files.get(request.url ?? '');
  if (!file) return refuse(response, { status: 404, reason: 'path' });
  response.writeHead(200, {
    ...securityHeaders,
    'content-type': file.type,
    'content-length': file.bytes.length,
  });
  response.end(request.method === 'HEAD' ? undefined : file.bytes);
}

function refuse(
  response: ServerResponse,
  { status, reason }: { readonly status: number; readonly reason: string },
): void {
  // What was not read of the request is not waited for.
  sendJson(response, status, { refused: reason }, { connection: 'close' });
}

/** What a person reads who came by an address that does not let them in. */
function refuseDocument(response: ServerResponse, { status }: Refusal): void {
  const text =
    'Tieout is not opened from here. Press Enter in the terminal where it runs: it opens a new window.\n';
  response.writeHead(status, {
    ...securityHeaders,
    connection: 'close',
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

function sendJson(
  response: ServerResponse,
  status: number,
  value: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    ...securityHeaders,
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
  });
  response.end(body);
}

async function send(response: ServerResponse, answered: Response): Promise<void> {
  if (response.destroyed) return;
  response.writeHead(answered.status, {
    ...securityHeaders,
    'content-type': answered.headers.get('content-type') ?? 'application/json',
  });
  if (!answered.body) {
    response.end();
    return;
  }
  try {
    await pipeline(Readable.fromWeb(answered.body as never), response);
  } catch (cause) {
    // Whoever asked went away, or their session ended, before all of it was out.
    if (!response.destroyed) throw cause;
  }
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
