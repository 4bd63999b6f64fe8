import type * as z from 'zod';
import { traceInput, traceOutput } from '#core/contract/trace.ts';
import { toWire } from '#core/domain/wire.ts';
import { valueOf } from './api-error.ts';
import { allowed, router } from './procedure.ts';

export const traceRouter = router({
  find: allowed('workspace.read')
    .input(traceInput)
    .output(traceOutput)
    .query(({ ctx: { core }, input }) => {
      const found = valueOf(core.tracer.trace(input.id, core.journal.head().seq));
      return toWire(found) as unknown as z.output<typeof traceOutput>;
    }),
});
