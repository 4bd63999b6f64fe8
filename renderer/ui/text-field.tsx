import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';
import { controlLook, Field, type FieldWords } from './field.tsx';
import { Icon } from './icon.tsx';

interface TextFieldProps extends FieldWords, Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'size'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly icon?: LucideIcon;
  /** For ids and codes. */
  readonly isMono?: boolean;
}

/** One line of text. */
export function TextField({
  label,
  isLabelHidden,
  description,
  error,
  value,
  onChange,
  icon,
  isMono = false,
  className,
  ...rest
}: TextFieldProps): ReactNode {
  const words = { label, description, error, ...(isLabelHidden === undefined ? {} : { isLabelHidden }) };
  return (
    <Field {...words} className={className}>
      {(control) => (
        <span className="relative flex items-center">
          {icon === undefined ? null : <Icon icon={icon} className="absolute left-2 text-muted" />}
          <input
            type="text"
            autoComplete="off"
            spellCheck={false}
            {...rest}
            {...control}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className={classes(
              controlLook,
              'h-control min-h-6',
              icon !== undefined && 'pl-7',
              isMono && 'font-mono text-sm placeholder:font-sans placeholder:text-base',
            )}
          />
        </span>
      )}
    </Field>
  );
}
