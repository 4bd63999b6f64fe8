import type * as z from 'zod';
import type { listCausesOutput } from '#core/contract/exceptions.ts';
import {
  type CauseSum,
  type ExceptionFilter,
  type ExceptionStandpoint,
  severityOf,
} from '#core/storage/repositories/exception-list.ts';
import type { Core } from '../create-core.ts';
import { wireFix } from './wire-exception.ts';
import { wireSums } from './wire-totals.ts';

type Cause = z.output<typeof listCausesOutput>['causes'][number];

/** Root causes, most at risk first, each with what fixing it releases, per currency. */
export function listCauses(
  core: Core,
  filter: ExceptionFilter,
  standpoint: ExceptionStandpoint,
  limit: number,
): Cause[] {
  const byCause = new Map<string, CauseSum[]>();
  for (const row of core.exceptions.list.causes(filter, standpoint, limit)) {
    const others = byCause.get(row.causeKey);
    if (others) others.push(row);
    else byCause.set(row.causeKey, [row]);
  }
  return [...byCause.values()].flatMap((rows) => {
    const [first] = rows;
    if (!first) return [];
    return {
      causeKey: first.causeKey,
      code: first.code,
      ownerRole: first.ownerRole,
      severity: severityOf(first.risk),
      example: first.message,
      suggestedFix: wireFix(first.code),
      totals: wireSums(rows),
    };
  });
}
