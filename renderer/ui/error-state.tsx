import { CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { IdText } from './id-text.tsx';
import { useToast } from './toast.tsx';

interface ErrorStateProps {
  /** What was wanted: "The postings could not be read". */
  readonly title: string;
  readonly failure: {
    readonly code: string;
    readonly message: string;
    readonly where?: string | undefined;
    readonly fix?: string | undefined;
    readonly reference?: string | undefined;
  };
  readonly onRetry?: (() => void) | undefined;
}

/** Something wholly failed: a plain sentence, the code, the reference for the log, and ways on. */
export function ErrorState({ title, failure, onRetry }: ErrorStateProps): ReactNode {
  const toast = useToast();
  const details = [
    title,
    `${failure.code}: ${failure.message}`,
    failure.where === undefined ? '' : `Where: ${failure.where}`,
    failure.fix === undefined ? '' : `Fix: ${failure.fix}`,
    failure.reference === undefined ? '' : `Reference: ${failure.reference}`,
  ].filter((line) => line !== '');
  const copy = (): void => {
    navigator.clipboard.writeText(details.join('\n')).then(
      () => toast.show({ title: 'Details copied' }),
      () => toast.show({ tone: 'warning', title: 'Not copied', description: details.join(' ') }),
    );
  };
  return (
    <div role="alert" className="flex flex-col items-start gap-2 px-panel py-6">
      <p className="flex items-center gap-1.5 font-medium">
        <Icon icon={CircleX} size={16} className="text-negative" />
        {title}
      </p>
      <p className="max-w-150">
        {failure.message}
        {failure.fix === undefined ? null : <span className="text-muted"> {failure.fix}</span>}
      </p>
      <p className="flex flex-wrap items-center gap-x-3 text-sm text-muted">
        <code>{failure.code}</code>
        {failure.reference === undefined ? null : <IdText id={failure.reference} label="reference" />}
      </p>
      <div className="mt-1 flex gap-2">
        {onRetry === undefined ? null : (
          <Button variant="primary" onClick={onRetry}>
            Retry
          </Button>
        )}
        <Button onClick={copy}>Copy details</Button>
      </div>
    </div>
  );
}
