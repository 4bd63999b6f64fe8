import type * as z from 'zod';
import { toInstant } from '#core/base/clock.ts';
import type { Failure } from '#core/base/result.ts';
import { sessionApi, type sessionOutput } from '#core/contract/session.ts';
import { dayOfEpochMs } from '#core/domain/day.ts';
import { authorise } from '#core/policy/authority.ts';
import type { Person } from '#core/policy/people.ts';
import { actions, permissions } from '#core/policy/permissions.ts';
import { ConnectionRepository } from '#core/storage/repositories/connections.ts';
import { packReader, readerActions } from '../packs/sealed-facts.ts';
import { failed, valueOf } from './api-error.ts';
import type { ApiContext } from './context.ts';
import { open, router } from './procedure.ts';

/** Who sits here. The only area that is answered before anyone is signed in. */
export const sessionRouter = router({
  get: open.output(sessionApi.get.output).query(({ ctx }) => sessionOf(ctx)),

  signIn: open
    .input(sessionApi.signIn.input)
    .output(sessionApi.signIn.output)
    .mutation(async ({ ctx, input }) => {
      const person = ctx.core.people.people().find(input.person);
      if (!person?.isActive) throw failed(nobody(input.person));
      const signed = await ctx.session.signIn(person.id, input.passphrase ?? null);
      if (!signed.ok) throw failed(refused(ctx, person.id, signed.error));
      ctx.log.write('info', 'session.signed-in', { person: person.id });
      return sessionOf(ctx);
    }),

  signOut: open.output(sessionApi.signOut.output).mutation(({ ctx }) => {
    ctx.session.signOut();
    return sessionOf(ctx);
  }),

  close: open.output(sessionApi.close.output).mutation(({ ctx }) => {
    ctx.session.close();
    return { isClosed: true as const };
  }),

  removeSample: open.output(sessionApi.removeSample.output).mutation(({ ctx }) => {
    valueOf(ctx.session.removeSample());
    return { isRemoved: true as const };
  }),
});

function sessionOf(ctx: ApiContext): z.output<typeof sessionOutput> {
  const { core, session } = ctx;
  const active = core.people
    .people()
    .all()
    .filter(({ isActive }) => isActive);
  const sealedById = new Map(
    session.peopleHere(active.map(({ id }) => id)).map(({ id, isSealed }) => [id, isSealed]),
  );
  const connections = new ConnectionRepository(core.store).all();
  return {
    host: session.host,
    version: session.version,
    workspace: {
      id: core.workspaceId,
      name: core.settings.name,
      isSample: session.isSample,
      isSandbox: connections.every(({ environment }) => environment === 'sandbox'),
    },
    sealed: core.sealed,
    businessDay: dayOfEpochMs(core.clock.now()),
    nowAt: toInstant(core.clock.now()),
    you: youOf(ctx, active),
    rules: Object.fromEntries(actions.map((action) => [action, [...permissions[action]]])),
    people: active
      .filter(({ id }) => sealedById.has(id))
      .map(({ id, name, roles }) => ({
        id,
        name,
        roles: [...roles],
        isSealed: sealedById.get(id) ?? false,
      })),
    endsAt: session.endsAt,
    idleMs: session.idleMs,
  };
}

function youOf({ core, session }: ApiContext, active: readonly Person[]) {
  if (core.sealed !== null) return session.person === packReader ? reader : null;
  const person = active.find(({ id }) => id === session.person);
  if (!person) return null;
  const context = core.people.context();
  const allowed = actions.filter(
    (action) =>
      authorise({ actor: person.id, action, legalEntity: null, amount: null, excluded: [] }, context).ok,
  );
  return {
    id: person.id,
    name: person.name,
    roles: [...person.roles],
    allowed,
    isFresh: session.isFresh(),
  };
}

/** Whoever has the file of a pack may read it, as an auditor would; there is nobody to sign in. */
const reader = {
  id: packReader,
  name: 'Reader',
  roles: ['auditor'],
  allowed: [...readerActions],
  isFresh: false,
};

/** A failed proof of who someone is goes into the journal like any other refusal. */
function refused({ core }: ApiContext, personId: string, failure: Failure): Failure {
  core.people.log.refused({
    actor: personId,
    action: 'session.sign-in',
    legalEntity: null,
    subject: 'session',
    failure,
  });
  return failure;
}

function nobody(id: string): Failure {
  return {
    code: 'PERSON_UNKNOWN',
    message: `There is no active person "${id}" in this workspace.`,
    where: id,
    fix: 'Choose one of the people whose key is on this machine.',
  };
}
