import type { ComponentType, LazyExoticComponent } from 'react';
import type { ScreenId } from '#renderer/shell/scope/screens.ts';

type Screen = LazyExoticComponent<ComponentType>;

/** The component of each screen, fetched when it is first opened. */
export const screenComponents: Partial<Record<ScreenId, Screen>> = {};
