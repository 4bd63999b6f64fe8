import { Switch as Base } from '@base-ui/react/switch';
import { type ReactNode, useId } from 'react';

interface SwitchProps {
  readonly label: string;
  readonly description?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly refusal?: string | undefined;
}

/** A setting that takes effect at once. */
export function Switch({ label, description, isOn, onChange, refusal }: SwitchProps): ReactNode {
  const id = useId();
  const about = refusal ?? description;
  return (
    <div className="flex min-h-6 items-start justify-between gap-4">
      <span className="min-w-0 py-0.5">
        <label htmlFor={id}>{label}</label>
        {about === undefined ? null : (
          <span id={`${id}-about`} className="block text-sm text-muted">
            {about}
          </span>
        )}
      </span>
      <span className="flex h-6 items-center">
        <Base.Root
          id={id}
          checked={isOn}
          disabled={refusal !== undefined}
          onCheckedChange={onChange}
          aria-describedby={about === undefined ? undefined : `${id}-about`}
          className="flex h-4 w-7 items-center rounded-full border border-control bg-control p-px data-checked:border-accent-fill data-checked:bg-accent-fill data-disabled:border-rule-strong data-disabled:bg-rule-strong"
        >
          <Base.Thumb className="size-3 rounded-full bg-surface transition-transform duration-100 data-checked:translate-x-3" />
        </Base.Root>
      </span>
    </div>
  );
}
