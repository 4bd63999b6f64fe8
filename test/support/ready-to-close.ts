import { sign } from 'node:crypto';
import { createTRPCClient, httpLink } from '@trpc/client';
import { type ApiSession, fixedSession } from '#core/app/router/api-session.ts';
import type { AppRouter } from '#core/app/router/app-router.ts';
import { apiPath, createApi } from '#core/app/router/create-api.ts';
import { present } from '#core/base/assert.ts';
import { ok } from '#core/base/result.ts';
import type { ApiClient } from '#core/host/local-client.ts';
import type { SampleWorld } from './sample-world.ts';

/** Someone at the API whose key is at hand, so that they can sign. */
export function clientOf(world: SampleWorld, person: string): ApiClient {
  const key = present(world.keys.get(person), `key of ${person}`).privateKeyPem;
  const session: ApiSession = {
    ...fixedSession(person),
    sign: (text) => ok(sign(null, Buffer.from(text), key).toString('base64')),
  };
  const api = createApi(world.core);
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `http://tieout.invalid${apiPath}`,
        fetch: (url: unknown, init) => api(new Request(String(url), init as RequestInit), session),
      }),
    ],
  });
}

/** Syncs, and approves what is held as the controller, until nothing is left to approve. */
export async function playPostings(world: SampleWorld): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await world.core.synchronise({ untilIdle: true });
    const held = world.core.desk.postings.inState('HELD');
    if (held.length === 0) return;
    for (const posting of held) world.decide(posting, 'maria');
  }
}

/** Clears what stands in the way of one entity's close, as its people would: every decision with a reason. */
export async function clearForClose(world: SampleWorld, legalEntity: string, period: string): Promise<void> {
  const maria = clientOf(world, 'maria');
  const reason = 'looked into and agreed';
  const open = () =>
    world.core.exceptions.exceptions
      .inState('open')
      .filter((item) => item.legalEntity === legalEntity && item.period === period);
  // An edit that is accepted asks for billing's correction: what follows from a decision is decided too.
  for (let items = open(); items.length > 0; items = open()) {
    for (const { id } of items) await maria.exceptions.dismiss.mutate({ id, reason });
    await world.core.synchronise({ untilIdle: true });
  }
  await maria.policy.movePeriod.mutate({ move: 'soft-close', legalEntity, period, reason });
  await reconciled(world, legalEntity, period);
  await maria.close.verifyJournal.mutate();
}

/** The tasks of the checklist that take two people. */
export async function reviewByPeople(
  world: SampleWorld,
  place: { readonly legalEntity: string; readonly period: string },
): Promise<void> {
  for (const taskId of ['cut-off-review', 'movement-explained']) {
    await clientOf(world, 'rita').close.prepareTask.mutate({ ...place, taskId, note: 'see the list' });
    await clientOf(world, 'maria').close.reviewTask.mutate({ ...place, taskId, note: 'seen' });
  }
}

/** Reconciles, and accepts every break of the entity that is open. */
export async function reconciled(world: SampleWorld, legalEntity: string, period: string): Promise<void> {
  const maria = clientOf(world, 'maria');
  await maria.reconciliation.run.mutate({ period });
  const { rows } = await maria.reconciliation.breaks.query({
    period,
    legalEntity,
    state: 'open',
    limit: 500,
  });
  for (const { key } of rows) {
    const reason = 'immaterial; corrected next month';
    await maria.reconciliation.decideBreak.mutate({ period, key, how: 'accept', reason });
  }
}

/** An invoice that somebody writes into the ERP by hand, dated in the period. */
export function postLate(
  world: SampleWorld,
  legalEntity: string,
  tranDate: string,
  amountMinor: number,
): number {
  const { store } = world.sandbox.organisations.netsuite;
  const mapping = world.sandbox.access.sample.mappings.find(
    ({ type, sourceKey }) => type === 'subsidiary' && sourceKey === legalEntity,
  );
  const subsidiaryId = Number(present(mapping?.target['subsidiaryId'], 'the subsidiary'));
  const like = [...store.documentsOf('invoice')].find((document) => document.subsidiaryId === subsidiaryId);
  const { entityId, currencyId, lines } = present(like, 'an invoice of the subsidiary');
  const [line] = lines;
  return store.addDocument({
    type: 'invoice',
    customerId: present(entityId, 'a customer'),
    subsidiaryId,
    currencyId,
    tranDate,
    memo: 'late',
    lines: [{ itemId: line?.itemId ?? null, amountMinor }],
    employeeId: 1,
  });
}
