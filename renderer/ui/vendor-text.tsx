import type { ReactNode } from 'react';
import { visibleSegments, visibleText } from '#renderer/format/visible-text.ts';
import { classes } from './classes.ts';

interface VendorTextProps {
  readonly text: string;
  /** On one line, cut with an ellipsis; the whole is the title. */
  readonly isTruncated?: boolean;
  readonly className?: string;
}

/**
 * Text that came from outside. It is only ever text: characters that hide or turn others around are shown by their number,
 * and its direction does not reach beyond it.
 */
export function VendorText({ text, isTruncated = false, className }: VendorTextProps): ReactNode {
  return (
    <bdi
      className={classes(isTruncated && 'block truncate', className)}
      title={isTruncated ? visibleText(text) : undefined}
    >
      {visibleSegments(text).map((segment, at) =>
        segment.isToken ? (
          <HiddenCharacter key={`${at} ${segment.text}`} token={segment.text} />
        ) : (
          segment.text
        ),
      )}
    </bdi>
  );
}

function HiddenCharacter({ token }: { readonly token: string }): ReactNode {
  return (
    <span
      className="rounded-sm bg-warning-soft px-0.5 font-mono text-xs text-warning"
      title="A character that would not be seen"
    >
      {token}
    </span>
  );
}
