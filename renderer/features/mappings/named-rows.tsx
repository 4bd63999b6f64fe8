import type { ReactNode } from 'react';
import type { WireMapping } from '#core/contract/mappings.ts';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';

/** So many are named one by one; the count is of all. */
const namedMax = 200;

interface NamedRowsProps {
  /** What becomes of them: "To become live". */
  readonly title: string;
  readonly rows: readonly WireMapping[];
}

/** The mappings that a decision is about, by their keys. */
export function NamedRows({ title, rows }: NamedRowsProps): ReactNode {
  const format = useFormat();
  if (rows.length === 0) return null;
  return (
    <div>
      <h3 className="text-sm font-medium">
        {title}: {format.count(rows.length)}
      </h3>
      <div className="max-h-40 overflow-y-auto" tabIndex={0} role="region" aria-label={title}>
        <ul className="font-mono text-sm">
          {rows.slice(0, namedMax).map(({ id, sourceKey, legalEntity }) => (
            <li key={id}>
              <VendorText text={sourceKey === '' ? 'Untaxed' : sourceKey} />
              {legalEntity !== '' && <span className="text-muted"> · {legalEntity}</span>}
            </li>
          ))}
        </ul>
        {rows.length > namedMax && (
          <p className="text-sm text-muted">and {format.count(rows.length - namedMax)} more</p>
        )}
      </div>
    </div>
  );
}

/** A choice by what is asked of it: mappings that are to become live, and kept ones that are to end. */
export function kindsOf(rows: readonly WireMapping[]) {
  return {
    drafts: rows.filter(({ state }) => state === 'draft'),
    ends: rows.filter(({ retirement }) => retirement !== null),
  };
}

export function idsOf(rows: readonly WireMapping[]): string[] {
  return rows.map(({ id }) => id);
}
