import { create } from 'zustand';

/** What may lie over the screen; one at a time. */
export type Layer = 'palette' | 'keys' | 'period' | 'entity' | 'person' | 'jobs';

interface Layers {
  readonly open: Layer | null;
}

const useLayers = create<Layers>(() => ({ open: null }));

export function openLayer(layer: Layer): void {
  useLayers.setState({ open: layer });
}

export function closeLayer(): void {
  useLayers.setState({ open: null });
}

/** Whether a layer is open, with a setter in the shape that dialogs and menus take. */
export function useLayer(layer: Layer): readonly [isOpen: boolean, setOpen: (isOpen: boolean) => void] {
  const isOpen = useLayers(({ open }) => open === layer);
  return [isOpen, (next) => (next ? openLayer(layer) : isOpen && closeLayer())];
}
