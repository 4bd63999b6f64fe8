import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';
import { VendorText } from './vendor-text.tsx';

interface IdTextProps {
  readonly id: string;
  /** What it is, for the copy button: "invoice number". */
  readonly label?: string;
  /** Shows the first so many characters; the whole is the title and what is copied. */
  readonly shown?: number;
  /** Left out inside grids, which copy by themselves. */
  readonly isCopyable?: boolean;
}

/** An id, a hash or a code as it is written elsewhere, with a way to copy it. */
export function IdText({ id, label = 'id', shown, isCopyable = true }: IdTextProps): ReactNode {
  const isCut = shown !== undefined && id.length > shown + 1;
  const text = isCut ? `${id.slice(0, shown)}…` : id;
  return (
    <span className="group/id inline-flex max-w-full items-center gap-0.5 align-bottom">
      <code className="min-w-0 truncate" title={isCut ? id : undefined}>
        <VendorText text={text} />
      </code>
      {isCopyable ? (
        <CopyButton
          text={id}
          label={`Copy ${label}`}
          className="-my-1 opacity-0 group-hover/id:opacity-100 focus-visible:opacity-100"
        />
      ) : null}
    </span>
  );
}
