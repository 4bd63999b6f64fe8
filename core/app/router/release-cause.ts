import type * as z from 'zod';
import type { releaseCauseOutput } from '#core/contract/exceptions.ts';
import type { ExceptionItem } from '#core/storage/repositories/exceptions.ts';
import type { Core } from '../create-core.ts';
import { failed } from './api-error.ts';
import { releaseItems } from './release-items.ts';
import { totalsOf } from './wire-totals.ts';

type Release = z.output<typeof releaseCauseOutput>;

/** What fixing a cause would release: count and sum per currency. */
export function previewRelease(core: Core, causeKey: string): Release {
  const items = openOf(core, causeKey);
  return {
    causeKey,
    isPreview: true,
    totals: totalsOf(items.map(({ amount }) => amount)),
    released: [],
    stillBlocked: [],
  };
}

/** Decides everything anew that a cause held up. What the facts still hold up stays, with its reason. */
export function releaseCause(core: Core, causeKey: string, by: string, reason: string): Release {
  const items = openOf(core, causeKey);
  const { subjects, stillBlocked } = releaseItems(core, items, by, reason);
  const free = new Set(subjects);
  return {
    causeKey,
    isPreview: false,
    totals: totalsOf(items.filter(({ subjectId }) => free.has(subjectId)).map(({ amount }) => amount)),
    released: [...subjects],
    stillBlocked: [...stillBlocked],
  };
}

function openOf(core: Core, causeKey: string): readonly ExceptionItem[] {
  const items = core.exceptions.exceptions.openOfCause(causeKey);
  if (items.length > 0) return items;
  throw failed({
    code: 'CAUSE_NOT_FOUND',
    message: `No open exception has the cause "${causeKey}".`,
    where: causeKey,
    fix: 'List the exceptions and use one of their cause keys.',
  });
}
