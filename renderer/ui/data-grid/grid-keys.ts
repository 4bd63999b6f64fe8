import type { GridMode } from './grid-props.ts';
import type { GridMove } from './grid-position.ts';

/** What a key asks of the grid. */
export type GridIntent =
  | { readonly kind: 'move'; readonly move: GridMove; readonly extends: boolean }
  | { readonly kind: 'select-all' }
  | { readonly kind: 'select-column' }
  | { readonly kind: 'select-row' }
  | { readonly kind: 'toggle-row' }
  | { readonly kind: 'activate' }
  | { readonly kind: 'escape' }
  | { readonly kind: 'menu' }
  | { readonly kind: 'copy-with-headers' }
  | { readonly kind: 'edit' }
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'clear' }
  | { readonly kind: 'fill-down' }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'resize'; readonly step: -1 | 1 }
  | { readonly kind: 'move-column'; readonly step: -1 | 1 };

/** The part of a keyboard event that matters. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly isComposing?: boolean;
}

const arrows: Readonly<Record<string, readonly [plain: GridMove, modified: GridMove]>> = {
  ArrowUp: ['up', 'top'],
  ArrowDown: ['down', 'bottom'],
  ArrowLeft: ['left', 'row-start'],
  ArrowRight: ['right', 'row-end'],
  Home: ['row-start', 'first'],
  End: ['row-end', 'last'],
  PageUp: ['page-up', 'page-up'],
  PageDown: ['page-down', 'page-down'],
};

/**
 * What a key press means, or null where it is none of the grid's business. In a triage grid letters, digits and F2 never are:
 * the command registry hears them.
 */
export function intentOf(press: KeyPress, mode: GridMode, isInHeader: boolean): GridIntent | null {
  if (press.isComposing === true) return null;
  const isModified = press.ctrlKey || press.metaKey;
  if (press.key === 'ContextMenu' || (press.key === 'F10' && press.shiftKey)) return { kind: 'menu' };
  if (press.altKey && !isTyped(press)) {
    return isInHeader && press.key === 'ArrowDown' && !isModified ? { kind: 'menu' } : null;
  }
  const arrow = arrows[press.key];
  if (arrow !== undefined) {
    if (isInHeader && press.shiftKey) return headerIntent(press.key, isModified);
    return { kind: 'move', move: arrow[isModified ? 1 : 0], extends: press.shiftKey };
  }
  if (press.key === ' ') return spaceIntent(press, isModified, mode, isInHeader);
  if (isModified && !isTyped(press)) return modifiedIntent(press, mode);
  if (press.key === 'Enter') return press.shiftKey ? null : { kind: 'activate' };
  if (press.key === 'Escape') return { kind: 'escape' };
  return mode === 'edit' && !isInHeader ? editIntent(press) : null;
}

/** Alt Graph writes characters with Control and Alt down, so what was typed decides. */
function isTyped({ key, ctrlKey, altKey, metaKey }: KeyPress): boolean {
  return /^.$/u.test(key) && !metaKey && ctrlKey === altKey;
}

function headerIntent(key: string, isModified: boolean): GridIntent | null {
  const step = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : null;
  if (step === null) return null;
  return isModified ? { kind: 'move-column', step } : { kind: 'resize', step };
}

function spaceIntent(
  { shiftKey, altKey }: KeyPress,
  isModified: boolean,
  mode: GridMode,
  isInHeader: boolean,
): GridIntent | null {
  if (altKey) return null;
  if (isModified) return shiftKey ? null : { kind: 'select-column' };
  if (isInHeader) return { kind: 'activate' };
  if (shiftKey) return { kind: 'select-row' };
  return mode === 'triage' ? { kind: 'toggle-row' } : { kind: 'type', text: ' ' };
}

function modifiedIntent({ key, shiftKey }: KeyPress, mode: GridMode): GridIntent | null {
  const letter = key.toLowerCase();
  if (letter === 'a' && !shiftKey) return { kind: 'select-all' };
  if (letter === 'c' && shiftKey) return { kind: 'copy-with-headers' };
  if (mode !== 'edit') return null;
  if (letter === 'd' && !shiftKey) return { kind: 'fill-down' };
  if (letter === 'z') return { kind: shiftKey ? 'redo' : 'undo' };
  return letter === 'y' && !shiftKey ? { kind: 'redo' } : null;
}

function editIntent(press: KeyPress): GridIntent | null {
  if (press.key === 'F2') return { kind: 'edit' };
  if (press.key === 'Delete' || press.key === 'Backspace') return { kind: 'clear' };
  // An input method announces itself this way: the editor must be open before it composes.
  if (press.key === 'Process') return { kind: 'type', text: '' };
  return isTyped(press) ? { kind: 'type', text: press.key } : null;
}
