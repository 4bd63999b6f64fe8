import type * as z from 'zod';
import type { approveMappingsOutput } from '#core/contract/mappings.ts';
import type { ExceptionItem } from '#core/storage/repositories/exceptions.ts';
import type { Core } from '../create-core.ts';
import { totalsOf } from './wire-totals.ts';

type Released = z.output<typeof approveMappingsOutput>['released'];

const mappingCodes = new Set(['MAPPING_MISSING', 'MAPPING_AMBIGUOUS']);

/**
 * Decides everything anew that waited for a mapping, after `approve` brought some: what it held up is made and goes on
 * (to be held by policy, or sent); what something else still holds up says by what.
 */
export function releaseWaiting(core: Core, approve: () => void): Released {
  const waiting = core.exceptions.exceptions.inState('open').filter(({ code }) => mappingCodes.has(code));
  approve();
  core.workflow.run();
  const isOpen = ({ id }: ExceptionItem) => core.exceptions.exceptions.get(id)?.state === 'open';
  const resolved = waiting.filter((item) => !isOpen(item));
  const stillBlocked = [...new Set(resolved.map(({ subjectId }) => subjectId))].flatMap((subjectId) =>
    core.exceptions.exceptions
      .openOf(subjectId)
      .slice(0, 1)
      .map(({ id, code, message }) => ({ subjectId, code, message, exceptionId: id })),
  );
  return { totals: totalsOf(resolved.map(({ amount }) => amount)), stillBlocked };
}
