import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '#core/base/clock.ts';
import type { FaultPorts, FaultRule, FaultSubject } from './faults.ts';
import { type HttpDoor, isWriteRequest, type SandboxRequest, type SandboxResponse } from './organisation.ts';
import { maintenanceAnswer, rateLimitAnswer } from './outage-answers.ts';
import { type RequestEntry, RequestLog } from './request-log.ts';

export interface ServerOptions {
  readonly clock: Clock;
  readonly faults: FaultPorts;
  /** Absent or 0: a free port. */
  readonly port?: number;
}

export interface RunningServer {
  readonly baseUrl: string;
  readonly requests: RequestLog;
  /** Ends at once, cutting calls that hang. */
  close(): Promise<void>;
}

interface Call {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly entry: RequestEntry;
}

/** Longer than any client keeps a connection idle, so that a cut connection is always a fault somebody asked for. */
const KEEP_ALIVE_TIMEOUT_MS = 600_000;

/** Serves one organisation on loopback and applies its faults around `handle`. */
export async function startServer(organisation: HttpDoor, options: ServerOptions): Promise<RunningServer> {
  const requests = new RequestLog();
  const server = createServer((incoming, outgoing) => {
    const { path, head } = readHead(incoming);
    const entry = requests.start(head.method, path, options.clock.now());
    outgoing.once('close', () => requests.finish());
    serve({ incoming, outgoing, entry }, head, organisation, options).catch((error: unknown) => {
      if (incoming.errored !== null || outgoing.destroyed) return;
      entry.bug = error instanceof Error ? (error.stack ?? error.message) : String(error);
      send(
        { incoming, outgoing, entry },
        { status: 500, body: { error: { type: 'sandbox_bug', message: entry.bug } } },
      );
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}`, requests, close: () => close(server) };
}

async function serve(
  call: Call,
  head: SandboxRequest,
  organisation: HttpDoor,
  options: ServerOptions,
): Promise<void> {
  const { clock, faults } = options;
  const subject: FaultSubject = {
    method: head.method,
    path: head.path,
    isWrite: isWriteRequest(organisation, head),
  };
  const rule = faults.decide(subject);
  if (rule !== null) call.entry.faultId = rule.id;
  if (rule?.port === 'before-receive') return strike(call, rule, null);

  const request = { ...head, body: await readBody(call.incoming) };
  const latencyMs = faults.nextLatencyMs();
  if (latencyMs > 0) await clock.sleep(latencyMs);
  const maintenance = faults.maintenanceAt(clock.now(), subject);
  if (maintenance !== null) return send(call, maintenanceAnswer(maintenance, head.path));
  const limit = faults.rateLimitAt(clock.now(), subject);
  if (limit !== null) return send(call, rateLimitAnswer(organisation, request, limit, clock.now()));

  if (rule?.port === 'after-receive') {
    if (typeof rule.action === 'object') organisation.answerReplaced?.(request, rule.action);
    return strike(call, rule, null);
  }
  const response = await organisation.handle(request);
  if (rule === null) return send(call, response);
  if (typeof rule.action === 'object') organisation.answerReplaced?.(request, rule.action);
  return strike(call, rule, response);
}

/** Lets the rule strike. With a response at the port `during-response`, its head and half its body leave first. */
function strike(call: Call, rule: FaultRule, response: SandboxResponse | null): void {
  if (typeof rule.action === 'object') return send(call, rule.action);
  if (rule.port !== 'during-response' || response === null) {
    if (rule.action === 'reset') call.incoming.socket.resetAndDestroy();
    return;
  }
  const payload = toPayload(response);
  call.outgoing.writeHead(response.status, payload.headers);
  const half = payload.body.subarray(0, Math.floor(payload.body.length / 2));
  call.outgoing.flushHeaders();
  call.outgoing.write(half, () => {
    if (rule.action === 'reset') call.incoming.socket.destroy();
  });
}

function send(call: Call, response: SandboxResponse): void {
  if (call.outgoing.destroyed || call.outgoing.headersSent) return;
  call.entry.status = response.status;
  const payload = toPayload(response);
  call.outgoing.writeHead(response.status, payload.headers);
  call.outgoing.end(call.entry.method === 'HEAD' ? undefined : payload.body);
}

function toPayload(response: SandboxResponse): { headers: Record<string, string | string[]>; body: Buffer } {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(response.headers ?? {})) {
    headers[name.toLowerCase()] = typeof value === 'string' ? value : [...value];
  }
  const { body } = response;
  let bytes: Buffer;
  if (body === undefined) bytes = Buffer.alloc(0);
  else if (Buffer.isBuffer(body)) bytes = body;
  else if (typeof body === 'string') bytes = Buffer.from(body, 'utf8');
  else {
    bytes = Buffer.from(JSON.stringify(body), 'utf8');
    headers['content-type'] ??= 'application/json';
  }
  if (response.status !== 204 && response.status !== 304) headers['content-length'] = String(bytes.length);
  return { headers, body: bytes };
}

function readHead(incoming: IncomingMessage): { path: string; head: SandboxRequest } {
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const query = new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1));
  return { path, head: { method: incoming.method ?? 'GET', path, query, headers, body: Buffer.alloc(0) } };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
