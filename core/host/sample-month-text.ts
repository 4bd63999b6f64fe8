import { completenessText } from './commands/sync.ts';
import { verifyText } from './commands/verify.ts';
import { moneyText, totalsText } from './money-text.ts';
import { heldText } from './postings-text.ts';
import { classesText, scopesText } from './reconciliation-text.ts';
import type { SampleMonth } from './sample-month.ts';
import { tableText } from './table-text.ts';

/** The sample company's month as a report for the terminal. */
export function sampleMonthText(month: SampleMonth): string {
  const { period, first, reconciliation, verified, isStable } = month;
  const { breaks, explained, isTiedOut } = reconciliation;
  return [
    section('What came in', completenessText(first)),
    section('What was posted', postedText(month)),
    section('What a second person approved', approvedText(month)),
    section('What is held back, and why', heldBackText(month)),
    section(
      `Period ${period}: ${isTiedOut ? 'tied out' : `${breaks.length} breaks; ${explained.length} more differences explained`}`,
      [scopesText(reconciliation), '', 'Breaks by class', classesText(breaks)].join('\n'),
    ),
    section(
      'Proof',
      [
        completeness(month),
        isStable
          ? 'One more run changed nothing: no event, no document.'
          : 'One more run CHANGED something; see the journal.',
        verifyText(verified),
      ].join('\n'),
    ),
  ].join('\n\n');
}

function section(title: string, body: string): string {
  return `${title}\n${'─'.repeat(title.length)}\n${body}`;
}

function postedText({ status }: SampleMonth): string {
  const posted = status.postings.filter(({ state }) => state === 'POSTED');
  return tableText(posted, [
    { title: 'flow', text: ({ flow }) => flow },
    { title: 'count', align: 'right', text: ({ count }) => String(count) },
    { title: 'sum', align: 'right', text: ({ sum }) => moneyText(sum) },
  ]);
}

function approvedText({ approved }: SampleMonth): string {
  if (approved.length === 0) return 'Nothing was held.';
  return approved
    .map(({ totals, refused }, at) => {
      const rest = refused.length === 0 ? '' : `; ${refused.length} refused`;
      return `Round ${at + 1}: ${totalsText(totals)}${rest}`;
    })
    .join('\n');
}

function heldBackText({ exceptions, held }: SampleMonth): string {
  const causes = tableText(exceptions.exceptions, [
    { title: 'code', text: ({ code }) => code },
    { title: 'owner', text: ({ ownerRole }) => ownerRole },
    { title: 'entity', text: ({ legalEntity }) => legalEntity ?? '' },
    { title: 'amount', align: 'right', text: ({ amount }) => (amount ? moneyText(amount) : '') },
    { title: 'why', text: ({ message }) => message, max: 120 },
  ]);
  return [`Exceptions: ${totalsText(exceptions.totals)}`, causes, '', heldText(held)].join('\n');
}

function completeness({ status }: SampleMonth): string {
  const incomplete = status.completeness.filter(({ isComplete }) => !isComplete);
  return incomplete.length === 0
    ? `Complete: all ${status.completeness.length} streams equal their source in count and sum.`
    : `NOT complete: ${incomplete.map(({ connectionId, stream }) => `${connectionId} ${stream}`).join(', ')}.`;
}
