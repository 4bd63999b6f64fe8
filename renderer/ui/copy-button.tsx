import { Check, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { IconButton } from './icon-button.tsx';
import { useToast } from './toast.tsx';

interface CopyButtonProps {
  /** Put on the clipboard exactly as it is. */
  readonly text: string;
  /** What is copied, for its name: "Copy invoice number". */
  readonly label: string;
  readonly className?: string;
  readonly tabIndex?: number;
}

const confirmedMs = 1_500;

/** Copies, and shows for a moment that it has. */
export function CopyButton({ text, label, className, tabIndex }: CopyButtonProps): ReactNode {
  const [isCopied, setCopied] = useState(false);
  const toast = useToast();
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), confirmedMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () =>
        toast.show({
          tone: 'warning',
          title: 'Not copied',
          description: 'The system did not give access to the clipboard.',
        }),
    );
  };
  return (
    <IconButton
      icon={isCopied ? Check : Copy}
      label={isCopied ? 'Copied' : label}
      onClick={copy}
      className={className}
      tabIndex={tabIndex}
    />
  );
}
