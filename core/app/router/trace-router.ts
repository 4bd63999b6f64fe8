import type * as z from 'zod';
import {
  traceHopInput,
  traceHopOutput,
  traceInput,
  traceNearestOutput,
  traceOutput,
} from '#core/contract/trace.ts';
import { toWire } from '#core/domain/wire.ts';
import { failed, valueOf } from './api-error.ts';
import { allowed, router } from './procedure.ts';
import { hopDetail } from './trace-hop.ts';

export const traceRouter = router({
  find: allowed('workspace.read')
    .input(traceInput)
    .output(traceOutput)
    .query(({ ctx: { core }, input }) => {
      const found = valueOf(core.tracer.trace(input.id, core.journal.head().seq));
      return toWire(found) as unknown as z.output<typeof traceOutput>;
    }),

  hop: allowed('workspace.read')
    .input(traceHopInput)
    .output(traceHopOutput)
    .query(({ ctx: { core }, input }) => {
      const detail = hopDetail(core, input.id);
      if (detail) return detail;
      throw failed({
        code: 'NOTHING_FOUND',
        message: `Nothing is known of the hop ${input.id}.`,
        where: input.id,
        fix: 'Trace the chain again and choose one of its hops.',
      });
    }),

  nearest: allowed('workspace.read')
    .input(traceInput)
    .output(traceNearestOutput)
    .query(({ ctx: { core }, input }) => core.tracer.near(input.id)),
});
