import { packsApi } from '#core/contract/packs.ts';
import { listPacks } from '../packs/list-packs.ts';
import { allowed, router } from './procedure.ts';
import { startSeal, waitFor } from './start-jobs.ts';

export const packsRouter = router({
  list: allowed('workspace.read')
    .input(packsApi.list.input)
    .output(packsApi.list.output)
    .query(({ ctx: { core }, input: { period } }) => ({
      rows: listPacks(core, period),
      asOfSeq: core.journal.head().seq,
    })),

  /** Answers when the pack is in its place; the caller who goes away stops it. */
  make: allowed('close.seal')
    .input(packsApi.make.input)
    .output(packsApi.make.output)
    .mutation(({ ctx, input: { period }, signal }) => waitFor(ctx, startSeal(ctx, period), signal)),
});
