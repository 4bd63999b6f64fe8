import { Menu } from '@base-ui/react/menu';
import { Toolbar } from '@base-ui/react/toolbar';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { type Layer, useLayer } from './layers.ts';

export interface SwitcherOption {
  readonly value: string;
  readonly label: string;
  /** What stands at the end of the line: a state, a count. */
  readonly note?: ReactNode;
}

interface SwitcherProps {
  readonly layer: Layer;
  /** What is chosen here, for people who do not see the place. */
  readonly label: string;
  readonly value: string;
  readonly options: readonly SwitcherOption[];
  readonly onChoose: (value: string) => void;
  readonly children: ReactNode;
}

/** One of the top bar's menus of choices: opens by its command, closes on choosing. */
export function Switcher({ layer, label, value, options, onChoose, children }: SwitcherProps): ReactNode {
  const [isOpen, setOpen] = useLayer(layer);
  return (
    <Menu.Root open={isOpen} onOpenChange={setOpen}>
      <Menu.Trigger
        render={<Toolbar.Button />}
        aria-label={label}
        className="flex h-7 shrink-0 items-center gap-1.5 rounded-md whitespace-nowrap px-2 hover:bg-hover data-[popup-open]:bg-hover"
      >
        {children}
        <ChevronDown size={14} aria-hidden className="text-muted" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="start" className="z-50">
          <Menu.Popup className="floating max-h-96 min-w-56 overflow-y-auto rounded-lg bg-raised py-1 shadow-float outline-none">
            <Menu.RadioGroup value={value} onValueChange={(chosen: string) => onChoose(chosen)}>
              {options.map((option) => (
                <Menu.RadioItem
                  key={option.value}
                  value={option.value}
                  closeOnClick
                  className="flex h-7 items-center gap-2 px-2 outline-none data-[highlighted]:bg-hover"
                >
                  <Menu.RadioItemIndicator className="w-4" keepMounted>
                    {option.value === value && <Check size={14} aria-hidden />}
                  </Menu.RadioItemIndicator>
                  <span className="flex-1">{option.label}</span>
                  {option.note}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
