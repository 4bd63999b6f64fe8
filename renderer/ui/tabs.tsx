import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { useFormat } from './format-context.tsx';

interface Tab<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** How many are behind it; the same number as the list's own. */
  readonly count?: number | undefined;
}

interface TabsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly tabs: readonly Tab<Value>[];
  /** What stands at the end of the row of tabs. */
  readonly aside?: ReactNode;
  /** The panel of the chosen tab. */
  readonly children: ReactNode;
}

/** Views of the same thing, one at a time. */
export function Tabs<Value extends string>({
  label,
  value,
  onChange,
  tabs,
  aside,
  children,
}: TabsProps<Value>): ReactNode {
  const format = useFormat();
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className="flex min-h-0 min-w-0 flex-1 flex-col"
    >
      <div className="flex shrink-0 flex-wrap items-center justify-between gap-x-4 border-b px-panel">
        <Base.List aria-label={label} className="-ml-2 flex flex-wrap">
          {tabs.map((tab) => (
            <Base.Tab
              key={tab.value}
              value={tab.value}
              className="ring-inside -mb-px flex h-8 items-center gap-1.5 border-b-2 border-transparent px-2 text-muted select-none hover:text-text data-active:border-accent data-active:font-medium data-active:text-text"
            >
              {tab.label}
              {tab.count === undefined ? null : (
                <span className="text-sm text-muted">{format.count(tab.count)}</span>
              )}
            </Base.Tab>
          ))}
        </Base.List>
        {aside}
      </div>
      <Base.Panel value={value} tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-offset-[-2px]">
        {children}
      </Base.Panel>
    </Base.Root>
  );
}
