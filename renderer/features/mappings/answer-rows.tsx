import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { MappingAnswers } from '#core/contract/mappings.ts';
import { Icon } from '#renderer/ui/icon.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { type MappingType, setsAbout, targetText } from './target-members.ts';

/** What the mappings answer one document, one line a question; a change shows both answers. */
export function AnswerRows({ answers }: { readonly answers: readonly MappingAnswers[] }): ReactNode {
  return (
    <ul>
      {answers.map((answer) => (
        <li
          key={`${answer.type} ${answer.key}`}
          className="flex flex-wrap items-baseline gap-x-2 py-px text-sm"
        >
          <span className="w-24 shrink-0 text-muted">{setsAbout[answer.type].title}</span>
          <span className="min-w-0 font-mono">
            {answer.key === '' ? (
              <span className="text-muted">untaxed</span>
            ) : (
              <VendorText text={answer.key} />
            )}
          </span>
          <span className="ml-auto flex min-w-0 flex-wrap items-center gap-1 text-right">
            {answer.isChanged ? (
              <>
                <Side type={answer.type} side={answer.before} isOld />
                <Icon icon={ArrowRight} size={12} className="text-muted" />
                <span className="sr-only">becomes</span>
                <Side type={answer.type} side={answer.after} />
              </>
            ) : (
              <Side type={answer.type} side={answer.after} isSame />
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

interface SideProps {
  readonly type: MappingType;
  readonly side: MappingAnswers['before'];
  readonly isOld?: boolean;
  readonly isSame?: boolean;
}

function Side({ type, side, isOld = false, isSame = false }: SideProps): ReactNode {
  if (side.kind !== 'found')
    return <span className="text-negative">{side.kind === 'missing' ? 'no mapping' : 'ambiguous'}</span>;
  const look = isOld ? 'text-muted line-through' : isSame ? '' : 'font-semibold text-positive';
  return (
    <span className={`font-mono ${look}`}>
      <VendorText text={targetText(type, side.target)} />
    </span>
  );
}

/** Answers worth reading: found, changed, or missing where something is needed; a dimension that nobody maps is no news. */
export function worthReading(answers: readonly MappingAnswers[]): readonly MappingAnswers[] {
  const optional = new Set<MappingType>([
    'department',
    'class',
    'location',
    'customer',
    'account',
    'tax-code',
    'price',
  ]);
  return answers.filter(
    ({ type, isChanged, after }) => isChanged || after.kind !== 'missing' || !optional.has(type),
  );
}
