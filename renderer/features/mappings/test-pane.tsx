import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { MappingTest } from '#core/contract/mappings.ts';
import type { ApiFailure } from '#renderer/shell/api/api-failure.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { DayText } from '#renderer/ui/time-text.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { AnswerRows, worthReading } from './answer-rows.tsx';

/** Real documents with what the mappings, and the change, answer them. */
export function TestPane({ read }: { readonly read: UseQueryResult<MappingTest, ApiFailure> }): ReactNode {
  const format = useFormat();
  const { data: test } = read;
  if (!test) return <Unread read={read} title="The test could not be made" lines={8} />;
  const struck = test.samples.filter(({ answers }) => answers.some(({ isChanged }) => isChanged)).length;
  return (
    <div className="flex flex-col gap-3 px-panel py-3">
      <p className="text-muted">
        {format.count(test.samples.length)} real documents, as of now and with what is being written.{' '}
        <strong className="text-text">
          {struck === 0
            ? 'None would be mapped otherwise.'
            : `${format.count(struck)} would be mapped otherwise.`}
        </strong>
      </p>
      <ul className="flex flex-col divide-y divide-rule">
        {test.samples.map((sample) => (
          <li key={sample.subjectId} className="py-2">
            <div className="flex items-baseline gap-2">
              <h3 className="min-w-0 flex-1 truncate font-medium first-letter:uppercase">
                <VendorText text={sample.label} />
              </h3>
              {sample.amount && <MoneyText amount={sample.amount} currency="code" />}
            </div>
            <p className="text-sm text-muted">
              {sample.legalEntity}
              {sample.on !== null && (
                <>
                  {' · '}
                  <DayText day={sample.on} />
                </>
              )}
            </p>
            <AnswerRows answers={worthReading(sample.answers)} />
          </li>
        ))}
      </ul>
    </div>
  );
}
