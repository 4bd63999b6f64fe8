import { CircleCheck, CircleX, Info, type LucideIcon, TriangleAlert } from 'lucide-react';

/** How good or bad something is. Never said by colour alone: every tone has a pictogram and stands beside a word. */
export type Tone = 'neutral' | 'info' | 'positive' | 'warning' | 'negative';

export const toneInk: Readonly<Record<Tone, string>> = {
  neutral: 'text-muted',
  info: 'text-info',
  positive: 'text-positive',
  warning: 'text-warning',
  negative: 'text-negative',
};

export const toneGround: Readonly<Record<Tone, string>> = {
  neutral: 'bg-sunken',
  info: 'bg-info-soft',
  positive: 'bg-positive-soft',
  warning: 'bg-warning-soft',
  negative: 'bg-negative-soft',
};

export const toneIcon: Readonly<Record<Tone, LucideIcon>> = {
  neutral: Info,
  info: Info,
  positive: CircleCheck,
  warning: TriangleAlert,
  negative: CircleX,
};
