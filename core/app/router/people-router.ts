import {
  accessReviewOutput,
  addPersonInput,
  changePersonInput,
  delegateInput,
  delegationEndedOutput,
  delegationOutput,
  listPeopleOutput,
  personAndReasonInput,
  personOutput,
  type WirePerson,
} from '#core/contract/people.ts';
import type { Limits } from '#core/policy/limits.ts';
import type { People, Person } from '#core/policy/people.ts';
import { actions, type Role, roleConflicts, roles, rolesFor } from '#core/policy/permissions.ts';
import type { PersonDraft } from '#core/policy/person-draft.ts';
import type { Core } from '../create-core.ts';
import { accessReview } from './access-review.ts';
import { valueOf } from './api-error.ts';
import { allowed, router } from './procedure.ts';

export const peopleRouter = router({
  list: allowed('workspace.read')
    .output(listPeopleOutput)
    .query(({ ctx: { core, actor } }) => {
      const { people, nowAt } = core.people.context();
      return {
        people: people.all().map((person) => wirePerson(person, people)),
        roles: [...roles],
        conflicts: roleConflicts.map(([one, other]) => ({
          roles: [one, other] as [string, string],
          why: one === 'auditor' ? whyAuditor : whyAdministrator,
        })),
        rules: actions.map((action) => ({ action, roles: [...rolesFor(action)] })),
        you: actor,
        nowAt,
        asOfSeq: core.journal.head().seq,
      };
    }),

  add: allowed('people.change')
    .input(addPersonInput)
    .output(personOutput)
    .mutation(({ ctx: { core, actor }, input: { reason, limits, ...draft } }) =>
      changed(core, valueOf(core.people.add(draftOf({ ...draft, limits }), actor, reason))),
    ),

  change: allowed('people.change')
    .input(changePersonInput)
    .output(personOutput)
    .mutation(({ ctx: { core, actor }, input: { id, changes, reason } }) =>
      changed(core, valueOf(core.people.change(id, draftOf(changes), actor, reason))),
    ),

  deactivate: allowed('people.change')
    .input(personAndReasonInput)
    .output(personOutput)
    .mutation(({ ctx: { core, actor }, input: { id, reason } }) =>
      changed(core, valueOf(core.people.deactivate(id, actor, reason))),
    ),

  reactivate: allowed('people.change')
    .input(personAndReasonInput)
    .output(personOutput)
    .mutation(({ ctx: { core, actor }, input: { id, reason } }) =>
      changed(core, valueOf(core.people.reactivate(id, actor, reason))),
    ),

  delegate: allowed('people.delegate')
    .input(delegateInput)
    .output(delegationOutput)
    .mutation(({ ctx: { core, actor }, input: { reason, role, ...lent } }) => ({
      delegation: {
        ...valueOf(core.people.delegate({ ...lent, fromPerson: actor, role: role as Role }, actor, reason)),
      },
      asOfSeq: core.journal.head().seq,
    })),

  /** Who lent may end it; so may whoever changes people. The desk asks for the one or the other. */
  endDelegation: allowed('workspace.read')
    .input(personAndReasonInput)
    .output(delegationEndedOutput)
    .mutation(({ ctx: { core, actor }, input: { id, reason } }) => {
      valueOf(core.people.endDelegation(id, actor, reason));
      return { asOfSeq: core.journal.head().seq };
    }),

  accessReview: allowed('access.review')
    .output(accessReviewOutput)
    .query(({ ctx: { core } }) => accessReview(core)),
});

const whyAuditor = 'Whoever audits does nothing that is audited.';
const whyAdministrator = 'Whoever makes accounts does not decide on money.';

interface WireLimits {
  readonly legalEntities: readonly string[] | null;
  readonly maxMinorByCurrency: Readonly<Record<string, string>> | null;
}

type GivenDraft<Draft> = Omit<Draft, 'limits' | 'roles'> & { limits?: unknown; roles?: Role[] };

/** The limits as the desk reads them: it says 'all' and 'unlimited' where the wire says null. */
function draftOf<
  Draft extends { readonly limits?: WireLimits | undefined; readonly roles?: readonly string[] | undefined },
>(draft: Draft): PersonDraft {
  const { limits, roles: held, ...rest } = draft;
  const given: GivenDraft<typeof rest> = { ...rest };
  if (held !== undefined) given.roles = [...held] as Role[];
  if (limits !== undefined) {
    given.limits = {
      legalEntities: limits.legalEntities ?? 'all',
      maxMinorByCurrency: limits.maxMinorByCurrency ?? 'unlimited',
    };
  }
  return given as unknown as PersonDraft;
}

function changed(core: Core, person: Person) {
  return { person: wirePerson(person, core.people.people()), asOfSeq: core.journal.head().seq };
}

function wirePerson(
  { id, name, isActive, roles: held, limits, publicKey }: Person,
  people: People,
): WirePerson {
  return {
    id,
    name,
    isActive,
    roles: [...held],
    limits: wireLimits(limits),
    publicKey,
    delegations: people.delegationsTo(id).map((delegation) => ({ ...delegation })),
  };
}

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
