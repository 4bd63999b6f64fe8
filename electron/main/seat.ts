import type { WebContents } from 'electron';
import type { Handlers } from '../bridge/channels.ts';
import type { MenuEntry } from '../bridge/desktop-bridge.ts';
import type { CockpitWindow } from './cockpit-window.ts';
import type { CoreSupervisor } from './core-supervisor.ts';

/** A window with the core that answers it. The workspace has one; every sealed pack that is open has one of its own. */
export interface Seat {
  readonly cockpit: CockpitWindow;
  readonly supervisor: CoreSupervisor;
  /** What main does for its page. */
  readonly handlers: Handlers;
  /** The menu that its page made last. */
  menu: readonly MenuEntry[];
}

/** Every window that is open, and who answers whom: a page reaches its own core and no other. */
export class Seats {
  readonly #seats: Seat[] = [];
  #front: CockpitWindow | null = null;

  add(seat: Seat): void {
    this.#seats.push(seat);
  }

  remove(seat: Seat): void {
    const at = this.#seats.indexOf(seat);
    if (at >= 0) this.#seats.splice(at, 1);
  }

  all(): readonly Seat[] {
    return [...this.#seats];
  }

  /** The person turned to this window. */
  turnTo(cockpit: CockpitWindow): void {
    this.#front = cockpit;
  }

  /** Whether what belongs to the window in front, as the menu, is this one's. */
  isInFront(cockpit: CockpitWindow): boolean {
    return this.#front === null || this.#front === cockpit;
  }

  /** What main does for this page, or null for one that is none of ours. */
  handlersOf(contents: WebContents): Handlers | null {
    return this.#seats.find(({ cockpit }) => cockpit.window?.webContents === contents)?.handlers ?? null;
  }

  /** The core that gave out the secret of a request; the workspace's where there is none, which refuses it. */
  coreOf(request: Request): CoreSupervisor | undefined {
    const authorization = request.headers.get('authorization') ?? '';
    const holder = this.#seats.find(({ supervisor }) => supervisor.gaveOut(authorization));
    return (holder ?? this.#seats[0])?.supervisor;
  }
}
