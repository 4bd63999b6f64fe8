import { toInstant } from '#core/base/clock.ts';
import type * as z from 'zod';
import type { PullFailure } from '#core/connectors/sdk/index.ts';
import type { runSyncOutput } from '#core/contract/sync.ts';
import type { SyncReport } from '../synchronise.ts';
import { wireMoney } from './wire-totals.ts';

/** What a run did, as everyone may see it. */
export function wireReport(report: SyncReport): z.output<typeof runSyncOutput> {
  return {
    rounds: report.rounds,
    isIdle: report.isIdle,
    headSeq: report.headSeq,
    pulled: report.pulls.map(({ connectionId, stream, figures }) => ({ connectionId, stream, ...figures })),
    sent: report.sent,
    completeness: report.completeness.map(({ source, journal, ...rest }) => ({
      ...rest,
      source: { count: source.count, sums: source.sums.map(wireMoney) },
      journal: { count: journal.count, sums: journal.sums.map(wireMoney) },
    })),
    failures: report.failures.map(({ failure, ...where }) => ({
      ...where,
      failure,
      retryAt: retryAtOf(failure),
    })),
  };
}

function retryAtOf({ retryAtMs }: PullFailure): string | null {
  return retryAtMs === undefined ? null : toInstant(retryAtMs);
}
