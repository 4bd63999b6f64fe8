import type * as z from 'zod';
import type { Failure } from '#core/base/result.ts';
import type { resolveExceptionsOutput } from '#core/contract/exceptions.ts';
import { authorise } from '#core/policy/authority.ts';
import type { Action } from '#core/policy/permissions.ts';
import type { ExceptionItem } from '#core/storage/repositories/exceptions.ts';
import type { Core } from '../create-core.ts';
import { releaseItems } from './release-items.ts';
import { wireFix } from './wire-exception.ts';
import { totalsOf } from './wire-totals.ts';

type Resolved = z.output<typeof resolveExceptionsOutput>;

interface Chosen {
  readonly items: readonly ExceptionItem[];
  readonly refused: { id: string; failure: Failure }[];
}

export interface ResolveRequest {
  readonly ids: readonly string[];
  readonly how: 'fix' | 'dismiss' | 'retry';
  readonly reason: string;
  readonly confirm: boolean;
}

/**
 * Ends exceptions by their suggested fix, by deciding again, or by a person's word. Each is judged by itself: what may
 * not or cannot be is refused with its reason, and the others go on.
 */
export function resolveExceptions(core: Core, actor: string, request: ResolveRequest): Resolved {
  const { how, reason, confirm } = request;
  const { items, refused } = choose(core, actor, request);
  if (!confirm) {
    return {
      isPreview: true,
      resolved: items.map(({ id }) => ({ id, seq: null })),
      totals: totalsOf(items.map(({ amount }) => amount)),
      stillOpen: [],
      refused,
    };
  }
  const ended = items.filter((item) => how === 'dismiss' || (how === 'fix' && kindOf(item) === 'accept'));
  const decidedAgain = items.filter((item) => !ended.includes(item));
  const seqs = core.store.transact(
    () => new Map(ended.map((item) => [item.id, core.exceptions.dismiss(item, actor, reason).seq])),
  );
  if (decidedAgain.length > 0) releaseItems(core, decidedAgain, actor, reason);
  else decideEdits(core, ended);
  const after = items.map((item) => core.exceptions.exceptions.get(item.id) ?? item);
  const gone = new Set(after.filter(({ state }) => state !== 'open').map(({ id }) => id));
  return {
    isPreview: false,
    resolved: [...gone].map((id) => ({ id, seq: seqs.get(id) ?? null })),
    totals: totalsOf(items.filter(({ id }) => gone.has(id)).map(({ amount }) => amount)),
    stillOpen: after
      .filter(({ id }) => !gone.has(id))
      .map(({ id, code, message }) => ({ id, code, message })),
    refused,
  };
}

/** What an accepted edit asks of billing is there at once, and goes at once with it: not only after the next sync. */
export function decideEdits(core: Core, changed: readonly ExceptionItem[]): void {
  if (changed.some(({ code }) => code === 'MANUAL_EDIT_IN_ERP')) core.workflow.run();
}

function choose(core: Core, actor: string, { ids, how, confirm }: ResolveRequest): Chosen {
  const items: ExceptionItem[] = [];
  const refused: { id: string; failure: Failure }[] = [];
  for (const id of new Set(ids)) {
    const item = core.exceptions.exceptions.get(id);
    const failure = item ? whyNot(core, actor, item, how, confirm) : exceptionNotFound(id);
    if (failure) refused.push({ id, failure });
    else if (item) items.push(item);
  }
  return { items, refused };
}

function whyNot(
  core: Core,
  actor: string,
  item: ExceptionItem,
  how: ResolveRequest['how'],
  confirm: boolean,
): Failure | null {
  if (item.state !== 'open') return exceptionClosed(item);
  const fix = wireFix(item.code);
  if (how === 'fix' && !fix.actsAtOnce) {
    return {
      code: 'FIX_ELSEWHERE',
      message: `${item.code} is fixed on another screen: ${fix.title}.`,
      where: item.id,
      fix: fix.effect,
    };
  }
  const action: Action =
    how === 'dismiss' || (how === 'fix' && fix.kind === 'accept') ? 'exception.dismiss' : 'exception.resolve';
  return mayNot(core, actor, item, action, confirm);
}

/** Why someone may not do something about an exception; an attempt is journalled, a look at what would happen is not. */
export function mayNot(
  core: Core,
  actor: string,
  { id, legalEntity }: ExceptionItem,
  action: Action,
  isAttempt = true,
): Failure | null {
  const allowed = isAttempt
    ? core.people.gate({ actor, action, legalEntity, subject: id })
    : authorise({ actor, action, legalEntity, amount: null, excluded: [] }, core.people.context());
  return allowed.ok ? null : allowed.error;
}

function kindOf({ code }: ExceptionItem): string {
  return wireFix(code).kind;
}

export function exceptionNotFound(id: string): Failure {
  return {
    code: 'EXCEPTION_NOT_FOUND',
    message: `There is no exception ${id}.`,
    where: id,
    fix: 'List the exceptions and use one of their ids.',
  };
}

export function exceptionClosed({ id, state, resolution }: ExceptionItem): Failure {
  return {
    code: 'EXCEPTION_CLOSED',
    message: `Exception ${id} is ${state} already: ${resolution ?? 'no reason given'}.`,
    where: id,
    fix: 'Nothing is to be done.',
  };
}
