import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { useFormat } from './format-context.tsx';
import { Icon } from './icon.tsx';

/** A word that says something about a thing: a tag, a policy, an id's system. */
export function Chip({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <span className="inline-flex h-5 max-w-full items-center gap-1 rounded-sm border px-1.5 text-sm text-muted">
      {children}
    </span>
  );
}

interface FilterChipProps {
  readonly label: string;
  /** How many rows it leaves; the same number as the list's own. */
  readonly count?: number | undefined;
  readonly isOn: boolean;
  readonly onToggle: () => void;
}

/** A filter that is on or off, with how many it leaves. */
export function FilterChip({ label, count, isOn, onToggle }: FilterChipProps): ReactNode {
  const format = useFormat();
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onToggle}
      className={classes(
        'inline-flex h-6 max-w-full items-center gap-1.5 rounded-full border px-2.5 text-sm whitespace-nowrap',
        isOn ? 'border-accent bg-accent-soft text-accent' : 'border-rule-strong text-text hover:bg-hover',
      )}
    >
      {isOn ? <Icon icon={Check} size={12} /> : null}
      <span className="truncate">{label}</span>
      {count === undefined ? null : (
        <span className={isOn ? undefined : 'text-muted'}>{format.count(count)}</span>
      )}
    </button>
  );
}
