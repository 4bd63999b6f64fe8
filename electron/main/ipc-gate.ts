import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import type { Clock } from '#core/base/clock.ts';
import type { Log } from '#core/base/log.ts';
import { invokeChannel, type InvokeName, invokeNames } from '../bridge/channel-names.ts';
import { channels, type Handlers } from '../bridge/channels.ts';
import { appOrigin } from '../bridge/app-address.ts';
import { limitRefusal } from './message-limits.ts';
import { RateLimit } from './rate-limit.ts';

export interface GatePorts {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>;
  /** What main does for the page of a window; null for one that may not ask. */
  readonly handlersOf: (contents: WebContents) => Handlers | null;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a page is told when it is refused: nothing about how or where. */
export class Refused extends Error {
  override readonly name = 'Refused';
  // An error crosses to the page with its stack: there is none.
  override stack = '';
}

type AnyHandler = (...args: readonly unknown[]) => Promise<unknown>;

/**
 * Puts every channel of the table behind the same checks, in this order: who sends (read before anything else happens, since a frame
 * may be gone a moment later), how large and deep, how often, and its exact shape. Anything else is refused, logged by its kind
 * and answered with a word.
 */
export function openGate(ports: GatePorts): () => void {
  const { ipcMain, clock, log } = ports;
  for (const name of invokeNames) {
    const limit = new RateLimit(channels[name].rate, clock);
    const refuse = (why: string): never => {
      log.write('warn', 'ipc.refused', { channel: name, why });
      throw new Refused('refused');
    };
    ipcMain.handle(invokeChannel(name), async (event: IpcMainInvokeEvent, ...args: unknown[]) => {
      const wrong = senderRefusal(event);
      if (wrong !== null) return refuse(wrong);
      const handlers = ports.handlersOf(event.sender);
      if (handlers === null) return refuse('window');
      const tooMuch = limitRefusal(args);
      if (tooMuch !== null) return refuse(tooMuch);
      if (!limit.take()) return refuse('too-often');
      const checked = channels[name].input.safeParse(args);
      if (!checked.success) return refuse('shape');
      return run(name, handlers, checked.data, log);
    });
  }
  return () => {
    for (const name of invokeNames) ipcMain.removeHandler(invokeChannel(name));
  };
}

/** Why this sender may not ask, or null. Everything is read synchronously. */
function senderRefusal(event: IpcMainInvokeEvent): string | null {
  const frame = event.senderFrame;
  if (frame === null) return 'no-frame';
  if (frame.detached || frame.isDestroyed()) return 'detached';
  if (frame.parent !== null || frame.top !== frame) return 'sub-frame';
  return frame.origin === appOrigin ? null : 'origin';
}

async function run(
  name: InvokeName,
  handlers: Handlers,
  args: readonly unknown[],
  log: Log,
): Promise<unknown> {
  try {
    return await (handlers[name] as AnyHandler)(...args);
  } catch (cause) {
    if (cause instanceof Refused) throw cause;
    log.write('error', 'ipc.broke', { channel: name, name: cause instanceof Error ? cause.name : 'unknown' });
    throw new Refused('failed');
  }
}
