import { changesApi } from '#core/contract/changes.ts';
import { allowed, router } from './procedure.ts';

export const changesRouter = router({
  /** Waits until something changed after the cursor, and says what; the first answer comes at once and names everything. */
  since: allowed('workspace.read')
    .input(changesApi.since.input)
    .output(changesApi.since.output)
    .query(async ({ ctx: { core }, input, signal }) => {
      const { cursor, areas } = await core.changes.since(input.cursor, input.waitMs, signal);
      return { cursor, areas: [...areas], headSeq: core.journal.head().seq, jobs: [...core.jobs.all()] };
    }),
});
