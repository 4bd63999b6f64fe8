import type { ReactNode } from 'react';
import { CopyButton } from '#renderer/ui/copy-button.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';

interface PayloadTextProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly text: string;
}

/** More than this is read in the file that the copy goes to. */
const shownMax = 20_000;

/** What went over the wire, folded; laid out to be read, copied as it was. */
export function PayloadText({ title, aside, text }: PayloadTextProps): ReactNode {
  const format = useFormat();
  if (text === '') return null;
  const laidOut = layOut(text);
  return (
    <details className="border-t pt-2">
      <summary className="cursor-default font-semibold">
        {title} <span className="font-normal text-muted">{aside}</span>
      </summary>
      <div className="relative mt-1">
        <CopyButton text={text} label={`Copy: ${title}`} className="absolute top-1 right-1" />
        <pre
          className="max-h-96 overflow-auto bg-sunken p-2 pr-9 font-mono text-sm whitespace-pre-wrap"
          tabIndex={0}
          aria-label={title}
        >
          <VendorText text={laidOut.slice(0, shownMax)} />
        </pre>
        {laidOut.length > shownMax && (
          <p className="text-sm text-muted">
            and {format.count(laidOut.length - shownMax)} more characters; the copy has them all
          </p>
        )}
      </div>
    </details>
  );
}

/** JSON on many lines; anything else as it is. */
function layOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
