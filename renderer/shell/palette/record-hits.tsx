import { Command } from 'cmdk';
import { type ReactNode, useEffect, useState } from 'react';
import type { WireHit } from '#core/contract/search.ts';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { api } from '../api/api.ts';
import { useRead } from '../api/reading.ts';

interface RecordHitsProps {
  readonly text: string;
  readonly onTrace: (id: string) => void;
  readonly onOpen: (hit: WireHit) => void;
}

/** Shorter than this is a word being typed, not an id. */
const shortestId = 3;

/** What goes by the text that was typed or pasted: tracing it comes first, so that an id and Enter is enough. */
export function RecordHits({ text, onTrace, onOpen }: RecordHitsProps): ReactNode {
  const settled = useSettled(text);
  const isAsked = settled.length >= shortestId;
  const { data } = useRead(api.search.find, { text: settled || '-', limit: 8 }, { enabled: isAsked });
  const hits = isAsked && data?.text === settled ? data.hits : [];
  const mayBeId = text.length >= shortestId && /\d/.test(text);
  if (!mayBeId && hits.length === 0) return null;
  return (
    <Command.Group heading="Records" className="palette-group" forceMount>
      {mayBeId && (
        <Command.Item
          value={`trace ${text}`}
          keywords={[text]}
          forceMount
          onSelect={() => onTrace(text)}
          className="palette-item"
        >
          <span className="min-w-0 flex-1 truncate">
            Trace <VendorText text={text} className="font-mono" />
          </span>
        </Command.Item>
      )}
      {hits.map((hit) => (
        <Command.Item
          key={`${hit.kind} ${hit.id}`}
          value={`${hit.kind} ${hit.id}`}
          keywords={[text]}
          forceMount
          onSelect={() => onOpen(hit)}
          className="palette-item"
        >
          <span className="min-w-0 flex-1 truncate">
            <VendorText text={hit.title} />
            <span className="ms-2 text-sm text-muted">
              <VendorText text={hit.detail} />
            </span>
          </span>
          {hit.state !== null && <span className="text-sm text-muted">{hit.state}</span>}
          {hit.amount && <MoneyText amount={hit.amount} currency="code" />}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

const settleMs = 120;

/** A text once it has stopped moving, so that not every letter asks. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), settleMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
