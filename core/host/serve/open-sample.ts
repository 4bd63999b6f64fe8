import { existsSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Core } from '#core/app/create-core.ts';
import { stageOf } from '#core/app/jobs/job-stage.ts';
import type { Log } from '#core/base/log.ts';
import { openCore } from '../open-workspace.ts';
import { makeSampleWorkspace } from '../sample-month.ts';
import { type SandboxProcess, startSandboxProcess } from '../sandbox-process.ts';
import type { WorkspacePlaces } from '../workspace-places.ts';

export interface OpenSample {
  readonly core: Core;
  readonly places: WorkspacePlaces;
  /** Closes the workspace and ends the organisations; nothing of them is kept beyond this run. */
  close(): Promise<void>;
  /** Takes everything of the sample off this machine; to be called after it was closed. */
  remove(): void;
}

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));

/** Where the sample company lies when nobody says where. */
export function samplePlaces(): WorkspacePlaces {
  const folder = join(projectRoot, '.tieout', 'sample');
  return { folder, keys: `${folder}.keys`, secrets: join(`${folder}.keys`, 'secrets') };
}

/**
 * Three simulated organisations with the sample company, a fresh workspace on them, and its first sync done: what may go by
 * itself is posted, the rest waits for people.
 */
export async function openSample(
  places: WorkspacePlaces,
  log: Log,
  say: (text: string) => void,
  signal: AbortSignal,
  sandboxArgs: readonly string[] = [],
): Promise<OpenSample> {
  say('starting Salesforce, Stripe and NetSuite with the sample company');
  const sandbox = await startSandboxProcess(sandboxArgs);
  try {
    say('making a workspace on them');
    await makeSampleWorkspace(sandbox.access, places);
    const core = openCore(places, log);
    try {
      await core.synchronise({
        untilIdle: true,
        signal,
        onProgress: (progress) => {
          const { stage, done } = stageOf(progress);
          say(done > 0 ? `first sync: ${stage}, ${done}` : `first sync: ${stage}`);
        },
      });
      signal.throwIfAborted();
    } catch (cause) {
      await core.close();
      throw cause;
    }
    return opened(core, places, sandbox);
  } catch (cause) {
    await sandbox.stop();
    throw cause;
  }
}

function opened(core: Core, places: WorkspacePlaces, sandbox: SandboxProcess): OpenSample {
  return {
    core,
    places,
    async close() {
      await core.close();
      await sandbox.stop();
    },
    remove() {
      rmSync(places.folder, { recursive: true, force: true });
      rmSync(places.keys, { recursive: true, force: true });
      removeIfEmpty(dirname(places.folder));
    },
  };
}

/** The folder that only ever held the sample goes with it; one with anything else in it stays. */
function removeIfEmpty(folder: string): void {
  if (!existsSync(folder) || folder !== dirname(samplePlaces().folder)) return;
  try {
    rmdirSync(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw cause;
  }
}
