import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { toInstant } from '../base/clock.ts';
import { type Log, silentLog } from '../base/log.ts';
import { type Core, createCore, databaseFile } from '../app/create-core.ts';
import { type ActingRequest, actingPerson } from '../app/router/acting-person.ts';
import { ExpectedFailure } from '../app/router/api-error.ts';
import { type Keystore, openKeystore } from '../app/router/sign-decisions.ts';
import { createSecretFiles } from '../app/secret-files.ts';
import type { Arguments } from './arguments.ts';
import type { CommandContext } from './command.ts';
import { CommandFailure } from './command-failure.ts';
import { type ApiClient, createLocalClient } from './local-client.ts';
import { showProgress } from './show-progress.ts';
import { createStderrLog } from './stderr-log.ts';
import { createSystemClock } from './system-clock.ts';
import { createSystemRandom } from './system-random.ts';
import type { Terminal } from './terminal.ts';
import { terminalSession } from './terminal-session.ts';
import { placesOf, type WorkspacePlaces } from './workspace-places.ts';

export interface OpenWorkspace {
  readonly client: ApiClient;
  readonly person: string;
  readonly keystore: Keystore;
  readonly workspaceId: string;
}

export function keystoreOf(places: WorkspacePlaces): Keystore {
  const opened = openKeystore(places.keys, places.folder, process.platform !== 'win32');
  if (!opened.ok) throw new CommandFailure(opened.error);
  return opened.value;
}

/** Opens the workspace of the arguments and lets the person in who acts. Close it again. */
export async function openWorkspace(
  context: CommandContext,
  request: Omit<ActingRequest, 'wanted'>,
): Promise<OpenWorkspace & { close(): Promise<void> }> {
  const { args, terminal } = context;
  const places = placesOf(args, terminal);
  const keystore = keystoreOf(places);
  const core = openCore(places, logOf(args, terminal));
  const wanted = args.text('as') ?? (terminal.env['TIEOUT_AS'] || null);
  const person = actingPerson(core, keystore, { ...request, wanted });
  if (!person.ok) {
    await core.close();
    throw new CommandFailure(person.error);
  }
  const client = createLocalClient(core, terminalSession(person.value, keystore), {
    log: logOf(args, terminal),
    onProgress: (progress) => showProgress(context.progress, progress),
  });
  const { workspaceId } = core;
  return { client, person: person.value, keystore, workspaceId, close: () => core.close() };
}

export function logOf(args: Arguments, terminal: Terminal): Log {
  return args.flag('verbose') ? createStderrLog(terminal.stderr) : silentLog;
}

export function openCore(places: WorkspacePlaces, log: Log): Core {
  if (!existsSync(join(places.folder, databaseFile))) {
    throw new CommandFailure({
      code: 'WORKSPACE_MISSING',
      message: 'There is no workspace here.',
      where: places.folder,
      fix: 'Check the path, or create one with `tieout init`.',
    });
  }
  const core = whereReadable(places.folder, () => openedCore(places, log));
  if (!core.ok) throw new CommandFailure(core.error);
  return core.value;
}

function openedCore(places: WorkspacePlaces, log: Log) {
  return createCore({
    folder: places.folder,
    clock: createSystemClock,
    random: createSystemRandom(),
    log,
    holder: { name: 'tieout', processId: process.pid, since: toInstant(createSystemClock().now()) },
    secret: (connectionId, name) => readSecret(places.secrets, connectionId, name),
  });
}

function readSecret(folder: string, connectionId: string, name: string): Promise<string> {
  try {
    return Promise.resolve(createSecretFiles(folder).read(connectionId, name));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    const failure = {
      code: 'SECRET_MISSING',
      message: `The secret "${name}" of connection ${connectionId} is not on this machine.`,
      where: join(folder, `${connectionId}.${name}`),
      fix: 'Put it into that file, readable by you alone.',
    };
    return Promise.reject(new ExpectedFailure(failure));
  }
}

/** What the file system or the database says against opening is the workspace's trouble, not a bug. */
function whereReadable<T>(folder: string, open: () => T): T {
  try {
    return open();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (!/^(?:SQLITE_|E[A-Z]+$)/.test(String(code))) throw cause;
    throw new CommandFailure({
      code: 'STORAGE_UNREADABLE',
      message: `The workspace cannot be opened: ${message}`,
      where: folder,
      fix: 'Check that the folder is a workspace on a local disk and that you may read and write it.',
    });
  }
}
