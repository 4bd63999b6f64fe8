import { Search } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { TextField } from './text-field.tsx';

const typingMs = 120;

interface FilterFieldProps {
  readonly text: string;
  readonly onText: (text: string | undefined) => void;
  /** What is looked through. */
  readonly placeholder: string;
}

/** Narrows a list to what holds these words. It is asked for when the typing pauses; a superseded question is cancelled. */
export function FilterField({ text, onText, placeholder }: FilterFieldProps): ReactNode {
  const [typed, setTyped] = useState(text);
  const [shown, setShown] = useState(text);
  if (shown !== text) {
    setShown(text);
    if (text !== typed.trim()) setTyped(text);
  }
  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === text) return undefined;
    const timer = setTimeout(() => onText(wanted === '' ? undefined : wanted), typingMs);
    return () => clearTimeout(timer);
  }, [typed, text, onText]);
  return (
    <TextField
      label="Filter"
      isLabelHidden
      icon={Search}
      value={typed}
      onChange={setTyped}
      placeholder={placeholder}
      className="w-72"
      data-filter
    />
  );
}
