import { headOutput, rebuildOutput, verifyOutput } from '#core/contract/journal.ts';
import { allowed, router } from './procedure.ts';

export const journalRouter = router({
  head: allowed('workspace.read')
    .output(headOutput)
    .query(({ ctx: { core } }) => ({ ...core.journal.head(), workspaceId: core.workspaceId })),

  verify: allowed('journal.verify')
    .output(verifyOutput)
    .mutation(({ ctx: { core, progress } }) => {
      const report = core.verify((seq) => progress({ topic: 'journal.verify', seq }));
      return { ...report, isSound: report.problems.length === 0, problems: [...report.problems] };
    }),

  rebuild: allowed('journal.rebuild')
    .output(rebuildOutput)
    .mutation(({ ctx: { core, progress } }) => ({
      events: core.rebuild((seq) => progress({ topic: 'journal.rebuild', seq })),
    })),
});
