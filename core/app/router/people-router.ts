import { listPeopleOutput } from '#core/contract/people.ts';
import type { Limits } from '#core/policy/limits.ts';
import { allowed, router } from './procedure.ts';

export const peopleRouter = router({
  list: allowed('workspace.read')
    .output(listPeopleOutput)
    .query(({ ctx: { core, actor } }) => {
      const people = core.people.people();
      return {
        people: people.all().map(({ id, name, isActive, roles, limits, publicKey }) => ({
          id,
          name,
          isActive,
          roles: [...roles],
          limits: wireLimits(limits),
          publicKey,
          delegations: people.delegationsTo(id).map((delegation) => ({ ...delegation })),
        })),
        you: actor,
      };
    }),
});

function wireLimits({ legalEntities, maxMinorByCurrency }: Limits) {
  return {
    legalEntities: legalEntities === 'all' ? null : [...legalEntities],
    maxMinorByCurrency:
      maxMinorByCurrency === 'unlimited'
        ? null
        : Object.fromEntries(
            Object.entries(maxMinorByCurrency).map(([code, minor]) => [code, String(minor)]),
          ),
  };
}
