import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Core } from '#core/app/create-core.ts';
import { packReader } from '#core/app/packs/sealed-facts.ts';
import { createApi } from '#core/app/router/create-api.ts';
import type { Keystore } from '#core/app/router/sign-decisions.ts';
import type { Log } from '#core/base/log.ts';
import { CommandFailure } from '../command-failure.ts';
import { PersonSession } from '../person-session.ts';
import { createSystemClock } from '../system-clock.ts';
import { Door, sessionIdleMs } from './door.ts';
import { type RunningLoopback, startLoopbackServer } from './loopback-server.ts';
import type { RendererFiles } from './renderer-files.ts';

export interface CockpitOptions {
  readonly core: Core;
  readonly keystore: Keystore;
  readonly files: RendererFiles;
  readonly log: Log;
  readonly port: number;
  readonly address?: '127.0.0.1' | '::1';
  /** Given where the workspace is the sample company: asked to take it away. */
  readonly removeSample: (() => void) | null;
}

export interface Cockpit {
  readonly origin: string;
  /** An address that opens the cockpit once, within a minute. Earlier ones no longer work. */
  newLink(): string;
  /** When the windows that know it is over have asked their last; within seconds in any case. */
  whenQuiet(): Promise<void>;
  close(): Promise<void>;
}

/** Puts one open workspace behind the loopback door. */
export async function startCockpit(options: CockpitOptions): Promise<Cockpit> {
  const { core, log } = options;
  const clock = createSystemClock();
  const version = productVersion();
  const door: Door<PersonSession> = new Door(clock, (endsAtMs) => {
    const session: PersonSession = new PersonSession({
      host: 'headless',
      version,
      keystore: options.keystore,
      clock,
      endsAtMs,
      idleMs: sessionIdleMs,
      removeSample: options.removeSample,
      reader: core.sealed === null ? null : packReader,
      onClose: () => door.close(session),
    });
    return session;
  });
  const server = await listening(() =>
    startLoopbackServer({
      api: createApi(core, { log }),
      files: options.files,
      door,
      log,
      port: options.port,
      address: options.address ?? '127.0.0.1',
    }),
  );
  return {
    origin: server.origin,
    whenQuiet: () => server.whenQuiet(),
    newLink: () => `${server.origin}/#code=${door.issueCode()}`,
    async close() {
      door.closeAll();
      await server.close();
    },
  };
}

async function listening(start: () => Promise<RunningLoopback>): Promise<RunningLoopback> {
  try {
    return await start();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw cause;
    throw new CommandFailure({
      code: 'PORT_IN_USE',
      message: `The port cannot be opened: ${message}.`,
      where: '--port',
      fix: 'Leave --port out, or give another one.',
    });
  }
}

function productVersion(): string {
  const path = fileURLToPath(new URL('../../../package.json', import.meta.url));
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string }).version;
}
