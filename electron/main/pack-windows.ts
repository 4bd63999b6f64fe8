import type { Dialog, UtilityProcess } from 'electron';
import type { Log } from '#core/base/log.ts';
import type { CockpitWindow } from './cockpit-window.ts';
import { CoreSupervisor, type SupervisorPorts } from './core-supervisor.ts';
import { shownName } from './pack-file.ts';
import type { Seat, Seats } from './seat.ts';

export interface PackWindowPorts extends Pick<SupervisorPorts, 'createChannel' | 'clock'> {
  readonly seats: Seats;
  readonly fork: () => UtilityProcess;
  /** A window of its own; told when it was closed. */
  readonly window: (name: string, onClosed: () => void) => CockpitWindow;
  readonly seat: (cockpit: CockpitWindow, supervisor: CoreSupervisor) => Seat;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly version: string;
  readonly log: Log;
}

/**
 * Opens sealed packs, each in a window of its own with a core process of its own, which is given the file and nothing else: no
 * workspace, no key, no secret. There is no window before the seal was proved.
 */
export class PackWindows {
  readonly #ports: PackWindowPorts;
  readonly #open = new Map<string, Seat>();
  #opened = 0;

  constructor(ports: PackWindowPorts) {
    this.#ports = ports;
  }

  /** Opens a pack, or shows the window that reads it already. */
  open(path: string): void {
    const there = this.#open.get(path);
    if (there) {
      there.cockpit.show(null);
      return;
    }
    const { seats, version, log } = this.#ports;
    this.#opened += 1;
    const cockpit = this.#ports.window(`pack-${this.#opened}`, () => this.#close(path));
    const supervisor = new CoreSupervisor({
      ...this.#ports,
      openOrder: () => Promise.resolve({ kind: 'openPack', path, version }),
      secret: () => Promise.resolve(null),
      onReady: () => cockpit.show(null),
      onSampleRemoved: () => {},
      onState: (state) => {
        cockpit.tell('coreState', state);
        if (state.state === 'stopped' && state.detail !== '') void this.#refused(path, state.detail);
      },
    });
    const seat = this.#ports.seat(cockpit, supervisor);
    this.#open.set(path, seat);
    seats.add(seat);
    log.write('info', 'pack.opening');
    supervisor.start();
  }

  /** It is not as it was sealed, or cannot be read: said, and nothing of it is shown. */
  async #refused(path: string, detail: string): Promise<void> {
    const { dialog, log } = this.#ports;
    log.write('warn', 'pack.refused');
    this.#close(path);
    await dialog.showMessageBox({
      type: 'error',
      message: 'The sealed pack is not opened.',
      detail: `${shownName(path)}: ${detail}`,
      buttons: ['Close'],
    });
  }

  #close(path: string): void {
    const seat = this.#open.get(path);
    if (!seat) return;
    this.#open.delete(path);
    this.#ports.seats.remove(seat);
    seat.cockpit.window?.destroy();
    void seat.supervisor.stop();
  }
}
