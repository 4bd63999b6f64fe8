import {
  approveMappingsInput,
  approveMappingsOutput,
  decideMappingsInput,
  diffMappingsInput,
  diffMappingsOutput,
  listMappingsInput,
  listMappingsOutput,
  mappingHistoryInput,
  mappingSetsOutput,
  mappingsOutput,
  coverageInput,
  coverageOutput,
  previewMappingsInput,
  previewMappingsOutput,
  proposeMappingsInput,
  proposeRetirementInput,
  rejectMappingsInput,
  testMappingsInput,
  testMappingsOutput,
  withdrawMappingsInput,
} from '#core/contract/mappings.ts';
import { dayOfEpochMs } from '#core/domain/day.ts';
import type { MappingDraft } from '#core/mapping/mapping-draft.ts';
import type { MappingRow } from '#core/mapping/mapping-row.ts';
import { setDifference } from '#core/mapping/set-difference.ts';
import type { Core } from '../create-core.ts';
import { previewChange, testChange } from '../mapping-change.ts';
import { valueOf } from './api-error.ts';
import { releaseWaiting } from './approve-mappings.ts';
import { coverageOf } from './mapping-coverage.ts';
import { listMappings, mappingSets } from './mapping-lists.ts';
import { allowed, router } from './procedure.ts';
import { wireAnswer, wireMapping, wireStruck } from './wire-mapping.ts';
import { wireMoney } from './wire-totals.ts';

export const mappingsRouter = router({
  list: allowed('workspace.read')
    .input(listMappingsInput)
    .output(listMappingsOutput)
    .query(({ ctx: { core, actor }, input }) => listMappings(core, actor, input)),

  sets: allowed('workspace.read')
    .output(mappingSetsOutput)
    .query(({ ctx: { core } }) => mappingSets(core)),

  propose: allowed('mapping.propose')
    .input(proposeMappingsInput)
    .output(mappingsOutput)
    .mutation(({ ctx: { core, actor }, input: { drafts, reason, replaces } }) =>
      wired(core, valueOf(core.mapping.propose(draftsOf(drafts), actor, reason, replaces))),
    ),

  withdraw: allowed('mapping.propose')
    .input(withdrawMappingsInput)
    .output(mappingsOutput)
    .mutation(({ ctx: { core, actor }, input: { ids, reason } }) =>
      wired(core, valueOf(core.mapping.withdraw(ids, actor, reason))),
    ),

  approve: allowed('mapping.approve')
    .input(approveMappingsInput)
    .output(approveMappingsOutput)
    .mutation(({ ctx: { core, actor }, input: { ids, reason, overridesFreeze, releases } }) => {
      let rows: readonly MappingRow[] = [];
      const approve = () => {
        rows = valueOf(core.mapping.approve(ids, { by: actor, reason, overridesFreeze }));
      };
      const released = releases ? releaseWaiting(core, approve) : null;
      if (!releases) approve();
      return { ...wired(core, rows), released };
    }),

  reject: allowed('mapping.reject')
    .input(rejectMappingsInput)
    .output(mappingsOutput)
    .mutation(({ ctx: { core, actor }, input: { ids, reason } }) =>
      wired(core, valueOf(core.mapping.reject(ids, { by: actor, reason }))),
    ),

  proposeRetirement: allowed('mapping.propose')
    .input(proposeRetirementInput)
    .output(mappingsOutput)
    .mutation(({ ctx: { core, actor }, input: { ids, validToOn, reason } }) =>
      wired(core, valueOf(core.mapping.proposeRetirement(ids, validToOn, actor, reason))),
    ),

  approveRetirement: allowed('mapping.approve')
    .input(decideMappingsInput)
    .output(mappingsOutput)
    .mutation(({ ctx: { core, actor }, input: { ids, reason, overridesFreeze } }) =>
      wired(core, valueOf(core.mapping.approveRetirement(ids, { by: actor, reason, overridesFreeze }))),
    ),

  rejectRetirement: allowed('mapping.reject')
    .input(rejectMappingsInput)
    .output(mappingsOutput)
    .mutation(({ ctx: { core, actor }, input: { ids, reason } }) =>
      wired(core, valueOf(core.mapping.rejectRetirement(ids, { by: actor, reason }))),
    ),

  previewChange: allowed('workspace.read')
    .input(previewMappingsInput)
    .output(previewMappingsOutput)
    .mutation(({ ctx: { core }, input: { drafts, proposed } }) => {
      const preview = previewChange(core, { drafts: draftsOf(drafts), proposed });
      return {
        findings: [...preview.findings],
        closes: [...preview.closes],
        changed: preview.changed.map(({ members, ...change }) => ({ ...change, members: [...members] })),
        coverage: preview.coverage,
        held: wireStruck(preview.held),
        waiting: wireStruck(preview.waiting),
        posted: wireStruck(preview.posted),
        scanned: preview.scanned,
        asOfSeq: core.journal.head().seq,
      };
    }),

  test: allowed('workspace.read')
    .input(testMappingsInput)
    .output(testMappingsOutput)
    .mutation(({ ctx: { core }, input: { drafts, proposed, limit } }) => ({
      samples: testChange(core, { drafts: draftsOf(drafts), proposed }, limit).map((sample) => ({
        subjectId: sample.stored.id,
        label: sample.label,
        kind: sample.stored.kind,
        legalEntity: sample.legalEntity,
        on: sample.on,
        amount: sample.amount && wireMoney(sample.amount),
        answers: sample.answers.map(wireAnswer),
      })),
      asOfSeq: core.journal.head().seq,
    })),

  diff: allowed('workspace.read')
    .input(diffMappingsInput)
    .output(diffMappingsOutput)
    .query(({ ctx: { core }, input: { type, left, right } }) => {
      const rows = core.mapping.list(type === undefined ? {} : { type });
      const found = setDifference(rows, left, right);
      const today = dayOfEpochMs(core.clock.now());
      return {
        rows: found.rows.map((row) => ({
          ...row,
          left: row.left && wireMapping(row.left, today),
          right: row.right && wireMapping(row.right, today),
          members: [...row.members],
        })),
        unchanged: found.unchanged,
        asOfSeq: core.journal.head().seq,
      };
    }),

  history: allowed('workspace.read')
    .input(mappingHistoryInput)
    .output(mappingsOutput)
    .query(({ ctx: { core }, input }) => wired(core, core.mapping.history(input))),

  coverage: allowed('workspace.read')
    .input(coverageInput)
    .output(coverageOutput)
    .query(({ ctx: { core }, input }) => coverageOf(core, input)),
});

function draftsOf(drafts: unknown): readonly MappingDraft[] {
  return drafts as readonly MappingDraft[];
}

function wired(core: Core, rows: readonly MappingRow[]) {
  const today = dayOfEpochMs(core.clock.now());
  return { mappings: rows.map((row) => wireMapping(row, today)) };
}
