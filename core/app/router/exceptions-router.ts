import { present } from '#core/base/assert.ts';
import type { Failure, Result } from '#core/base/result.ts';
import {
  assignExceptionsInput,
  countExceptionsInput,
  countExceptionsOutput,
  dismissExceptionInput,
  dismissExceptionOutput,
  exceptionSourceOutput,
  exceptionsApi,
  getExceptionInput,
  getExceptionOutput,
  listCausesInput,
  listCausesOutput,
  listExceptionsInput,
  listExceptionsOutput,
  noteExceptionInput,
  releaseCauseInput,
  releaseCauseOutput,
  resolveExceptionsInput,
  resolveExceptionsOutput,
  retryExceptionsInput,
  snoozeExceptionsInput,
  undoExceptionsInput,
} from '#core/contract/exceptions.ts';
import { exceptionCatalogue } from '#core/exceptions/catalogue.ts';
import type { RecordedEvent } from '#core/journal/event.ts';
import type { ExceptionItem } from '#core/storage/repositories/exceptions.ts';
import type { Core } from '../create-core.ts';
import { failed } from './api-error.ts';
import type { ApiContext } from './context.ts';
import { exceptionDetails, sourceOf } from './exception-details.ts';
import { listCauses } from './list-causes.ts';
import { allowed, assertAllowed, router } from './procedure.ts';
import { previewRelease, releaseCause } from './release-cause.ts';
import {
  decideEdits,
  exceptionClosed,
  exceptionNotFound,
  mayNot,
  resolveExceptions,
} from './resolve-exceptions.ts';
import { standpointOf, wireException } from './wire-exception.ts';
import { wireSums } from './wire-totals.ts';

/** Both kinds of change answer the same: what changed with the event to undo, and what did not with its reason. */
const changedOutput = exceptionsApi.assign.output;

export const exceptionsRouter = router({
  list: allowed('workspace.read')
    .input(listExceptionsInput)
    .output(listExceptionsOutput)
    .query(({ ctx: { core, actor }, input }) => {
      const { state: queue, sort, offset, limit, ...rest } = input;
      assertCodeKnown(rest.code);
      const standpoint = standpointOf(core, actor);
      const list = core.exceptions.list;
      const { rows, totals } = list.answer({ queue, ...rest }, standpoint, sort, { offset, limit });
      return {
        exceptions: rows.map((row) => wireException(core, row, standpoint.nowAt)),
        totals: wireSums(totals),
        nowAt: standpoint.nowAt,
        asOfSeq: core.journal.head().seq,
      };
    }),

  counts: allowed('workspace.read')
    .input(countExceptionsInput)
    .output(countExceptionsOutput)
    .query(({ ctx: { core, actor }, input }) => {
      const { state: queue, ...rest } = input;
      const standpoint = standpointOf(core, actor);
      const list = core.exceptions.list;
      const { code: _, ...anyCode } = rest;
      return {
        queues: list.countsByQueue({ queue, ...rest }, standpoint),
        codes: [...list.countsByCode({ queue, ...anyCode }, standpoint)],
        asOfSeq: core.journal.head().seq,
      };
    }),

  causes: allowed('workspace.read')
    .input(listCausesInput)
    .output(listCausesOutput)
    .query(({ ctx: { core, actor }, input: { state: queue, limit, ...rest } }) => {
      assertCodeKnown(rest.code);
      return {
        causes: listCauses(core, { queue, ...rest }, standpointOf(core, actor), limit),
        asOfSeq: core.journal.head().seq,
      };
    }),

  get: allowed('workspace.read')
    .input(getExceptionInput)
    .output(getExceptionOutput)
    .query(({ ctx: { core, actor }, input: { id } }) => {
      const listed = core.exceptions.list.one(id, standpointOf(core, actor));
      if (!listed) throw failed(exceptionNotFound(id));
      return exceptionDetails(core, listed);
    }),

  source: allowed('personal-data.read')
    .input(getExceptionInput)
    .output(exceptionSourceOutput)
    .query(({ ctx: { core }, input: { id } }) => ({ records: sourceOf(core, itemOf(core, id)) })),

  /** Fix once, release all. The preview changes nothing. */
  releaseCause: allowed('exception.resolve')
    .input(releaseCauseInput)
    .output(releaseCauseOutput)
    .mutation(({ ctx, input }) => {
      const { core, actor } = ctx;
      const { causeKey, reason, confirm } = input;
      if (!confirm) return previewRelease(core, causeKey);
      const entities = new Set(
        core.exceptions.exceptions.openOfCause(causeKey).map(({ legalEntity }) => legalEntity),
      );
      for (const legalEntity of entities) assertAllowed(ctx, 'exception.resolve', causeKey, legalEntity);
      return releaseCause(core, causeKey, actor, reason);
    }),

  resolve: allowed('workspace.read')
    .input(resolveExceptionsInput)
    .output(resolveExceptionsOutput)
    .mutation(({ ctx: { core, actor }, input }) => resolveExceptions(core, actor, input)),

  retry: allowed('exception.resolve')
    .input(retryExceptionsInput)
    .output(resolveExceptionsOutput)
    .mutation(({ ctx: { core, actor }, input: { ids } }) =>
      resolveExceptions(core, actor, { ids, how: 'retry', reason: 'tried again', confirm: true }),
    ),

  assign: allowed('exception.assign')
    .input(assignExceptionsInput)
    .output(changedOutput)
    .mutation(({ ctx, input: { ids, assignee } }) => {
      const { core, actor } = ctx;
      if (assignee !== null && core.people.people().find(assignee)?.isActive !== true) {
        throw failed(nobodyOfThatName(assignee));
      }
      return changeEach(ctx, ids, (item) => ok(core.exceptions.assign(item, assignee, actor)));
    }),

  snooze: allowed('exception.assign')
    .input(snoozeExceptionsInput)
    .output(changedOutput)
    .mutation(({ ctx, input: { ids, untilAt } }) =>
      changeEach(ctx, ids, (item) => ok(ctx.core.exceptions.snooze(item, untilAt, ctx.actor))),
    ),

  note: allowed('exception.assign')
    .input(noteExceptionInput)
    .output(changedOutput)
    .mutation(({ ctx, input: { id, note } }) =>
      changeEach(ctx, [id], (item) => ok(ctx.core.exceptions.note(item, note, ctx.actor)), 'any'),
    ),

  undo: allowed('exception.assign')
    .input(undoExceptionsInput)
    .output(changedOutput)
    .mutation(({ ctx, input: { items } }) => {
      const seqs = new Map(items.map(({ id, seq }) => [id, seq]));
      const changed = changeEach(
        ctx,
        [...seqs.keys()],
        (item) => ctx.core.exceptions.undo(item, present(seqs.get(item.id), 'asked for'), ctx.actor),
        'any',
      );
      decideEdits(
        ctx.core,
        changed.changed.map(({ id }) => itemOf(ctx.core, id)),
      );
      return changed;
    }),

  dismiss: allowed('exception.dismiss')
    .input(dismissExceptionInput)
    .output(dismissExceptionOutput)
    .mutation(({ ctx, input: { id, reason } }) => {
      const { core, actor } = ctx;
      const item = itemOf(core, id);
      if (item.state !== 'open') throw failed(exceptionClosed(item));
      assertAllowed(ctx, 'exception.dismiss', id, item.legalEntity);
      const { seq } = core.exceptions.dismiss(item, actor, reason);
      decideEdits(core, [item]);
      return { id, seq };
    }),
});

