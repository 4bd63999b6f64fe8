import { initTRPC } from '@trpc/server';
import type { Action } from '#core/policy/permissions.ts';
import { readerActions, sealedReadOnly } from '../packs/sealed-facts.ts';
import { describeError, ExpectedFailure, failed, valueOf } from './api-error.ts';
import { signedIn } from './api-session.ts';
import type { ApiContext } from './context.ts';

/** References given to errors, so that answer and log entry carry the same one. */
const references = new WeakMap<Error, string>();

export function referenceOf(error: Error, ctx: ApiContext | undefined): string {
  const known = references.get(error);
  if (known !== undefined) return known;
  const reference = ctx?.core.ids.next('err') ?? 'err_before_context';
  references.set(error, reference);
  return reference;
}

const trpc = initTRPC.context<ApiContext>().create({
  isDev: false,
  errorFormatter({ shape, error, ctx }) {
    const data = describeError(error, () => referenceOf(error, ctx));
    return { code: shape.code, message: data.message, data };
  },
});

export const { router } = trpc;

/** In a sealed pack nothing is changed, whatever is asked; a window may be closed. */
const inSealedPack = trpc.middleware(({ ctx, path, type, next }) => {
  const isRefused = ctx.core.sealed !== null && type !== 'query' && path !== 'session.close';
  if (isRefused) throw failed(sealedReadOnly(path));
  return next();
});

const procedure = trpc.procedure.use(inSealedPack);

/** A procedure that takes no right: only who sits here is asked and changed this way. */
export const open = procedure;

/**
 * A procedure that takes the right to an action. Refusals are journalled by the gate, what is allowed is logged. Where
 * a legal entity or an amount matters, the desk behind the procedure asks again with them.
 */
export function allowed(action: Action) {
  return procedure.use(async ({ ctx, path, next }) => {
    valueOf(signedIn(ctx.session));
    assertAllowed(ctx, action, path, null);
    ctx.log.write('info', 'access.allowed', { actor: ctx.actor, action, procedure: path });
    const result = await next();
    if (!result.ok && result.error.cause instanceof ExpectedFailure) throw failed(result.error.cause.failure);
    return result;
  });
}

/** Asks for a right over one thing of a legal entity; throws the refusal, which the gate has journalled. */
export function assertAllowed(
  ctx: ApiContext,
  action: Action,
  subject: string,
  legalEntity: string | null,
): void {
  // Who reads a pack is no person of the workspace, and there is no journal to write a refusal into.
  if (ctx.core.sealed !== null) {
    if (!readerActions.includes(action)) throw failed(sealedReadOnly(subject));
    return;
  }
  valueOf(ctx.core.people.gate({ actor: ctx.actor, action, legalEntity, subject }));
}
