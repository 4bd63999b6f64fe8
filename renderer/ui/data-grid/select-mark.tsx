import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from '../icon.tsx';

interface SelectMarkProps {
  readonly state: 'all' | 'some' | 'none';
  /** What the mark says, for screen readers; left out where the cell itself says it, which costs less. */
  readonly label?: string;
}

/** A check box as a drawing with words: its cell has the focus, the grid has the keys and the clicks. */
export function SelectMark({ state, label }: SelectMarkProps): ReactNode {
  return (
    <span className="grid-check" data-state={state}>
      {state === 'none' ? null : <Icon icon={state === 'all' ? Check : Minus} size={12} />}
      {label === undefined ? null : <span className="sr-only">{label}</span>}
    </span>
  );
}
