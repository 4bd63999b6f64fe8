import { Equal, EqualNot } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';

export interface ComparedField {
  readonly field: string;
  readonly expected: ReactNode;
  readonly received: ReactNode;
  readonly isSame: boolean;
}

interface FieldDiffProps {
  readonly label: string;
  /** Whose word each side is: "Billing", "ERP"; or before and after. */
  readonly sides: readonly [string, string];
  readonly fields: readonly ComparedField[];
}

/** Field by field what two sides say. What differs is marked by a sign and by weight; what agrees stays quiet. */
export function FieldDiff({ label, sides, fields }: FieldDiffProps): ReactNode {
  return (
    <table aria-label={label} className="w-full table-fixed border-collapse">
      <thead>
        <tr className="border-b text-left text-sm text-muted">
          <th scope="col" className="w-[30%] py-1 pr-3 font-medium">
            Field
          </th>
          <th scope="col" className="py-1 pr-3 font-medium">
            {sides[0]}
          </th>
          <th scope="col" className="w-6">
            <VisuallyHidden>Agreement</VisuallyHidden>
          </th>
          <th scope="col" className="py-1 font-medium">
            {sides[1]}
          </th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ field, expected, received, isSame }) => (
          <tr key={field} className="border-b align-top">
            <th scope="row" className="py-1 pr-3 text-left font-normal wrap-anywhere text-muted">
              {field}
            </th>
            <td className="py-1 pr-3 wrap-anywhere">{expected}</td>
            <td className="py-1">
              <Icon
                icon={isSame ? Equal : EqualNot}
                className={classes('mt-0.75', isSame ? 'text-muted' : 'text-negative')}
              />
              <VisuallyHidden>{isSame ? 'same' : 'differs'}</VisuallyHidden>
            </td>
            <td className={classes('py-1 wrap-anywhere', !isSame && 'font-medium')}>{received}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
