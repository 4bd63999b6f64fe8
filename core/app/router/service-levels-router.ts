import { serviceLevelsApi } from '#core/contract/service-levels.ts';
import { readBreaches, readLevels } from '../service-levels/read-levels.ts';
import { allowed, router } from './procedure.ts';

export const serviceLevelsRouter = router({
  get: allowed('workspace.read')
    .input(serviceLevelsApi.get.input)
    .output(serviceLevelsApi.get.output)
    .query(({ ctx: { core }, input }) => readLevels(core, input)),

  breaches: allowed('workspace.read')
    .input(serviceLevelsApi.breaches.input)
    .output(serviceLevelsApi.breaches.output)
    .query(({ ctx: { core }, input: { id, offset, limit, ...window } }) =>
      readBreaches(core, id, window, { offset, limit }),
    ),
});
