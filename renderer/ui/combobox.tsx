import { Combobox as Base } from '@base-ui/react/combobox';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { controlLook, Field, type FieldWords } from './field.tsx';
import { Icon } from './icon.tsx';
import { listItemLook, menuPopupLook } from './menu-entries.tsx';
import type { Option } from './select.tsx';

interface ComboboxProps extends FieldWords {
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly options: readonly Option[];
  readonly placeholder?: string;
  readonly isOptional?: boolean;
  readonly className?: string | undefined;
}

/** One of many, found by typing. */
export function Combobox({
  value,
  onChange,
  options,
  placeholder,
  isOptional = false,
  className,
  ...words
}: ComboboxProps): ReactNode {
  const chosen = options.find((option) => option.value === value) ?? null;
  return (
    <Field {...words} className={className}>
      {(control) => (
        <Base.Root
          items={[...options]}
          value={chosen}
          autoHighlight
          itemToStringLabel={(option: Option) => option.label}
          isItemEqualToValue={(option: Option, other: Option) => option.value === other.value}
          onValueChange={(next: Option | null) => {
            if (next !== null || isOptional) onChange(next?.value ?? null);
          }}
        >
          <span className="relative flex items-center">
            <Base.Input
              {...control}
              placeholder={placeholder}
              className={classes(controlLook, 'h-control min-h-6 pr-7')}
            />
            <Base.Trigger
              aria-label={`Show all for ${words.label}`}
              className="absolute right-0.5 inline-flex size-6 items-center justify-center rounded-sm text-muted"
            >
              <Icon icon={ChevronsUpDown} size={12} />
            </Base.Trigger>
          </span>
          <Base.Portal>
            <Base.Positioner sideOffset={4} collisionPadding={8} className="z-50 min-w-(--anchor-width)">
              <Base.Popup className={menuPopupLook}>
                <Base.Empty className="px-2 py-1 text-muted empty:hidden">Nothing matches.</Base.Empty>
                <Base.List>{(option: Option) => <Choice key={option.value} option={option} />}</Base.List>
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
    <Base.Item value={option} className={listItemLook}>
      <span className="flex h-5 w-3.5 shrink-0 items-center text-accent">
        <Base.ItemIndicator>
          <Icon icon={Check} />
        </Base.ItemIndicator>
      </span>
      <span className="min-w-0">
        {option.label}
        {option.about === undefined ? null : <span className="block text-xs text-muted">{option.about}</span>}
      </span>
    </Base.Item>
  );
}
