import type { AppUpdater } from 'electron-updater';
import type { Clock } from '#core/base/clock.ts';
import type { Log } from '#core/base/log.ts';
import type { UpdateState } from '../bridge/desktop-bridge.ts';
import type { DesktopPolicy } from './desktop-policy.ts';

const firstCheckMs = 60_000;
const checkEveryMs = 6 * 60 * 60_000;
const lookAgainMs = 1_000;

/** What of the updater is used. */
export type Updater = Pick<
  AppUpdater,
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'allowDowngrade'
  | 'allowPrerelease'
  | 'setFeedURL'
  | 'checkForUpdates'
  | 'downloadUpdate'
  | 'quitAndInstall'
>;

export interface UpdatePorts {
  readonly policy: DesktopPolicy;
  readonly isPackaged: boolean;
  /** Loaded only where updates are on. */
  readonly load: () => Promise<Updater>;
  /** Long jobs and unanswered changes: nothing is installed while there are any. */
  readonly workUnderWay: () => number;
  /** Ends the core and lets the application go. */
  readonly prepareToQuit: () => Promise<void>;
  readonly onState: (state: UpdateState) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Updates from the internal server: found and fetched in the background, installed when a person says so and no work runs. */
export class Updates {
  readonly #ports: UpdatePorts;
  #state: UpdateState;
  #updater: Promise<Updater> | null = null;

  constructor(ports: UpdatePorts) {
    this.#ports = ports;
    const { policy, isPackaged } = ports;
    const whyOff = policy.updates.isOn ? 'This is not an installed application.' : policy.updates.why;
    this.#state =
      policy.updates.isOn && isPackaged
        ? { state: 'idle', detail: '', version: null }
        : { state: 'off', detail: whyOff, version: null };
  }

  get state(): UpdateState {
    return this.#state;
  }

  /** Looks now and then, for as long as the application runs. */
  async watch(signal: AbortSignal): Promise<void> {
    if (this.#state.state === 'off') return;
    const { clock } = this.#ports;
    await clock.sleep(firstCheckMs, signal);
    while (!signal.aborted) {
      await this.check();
      await clock.sleep(checkEveryMs, signal);
    }
  }

  /** Looks for an update and fetches it. */
  async check(): Promise<UpdateState> {
    if (this.#state.state !== 'idle' && this.#state.state !== 'failed') return this.#state;
    try {
      this.#tell({ state: 'checking', detail: 'Looking for an update …', version: null });
      const updater = await this.#load();
      const found = await updater.checkForUpdates();
      if (!found?.isUpdateAvailable) return this.#tell({ state: 'idle', detail: '', version: null });
      const { version } = found.updateInfo;
      this.#tell({ state: 'downloading', detail: `Fetching version ${version} …`, version });
      await updater.downloadUpdate();
      return this.#tell({ state: 'ready', detail: `Version ${version} is ready.`, version });
    } catch (cause) {
      this.#ports.log.write('warn', 'updates.failed', {
        name: cause instanceof Error ? cause.name : 'unknown',
      });
      return this.#tell({ state: 'failed', detail: 'The update server did not answer.', version: null });
    }
  }

  /** Installs what was fetched, as soon as no work is under way. */
  async restart(): Promise<UpdateState> {
    const { state, version } = this.#state;
    if (state !== 'ready') return this.#state;
    const { workUnderWay, clock, prepareToQuit } = this.#ports;
    if (workUnderWay() > 0) {
      this.#tell({ state: 'waiting', detail: 'The update waits for the work that is running.', version });
      while (workUnderWay() > 0) await clock.sleep(lookAgainMs);
    }
    const updater = await this.#load();
    await prepareToQuit();
    updater.quitAndInstall(false, true);
    return this.#state;
  }

  #load(): Promise<Updater> {
    this.#updater ??= this.#ports.load().then((updater) => {
      updater.autoDownload = false;
      updater.autoInstallOnAppQuit = false;
      updater.allowDowngrade = false;
      updater.allowPrerelease = false;
      const { url } = this.#ports.policy.updates;
      if (url !== null) updater.setFeedURL({ provider: 'generic', url });
      return updater;
    });
    return this.#updater;
  }

  #tell(state: UpdateState): UpdateState {
    this.#state = state;
    this.#ports.onState(state);
    return state;
  }
}
