import { present } from '#core/base/assert.ts';
import {
  dismissExceptionInput,
  dismissExceptionOutput,
  listExceptionsInput,
  listExceptionsOutput,
  releaseCauseInput,
  releaseCauseOutput,
} from '#core/contract/exceptions.ts';
import { magnitude } from '#core/domain/money.ts';
import { exceptionCatalogue } from '#core/exceptions/catalogue.ts';
import type { ExceptionItem } from '#core/storage/repositories/exceptions.ts';
import { failed } from './api-error.ts';
import { allowed, assertAllowed, router } from './procedure.ts';
import { previewRelease, releaseCause } from './release-cause.ts';
import { totalsOf, wireMoney } from './wire-totals.ts';

export const exceptionsRouter = router({
  list: allowed('workspace.read')
    .input(listExceptionsInput)
    .output(listExceptionsOutput)
    .query(({ ctx: { core }, input }) => {
      const items = core.exceptions.exceptions
        .inState(input.state)
        .filter(
          ({ code, causeKey }) =>
            (input.code === undefined || code === input.code) &&
            (input.causeKey === undefined || causeKey === input.causeKey),
        );
      return {
        exceptions: items.map(wireException),
        causes: causesOf(items),
        totals: totalsOf(items.map(({ amount }) => amount)),
        asOfSeq: core.journal.head().seq,
      };
    }),

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

  dismiss: allowed('exception.dismiss')
    .input(dismissExceptionInput)
    .output(dismissExceptionOutput)
    .mutation(({ ctx, input: { id, reason } }) => {
      const { core, actor } = ctx;
      const item = core.exceptions.exceptions.get(id);
      if (!item) throw failed(notFound(id));
      if (item.state !== 'open') throw failed(closed(item));
      assertAllowed(ctx, 'exception.dismiss', id, item.legalEntity);
      core.exceptions.dismiss(item, actor, reason);
      return { id };
    }),
});

function wireException(item: ExceptionItem) {
  const kind = (exceptionCatalogue as Readonly<Record<string, { readonly effect: string }>>)[item.code];
  return {
    ...item,
    effect: kind?.effect ?? '',
    amount: item.amount && wireMoney(item.amount),
  };
}

/** Root causes, most money first; sums of different currencies are compared by their largest, never added. */
function causesOf(items: readonly ExceptionItem[]) {
  const byCause = new Map<string, ExceptionItem[]>();
  for (const item of items) {
    const others = byCause.get(item.causeKey);
    if (others) others.push(item);
    else byCause.set(item.causeKey, [item]);
  }
  return [...byCause]
    .map(([causeKey, of]) => {
      const first = present(of[0], 'a cause has an exception');
      const totals = totalsOf(of.map(({ amount }) => amount && magnitude(amount)));
      return { causeKey, code: first.code, ownerRole: first.ownerRole, totals };
    })
    .sort((left, right) => {
      const [a, b] = [largest(left.totals.sums), largest(right.totals.sums)];
      if (a !== b) return a > b ? -1 : 1;
      return left.causeKey < right.causeKey ? -1 : 1;
    });
}

function largest(sums: readonly { readonly minor: string }[]): bigint {
  return sums.reduce((most, { minor }) => (BigInt(minor) > most ? BigInt(minor) : most), -1n);
}

function notFound(id: string) {
  return {
    code: 'EXCEPTION_NOT_FOUND',
    message: `There is no exception ${id}.`,
    where: id,
    fix: 'List the exceptions and use one of their ids.',
  };
}

function closed({ id, state, resolution }: ExceptionItem) {
  return {
    code: 'EXCEPTION_CLOSED',
    message: `Exception ${id} is ${state} already: ${resolution ?? 'no reason given'}.`,
    where: id,
    fix: 'Nothing is to be done.',
  };
}
