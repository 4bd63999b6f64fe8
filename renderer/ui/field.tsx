import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';

export interface FieldWords {
  readonly label: string;
  /** Kept for screen readers where the place says what it is, such as a filter. */
  readonly isLabelHidden?: boolean;
  /** What to write, under the field. */
  readonly description?: ReactNode;
  /** What is wrong and how to put it right; marks the field. */
  readonly error?: string | undefined;
}

/** What ties a control to its words. */
export interface FieldControl {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

export const controlLook =
  'w-full min-w-0 rounded-md border border-control bg-surface px-2 text-text aria-invalid:border-negative ' +
  'disabled:border-rule disabled:bg-sunken disabled:text-muted ' +
  'focus-visible:outline-offset-0';

interface FieldProps extends FieldWords {
  readonly className?: string | undefined;
  readonly children: (control: FieldControl) => ReactNode;
}

/** A control with its label, its description and what is wrong with it. */
export function Field({
  label,
  isLabelHidden = false,
  description,
  error,
  className,
  children,
}: FieldProps): ReactNode {
  const id = useId();
  const describedBy = [
    description === undefined ? '' : `${id}-about`,
    error === undefined ? '' : `${id}-error`,
  ]
    .filter((part) => part !== '')
    .join(' ');
  return (
    <div className={classes('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': describedBy === '' ? undefined : describedBy,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {description === undefined ? null : (
        <p id={`${id}-about`} className="text-sm text-muted">
          {description}
        </p>
      )}
      {error === undefined ? null : (
        <p id={`${id}-error`} role="alert" className="flex items-start gap-1 text-sm text-negative">
          <Icon icon={CircleAlert} size={12} className="mt-0.5" />
          {error}
        </p>
      )}
    </div>
  );
}
