import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Core, createCore, databaseFile } from '#core/app/create-core.ts';
import { stageOf } from '#core/app/jobs/job-stage.ts';
import { ExpectedFailure } from '#core/app/router/api-error.ts';
import { createSecretFiles } from '#core/app/secret-files.ts';
import { toInstant } from '#core/base/clock.ts';
import type { Log } from '#core/base/log.ts';
import { parseAccessFile } from '#core/host/access-file.ts';
import { CommandFailure } from '#core/host/command-failure.ts';
import { makeSampleWorkspace } from '#core/host/sample-month.ts';
import { createSystemClock } from '#core/host/system-clock.ts';
import { createSystemRandom } from '#core/host/system-random.ts';
import type { Order } from '../bridge/core-port.ts';

type OpenOrder = Extract<Order, { kind: 'open' }>;
type Places = OpenOrder['places'];

export interface OpenPorts {
  /** The secret that main keeps for a connection in the system's own store, or null. */
  readonly kept: (connectionId: string, name: string) => Promise<string | null>;
  readonly say: (detail: string) => void;
  readonly log: Log;
}

/** Opens the workspace of an order; a new sample company is made and synchronised once. Throws CommandFailure. */
export async function openOrdered(order: OpenOrder, ports: OpenPorts): Promise<Core> {
  const { places, sample } = order;
  if (sample === null || !sample.isNew) return openDatabase(places, ports);
  ports.say('Making a workspace for the sample company …');
  await makeSampleWorkspace(parseAccessFile(sample.access, 'sample company'), places);
  const core = openDatabase(places, ports);
  try {
    await core.synchronise({
      untilIdle: true,
      onProgress: (progress) => {
        const { stage, done } = stageOf(progress);
        ports.say(done > 0 ? `First sync: ${stage}, ${done}` : `First sync: ${stage}`);
      },
    });
  } catch (cause) {
    await core.close();
    throw cause;
  }
  return core;
}

/** Takes the sample company's files away; its core is closed. */
export function removeSampleFiles({ folder, keys }: Places): void {
  rmSync(folder, { recursive: true, force: true });
  rmSync(keys, { recursive: true, force: true });
}

function openDatabase(places: Places, { kept, log }: OpenPorts): Core {
  const { folder } = places;
  if (!existsSync(join(folder, databaseFile))) {
    throw new CommandFailure({
      code: 'WORKSPACE_MISSING',
      message: 'There is no workspace here.',
      where: folder,
      fix: 'Start the application with --workspace and the folder of one.',
    });
  }
  const opened = createCore({
    folder,
    clock: createSystemClock,
    random: createSystemRandom(),
    log,
    holder: { name: 'tieout desktop', processId: process.pid, since: toInstant(createSystemClock().now()) },
    secret: async (connectionId, name) =>
      (await kept(connectionId, name)) ?? fileSecret(places.secrets, connectionId, name),
  });
  if (!opened.ok) throw new CommandFailure(opened.error);
  return opened.value;
}

/** A secret in a file that only its owner reads, as the command line keeps it. */
function fileSecret(folder: string, connectionId: string, name: string): string {
  try {
    return createSecretFiles(folder).read(connectionId, name);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new ExpectedFailure({
      code: 'SECRET_MISSING',
      message: `The secret "${name}" of connection ${connectionId} is not on this machine.`,
      where: connectionId,
      fix: 'Enter it on the screen of connections, or put it into the folder of keys.',
    });
  }
}
