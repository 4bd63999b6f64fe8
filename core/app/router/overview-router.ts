import { toInstant } from '#core/base/clock.ts';
import { overviewApi } from '#core/contract/overview.ts';
import { summarise } from '#core/domain/entity-summary.ts';
import { EntityRepository } from '#core/storage/repositories/entities.ts';
import { ExpectedList } from '#core/storage/repositories/expected.ts';
import { overviewOf } from '../overview/overview.ts';
import { allowed, router } from './procedure.ts';
import { wireSums } from './wire-totals.ts';

export const overviewRouter = router({
  get: allowed('workspace.read')
    .input(overviewApi.get.input)
    .output(overviewApi.get.output)
    .query(({ ctx: { core, actor }, input }) => overviewOf(core, actor, input)),

  expected: allowed('workspace.read')
    .input(overviewApi.expected.input)
    .output(overviewApi.expected.output)
    .query(({ ctx: { core }, input: { sort, isDescending, offset, limit, ...filter } }) => {
      const list = new ExpectedList(core.store);
      const entities = new EntityRepository(core.store);
      const labelOf = (id: string): string => {
        const stored = entities.get(id);
        if (!stored) return id;
        const { number, contractNumber } = summarise(stored.entity);
        return number ?? contractNumber ?? stored.externalId;
      };
      return {
        rows: list
          .page(filter, { by: sort, isDescending }, { offset, limit })
          .map(({ currency, amountMinor, dueAtMs, ...row }) => ({
            ...row,
            label: labelOf(row.subjectId),
            dueAt: toInstant(dueAtMs),
            amount: currency === null ? null : { currency, minor: String(amountMinor ?? 0) },
          })),
        totals: wireSums(
          list.totals(filter).map(({ currency, count, sum }) => ({ currency, count, sum: BigInt(sum) })),
        ),
        nowAt: toInstant(core.clock.now()),
        asOfSeq: core.journal.head().seq,
      };
    }),
});
