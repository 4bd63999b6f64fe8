import { Radio } from '@base-ui/react/radio';
import { RadioGroup as Base } from '@base-ui/react/radio-group';
import { type ReactNode, useId } from 'react';
import type { Option } from './select.tsx';

interface RadioGroupProps<Value extends string> {
  readonly label: string;
  /** Kept for screen readers where the heading beside it says the same. */
  readonly isLabelHidden?: boolean;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly Option<Value>[];
  /** Side by side, for two or three short words. */
  readonly isInline?: boolean;
}

/** One of a few, all in sight. */
export function RadioGroup<Value extends string>({
  label,
  isLabelHidden = false,
  value,
  onChange,
  options,
  isInline = false,
}: RadioGroupProps<Value>): ReactNode {
  const id = useId();
  return (
    <div>
      <p id={id} className={isLabelHidden ? 'sr-only' : 'mb-1 text-sm font-medium'}>
        {label}
      </p>
      <Base
        aria-labelledby={id}
        value={value}
        onValueChange={(next) => onChange(next)}
        className={isInline ? 'flex flex-wrap gap-x-5' : 'flex flex-col'}
      >
        {options.map((option) => (
          <label key={option.value} className="flex min-h-6 items-start gap-2 py-0.5">
            <span className="flex h-5 items-center">
              <Radio.Root
                value={option.value}
                className="flex size-4 items-center justify-center rounded-full border border-control bg-surface data-checked:border-accent-fill data-checked:bg-accent-fill"
              >
                <Radio.Indicator className="size-1.5 rounded-full bg-on-accent" />
              </Radio.Root>
            </span>
            <span>
              {option.label}
              {option.about === undefined ? null : (
                <span className="block text-sm text-muted">{option.about}</span>
              )}
            </span>
          </label>
        ))}
      </Base>
    </div>
  );
}
