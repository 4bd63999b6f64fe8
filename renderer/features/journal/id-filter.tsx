import { Search } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { TextField } from '#renderer/ui/text-field.tsx';

interface IdFilterProps {
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** An id of any system; asked for on Enter or when the field is left, not with every letter. */
export function IdFilter({ value, onChange }: IdFilterProps): ReactNode {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const ask = (): void => {
    if (typed.trim() !== value) onChange(typed.trim());
  };
  return (
    <TextField
      label="About id"
      placeholder="posting, invoice, exception, chain…"
      value={typed}
      onChange={setTyped}
      icon={Search}
      isMono
      data-filter
      className="w-64"
      onBlur={ask}
      onKeyDown={(event) => {
        if (event.key === 'Enter') ask();
        if (event.key === 'Escape') setTyped(value);
      }}
    />
  );
}
