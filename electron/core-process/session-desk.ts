import { createHash, randomBytes } from 'node:crypto';
import { type Api, apiPath } from '#core/app/router/create-api.ts';
import type { PersonSession } from '#core/host/person-session.ts';

const secretBytes = 32;
/** Waiting for changes: it goes on without anyone doing anything. */
const waitingPath = `${apiPath}/changes.since`;

/** The sessions of this core's windows: who asks is known by the secret that a request carries, and by nothing else in it. */
export class SessionDesk {
  readonly #api: Api;
  readonly #make: (close: () => void) => PersonSession;
  /** By the hash of their secret: looking one up takes the same time whatever was guessed. */
  readonly #sessions = new Map<string, PersonSession>();

  constructor(api: Api, make: (close: () => void) => PersonSession) {
    this.#api = api;
    this.#make = make;
  }

  /** The secret of a new session, in which nobody is signed in yet. It is never written down. */
  open(taken: string | null = null): string {
    const secret = taken ?? randomBytes(secretBytes).toString('base64url');
    this.#sessions.set(
      hashOf(secret),
      this.#make(() => this.close(secret)),
    );
    return secret;
  }

  /** From here on the secret is worth nothing, and what is still being answered for it is dropped. */
  close(secret: string): void {
    const key = hashOf(secret);
    const session = this.#sessions.get(key);
    this.#sessions.delete(key);
    session?.end();
  }

  closeAll(): void {
    for (const session of this.#sessions.values()) session.end();
    this.#sessions.clear();
  }

  async answer(request: Request): Promise<Response> {
    if (request.method === 'POST') {
      const [type = ''] = (request.headers.get('content-type') ?? '').split(';');
      if (type.trim().toLowerCase() !== 'application/json') return refuse(415, 'type');
    }
    const secret = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(request.headers.get('authorization') ?? '')?.[1];
    const session = secret === undefined ? undefined : this.#sessions.get(hashOf(secret));
    if (!session) return refuse(401, 'session');
    if (new URL(request.url).pathname !== waitingPath) session.touch();
    const signal = AbortSignal.any([request.signal, session.ended]);
    return this.#api(new Request(request, { signal }), session);
  }
}

function refuse(status: number, reason: string): Response {
  return Response.json({ refused: reason }, { status });
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
