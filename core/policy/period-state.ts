import type { AccountingPeriod } from '../domain/ledger.ts';

/** What we say of a period of one legal entity ourselves. */
export type PeriodControl = 'open' | 'soft-close' | 'closed';

/**
 * The ERP's word and ours together. Locked is not closed: the ERP would take a posting into a locked period from a
 * powerful login, so it is we who hold it. Unknown: the ERP shows no such period.
 */
export type PeriodState = 'open' | 'soft-close' | 'locked' | 'closed' | 'unknown';

/** The stricter of the two. */
export function combineStates(
  erp: AccountingPeriod['state'] | 'unknown',
  control: PeriodControl,
): PeriodState {
  if (erp === 'closed' || control === 'closed') return 'closed';
  if (erp === 'unknown') return 'unknown';
  if (erp === 'locked') return 'locked';
  return control;
}
