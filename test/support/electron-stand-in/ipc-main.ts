import { encodeText } from './clone-text.ts';
import { refuse } from './strict.ts';

type Handler = (event: unknown, ...args: unknown[]) => unknown;

const handlers = new Map<string, Handler>();

export const ipcMain = {
  handle(channel: string, handler: Handler): void {
    if (handlers.has(channel)) refuse(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, handler);
  },
  removeHandler(channel: string): void {
    handlers.delete(channel);
  },
};

/** Runs the handler of a channel and gives what the page hears, in Electron's words where it fails. */
export async function answerInvoke(
  channel: string,
  event: unknown,
  args: readonly unknown[],
): Promise<{ readonly value: unknown } | { readonly thrown: string }> {
  const handler = handlers.get(channel);
  if (handler === undefined) {
    return {
      thrown: `Error invoking remote method '${channel}': Error: No handler registered for '${channel}'`,
    };
  }
  try {
    return { value: encodeText(await handler(event, ...args)) };
  } catch (cause) {
    return { thrown: `Error invoking remote method '${channel}': ${String(cause)}` };
  }
}
