import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { controlLook, Field, type FieldWords } from './field.tsx';
import { Icon } from './icon.tsx';
import { listItemLook, menuPopupLook } from './menu-entries.tsx';

export interface Option<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  /** A second, quieter line: what it means. */
  readonly about?: string | undefined;
}

interface SelectProps<Value extends string> extends FieldWords {
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  readonly options: readonly Option<Value>[];
  readonly placeholder?: string;
  /** Why it cannot be changed here. */
  readonly refusal?: string | undefined;
  readonly className?: string | undefined;
}

/** One of a few. For many, or to type in, use Combobox. */
export function Select<Value extends string>({
  value,
  onChange,
  options,
  placeholder = 'Choose…',
  refusal,
  className,
  description,
  ...words
}: SelectProps<Value>): ReactNode {
  return (
    <Field {...words} description={refusal ?? description} className={className}>
      {({ id, ...control }) => (
        <Base.Root
          id={id}
          items={[...options]}
          value={value}
          disabled={refusal !== undefined}
          modal={false}
          onValueChange={(next) => {
            if (next !== null) onChange(next);
          }}
        >
          <Base.Trigger
            {...control}
            className={classes(
              controlLook,
              'flex h-control min-h-6 items-center justify-between gap-2 text-left data-disabled:border-rule data-disabled:text-muted',
            )}
          >
            <Base.Value placeholder={placeholder} className="truncate" />
            <Icon icon={ChevronsUpDown} size={12} className="text-muted" />
          </Base.Trigger>
          <Base.Portal>
            <Base.Positioner
              alignItemWithTrigger={false}
              sideOffset={4}
              collisionPadding={8}
              className="z-50 min-w-(--anchor-width)"
            >
              <Base.Popup className={menuPopupLook}>
                <Base.List>
                  {options.map((option) => (
                    <Choice key={option.value} option={option} />
                  ))}
                </Base.List>
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        </Base.Root>
      )}
    </Field>
  );
}

function Choice({ option }: { readonly option: Option }): ReactNode {
  return (
    <Base.Item value={option.value} className={listItemLook}>
      <span className="flex h-5 w-3.5 shrink-0 items-center text-accent">
        <Base.ItemIndicator>
          <Icon icon={Check} />
        </Base.ItemIndicator>
      </span>
      <span className="min-w-0">
        <Base.ItemText>{option.label}</Base.ItemText>
        {option.about === undefined ? null : <span className="block text-xs text-muted">{option.about}</span>}
      </span>
    </Base.Item>
  );
}
