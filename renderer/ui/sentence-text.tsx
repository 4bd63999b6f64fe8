import type { ReactNode } from 'react';
import { useFormat } from './format-context.tsx';
import { VendorText } from './vendor-text.tsx';

interface SentenceTextProps {
  readonly text: string;
  /** On one line, cut with an ellipsis; the whole is the title. */
  readonly isTruncated?: boolean;
}

/** A sentence of the core, its amounts as the reader writes them; what it quotes from outside stays text. */
export function SentenceText({ text, isTruncated = false }: SentenceTextProps): ReactNode {
  return <VendorText text={useFormat().sentence(text)} isTruncated={isTruncated} />;
}
