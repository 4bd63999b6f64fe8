import { Command } from 'cmdk';
import type { ReactNode } from 'react';

interface RecordHitsProps {
  readonly text: string;
  readonly onTrace: (id: string) => void;
}

/** Shorter than this is a word being typed, not an id. */
const shortestId = 3;

/** What goes by the text that was typed or pasted: tracing it comes first, so that an id and Enter is enough. */
export function RecordHits({ text, onTrace }: RecordHitsProps): ReactNode {
  if (text.length < shortestId || !/\d/.test(text)) return null;
  return (
    <Command.Group heading="Records" className="palette-group" forceMount>
      <Command.Item
        value={`trace ${text}`}
        keywords={[text]}
        forceMount
        onSelect={() => onTrace(text)}
        className="palette-item"
      >
        <span className="flex-1">
          Trace <span className="font-mono">{text}</span>
        </span>
      </Command.Item>
    </Command.Group>
  );
}
