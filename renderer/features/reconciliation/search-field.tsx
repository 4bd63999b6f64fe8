import { Search } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { TextField } from '#renderer/ui/text-field.tsx';

const typingMs = 120;

/** Narrows the list to what holds these words. It is asked for when the typing pauses. */
export function SearchField({
  text,
  onText,
}: {
  readonly text: string;
  readonly onText: (text: string | undefined) => void;
}): ReactNode {
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
      placeholder="Filter by number, customer or id"
      className="w-64"
      data-filter
    />
  );
}
