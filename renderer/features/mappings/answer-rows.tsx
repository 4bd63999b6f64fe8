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
          className="grid grid-cols-[6rem_minmax(0,1fr)] items-baseline gap-x-2 py-px text-sm"
        >
          <span className="text-muted">{setsAbout[answer.type].one}</span>
          <span className="flex min-w-0 flex-wrap items-center gap-x-1.5 font-mono wrap-anywhere">
            {answer.key === '' ? (
              <span className="text-muted">untaxed</span>
            ) : (
              <VendorText text={answer.key} />
            )}
            <Icon icon={ArrowRight} size={12} className="text-muted" />
            {answer.isChanged ? (
              <>
                <Side type={answer.type} side={answer.before} isOld />
                <span className="font-sans text-muted">now</span>
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
