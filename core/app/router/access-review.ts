import type * as z from 'zod';
import type { accessReviewOutput } from '#core/contract/people.ts';
import { reviewAccess } from '#core/policy/access-review.ts';
import { guardFormula } from '#core/reconciliation/formula-guard.ts';
import type { Core } from '../create-core.ts';

/** Who may do what now, as rows and as the file that a reviewer signs. */
export function accessReview(core: Core): z.output<typeof accessReviewOutput> {
  const { people, nowAt } = core.people.context();
  const review = reviewAccess(people, nowAt);
  const { seq, hash } = core.journal.head();
  const lines = [
    ['Access review', core.settings.name],
    ['As of', nowAt],
    ['Journal position', String(seq)],
    ['Journal hash', hash],
    [],
    ['Person', 'Name', 'Active', 'Action', 'By role', 'On behalf of'],
    ...review.rows.map(({ person, name, isActive, action, role, onBehalfOf }) => [
      person,
      name,
      isActive ? 'yes' : 'no',
      action,
      role,
      onBehalfOf ?? '',
    ]),
    [],
    ['To look at'],
    ...review.findings.map(({ person, message }) => [person, message]),
  ];
  return {
    fileName: `access-review-${nowAt.slice(0, 10)}.csv`,
    csv: `\uFEFF${lines.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`,
    rows: [...review.rows],
    findings: [...review.findings],
    asOfSeq: seq,
  };
}

function quoted(cell: string): string {
  const safe = guardFormula(cell);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
