import { screens } from '#renderer/shell/scope/screens.ts';

/** The address of every screen, in the order of the rail. */
export const screenAddresses: readonly string[] = screens.map(({ id }) => id);
