import { Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '#renderer/ui/button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';

interface ItemListProps<Item> {
  readonly items: readonly Item[];
  /** What one of them is called: "rule". */
  readonly noun: string;
  /** What is added. */
  readonly blank: Item;
  readonly onChange: (items: readonly Item[]) => void;
  /** The fields of one. */
  readonly children: (item: Item, put: (item: Item) => void) => ReactNode;
}

/** Items of a setting one under the other, each to be written and taken away, and one more to be added. */
export function ItemList<Item>({ items, noun, blank, onChange, children }: ItemListProps<Item>): ReactNode {
  // Fields keep what is being typed: those of one that is taken away must not become the next one's.
  const [keys, setKeys] = useState<readonly number[]>(() => [...items.keys()]);
  const remove = (index: number): void => {
    setKeys(keys.filter((_, place) => place !== index));
    onChange(items.filter((_, place) => place !== index));
  };
  const add = (): void => {
    setKeys([...keys, Math.max(-1, ...keys) + 1]);
    onChange([...items, blank]);
  };
  return (
    <div className="flex flex-col gap-3">
      {items.map((item, index) => (
        <fieldset key={keys[index]} className="flex flex-col gap-2 border-t pt-2">
          <legend className="flex items-center gap-2 pr-2 font-medium first-letter:uppercase">
            {noun} {index + 1}
            <IconButton icon={Trash2} label={`Remove ${noun} ${index + 1}`} onClick={() => remove(index)} />
          </legend>
          {children(item, (next) => onChange(items.map((one, place) => (place === index ? next : one))))}
        </fieldset>
      ))}
      <div>
        <Button icon={Plus} onClick={add}>
          Add {noun}
        </Button>
      </div>
    </div>
  );
}
