import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { useFormat } from './format-context.tsx';
import { Icon } from './icon.tsx';

type EmptyStateProps =
  | {
      /** Nothing exists: why, and what to do next. */
      readonly kind: 'nothing';
      readonly title: string;
      readonly children?: ReactNode;
      readonly action?: ReactNode;
    }
  | {
      /** The filter leaves nothing of so many. */
      readonly kind: 'filtered';
      readonly total: number;
      readonly onClear: () => void;
    }
  | {
      /** All done: what is next. */
      readonly kind: 'done';
      readonly title: string;
      readonly children?: ReactNode;
      readonly action?: ReactNode;
    };

/** What stands where a list would be. */
export function EmptyState(props: EmptyStateProps): ReactNode {
  const format = useFormat();
  if (props.kind === 'filtered')
    return (
      <Sentence title={`0 of ${format.count(props.total)} match`}>
        <Button keys="Escape" onClick={props.onClear}>
          Clear filter
        </Button>
      </Sentence>
    );
  return (
    <Sentence
      title={props.title}
      mark={props.kind === 'done' ? <Icon icon={CircleCheck} size={16} className="text-positive" /> : null}
      about={props.children}
    >
      {props.action}
    </Sentence>
  );
}

interface SentenceProps {
  readonly title: string;
  readonly mark?: ReactNode;
  readonly about?: ReactNode;
  readonly children: ReactNode;
}

function Sentence({ title, mark, about, children }: SentenceProps): ReactNode {
  return (
    <div className="flex flex-col items-start gap-2 px-panel py-6">
      <p className="flex items-center gap-1.5 font-medium">
        {mark}
        {title}
      </p>
      {about === undefined ? null : <div className="max-w-150 text-muted">{about}</div>}
      {children}
    </div>
  );
}
