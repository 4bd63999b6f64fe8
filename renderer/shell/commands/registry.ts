import { useEffect, useLayoutEffect, useRef } from 'react';
import { create } from 'zustand';
import type { Command, CommandHandler } from './command.ts';

interface Registry {
  /** Every command of the product, mounted or not. */
  readonly catalogue: readonly Command[];
  /** What is mounted now; the newest handler of an id wins. */
  readonly handlers: ReadonlyMap<string, readonly HandlerSlot[]>;
}

interface HandlerSlot {
  /** Read at the moment of use, so that a handler sees the newest state without being registered again. */
  readonly handler: () => CommandHandler;
  readonly refusal: string | undefined;
}

export const useCommandRegistry = create<Registry>(() => ({ catalogue: [], handlers: new Map() }));

/** Said once at the start, by the composition of all areas. */
export function setCommandCatalogue(catalogue: readonly Command[]): void {
  const ids = new Set(catalogue.map(({ id }) => id));
  if (ids.size !== catalogue.length) throw new Error('two commands share an id');
  useCommandRegistry.setState({ catalogue });
}

/** From here on there is nothing that changes anything: not in palette and menu, not as a button, not as a key. */
export function leaveOutChanges(): void {
  useCommandRegistry.setState(({ catalogue }) => ({
    catalogue: catalogue.filter(({ isChange }) => isChange !== true),
  }));
}

/** Why a command cannot run now, or null when it can. `unbound` is a command of a screen that is not open. */
export function refusalOf(registry: Registry, id: string): string | null {
  const slot = registry.handlers.get(id)?.at(-1);
  if (!slot) return 'unbound';
  return slot.refusal ?? null;
}

/** Runs a command where it can be run; tells whether it ran. */
export function runCommand(id: string): boolean {
  const slot = useCommandRegistry.getState().handlers.get(id)?.at(-1);
  if (!slot) return false;
  const handler = slot.handler();
  if (handler.refusal !== undefined) return false;
  handler.run();
  return true;
}

type HandlersFor<Commands extends readonly Command[]> = Partial<
  Record<Commands[number]['id'], CommandHandler>
>;

/** Handles commands of an area while the calling component is mounted. */
export function useCommandHandlers<const Commands extends readonly Command[]>(
  _commands: Commands,
  handlers: HandlersFor<Commands>,
): void {
  const newest = useRef(handlers);
  useLayoutEffect(() => {
    newest.current = handlers;
  });
  // What others can see of the handlers; only when it changes is anything registered again.
  const shown = JSON.stringify(
    Object.entries<CommandHandler | undefined>(handlers).map(([id, one]) => [id, one?.refusal ?? null]),
  );
  useEffect(() => {
    const pairs = JSON.parse(shown) as readonly (readonly [string, string | null])[];
    const slots = pairs.map(([id, refusal]) => {
      const slot: HandlerSlot = {
        handler: () =>
          (newest.current as Readonly<Record<string, CommandHandler | undefined>>)[id] ?? { run: () => {} },
        refusal: refusal ?? undefined,
      };
      return [id, slot] as const;
    });
    change((map) => {
      for (const [id, slot] of slots) map.set(id, [...(map.get(id) ?? []), slot]);
    });
    return () =>
      change((map) => {
        for (const [id, slot] of slots) {
          const left = (map.get(id) ?? []).filter((other) => other !== slot);
          if (left.length === 0) map.delete(id);
          else map.set(id, left);
        }
      });
  }, [shown]);
}

function change(edit: (map: Map<string, readonly HandlerSlot[]>) => void): void {
  useCommandRegistry.setState(({ handlers }) => {
    const map = new Map(handlers);
    edit(map);
    return { handlers: map };
  });
}