/** A code that does not exist would be answered with no exceptions, which reads as good news. */
function assertCodeKnown(code: string | undefined): void {
  if (code === undefined || Object.hasOwn(exceptionCatalogue, code)) return;
  throw failed({
    code: 'INPUT_INVALID',
    message: `There is no exception code "${code}".`,
    where: 'code',
    fix: `Use one such as ${Object.keys(exceptionCatalogue).slice(0, 3).join(', ')}; the reference of exceptions lists them all.`,
  });
}

function itemOf(core: Core, id: string): ExceptionItem {
  const item = core.exceptions.exceptions.get(id);
  if (!item) throw failed(exceptionNotFound(id));
  return item;
}

const ok = <T>(value: T): Result<T, Failure> => ({ ok: true, value });

/** Changes each by itself, in one transaction: the refused ones say why, the others are done. */
function changeEach(
  { core, actor }: ApiContext,
  ids: readonly string[],
  change: (item: ExceptionItem) => Result<RecordedEvent, Failure>,
  states: 'open' | 'any' = 'open',
): { changed: { id: string; seq: number }[]; refused: { id: string; failure: Failure }[] } {
  return core.store.transact(() => {
    const changed: { id: string; seq: number }[] = [];
    const refused: { id: string; failure: Failure }[] = [];
    for (const id of new Set(ids)) {
      const item = core.exceptions.exceptions.get(id);
      const closed = item && states === 'open' && item.state !== 'open' ? exceptionClosed(item) : null;
      const failure = item
        ? (closed ?? mayNot(core, actor, item, 'exception.assign'))
        : exceptionNotFound(id);
      const done = failure || !item ? null : change(item);
      if (done?.ok) changed.push({ id, seq: done.value.seq });
      else refused.push({ id, failure: done ? done.error : present(failure, 'a reason') });
    }
    return { changed, refused };
  });
}

function nobodyOfThatName(id: string): Failure {
  return {
    code: 'PERSON_UNKNOWN',
    message: `There is no active person "${id}" in this workspace.`,
    where: 'assignee',
    fix: 'Choose one of the people of the workspace.',
  };
}
