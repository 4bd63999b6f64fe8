import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check, Minus } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Icon } from './icon.tsx';

interface CheckboxProps {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly description?: string;
  readonly isChecked: boolean;
  /** Some of what it stands for. */
  readonly isMixed?: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly refusal?: string | undefined;
}

/** Something that is so or not, taken over when the form is. */
export function Checkbox({
  label,
  isLabelHidden = false,
  description,
  isChecked,
  isMixed = false,
  onChange,
  refusal,
}: CheckboxProps): ReactNode {
  const id = useId();
  const about = refusal ?? description;
  return (
    <div className="flex min-h-6 items-start gap-2">
      <span className="flex h-6 items-center">
        <Base.Root
          id={id}
          checked={isChecked}
          indeterminate={isMixed}
          disabled={refusal !== undefined}
          onCheckedChange={onChange}
          aria-describedby={about === undefined ? undefined : `${id}-about`}
          className="flex size-4 items-center justify-center rounded-sm border border-control bg-surface text-on-accent data-checked:border-accent-fill data-checked:bg-accent-fill data-disabled:border-rule-strong data-disabled:bg-sunken data-disabled:text-muted data-indeterminate:border-accent-fill data-indeterminate:bg-accent-fill"
        >
          <Base.Indicator>
            <Icon icon={isMixed ? Minus : Check} size={12} />
          </Base.Indicator>
        </Base.Root>
      </span>
      <span className={isLabelHidden ? 'sr-only' : 'min-w-0 py-0.5'}>
        <label htmlFor={id}>{label}</label>
        {about === undefined ? null : (
          <span id={`${id}-about`} className="block text-sm text-muted">
            {about}
          </span>
        )}
      </span>
    </div>
  );
}
