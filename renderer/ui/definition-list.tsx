import type { ReactNode } from 'react';

interface Definition {
  readonly term: string;
  readonly value: ReactNode;
}

/** Facts about one thing, term and value; what is null or undefined is left out. */
export function DefinitionList({ items }: { readonly items: readonly Definition[] }): ReactNode {
  return (
    <dl className="grid grid-cols-[fit-content(42%)_minmax(0,1fr)] gap-x-4 gap-y-0.5">
      {items
        .filter(({ value }) => value !== null && value !== undefined)
        .map(({ term, value }) => (
          <div key={term} className="contents">
            <dt className="min-w-22 wrap-anywhere text-muted">{term}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
