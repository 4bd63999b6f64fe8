import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '#core/base/assert.ts';
import { annualValue } from '#core/domain/recurring-value.ts';
import {
  clearForClose,
  clientOf,
  playPostings,
  postLate,
  reviewByPeople,
} from '#test/support/ready-to-close.ts';
import { type SampleWorld, startSampleWorld } from '#test/support/sample-world.ts';

const place = { legalEntity: 'NW-UK', period: '2026-09' } as const;
let world: SampleWorld;

const as = (person: string) => clientOf(world, person);
const standing = () => as('audrey').close.get.query(place);

async function recurring(): Promise<readonly string[]> {
  const { evidence } = await standing();
  return evidence
    .filter(({ key }) => key.startsWith('recurring-revenue.'))
    .map(({ key, count, amount }) => `${key} ${count} ${amount?.minor}`);
}

/** Billing ends a live subscription of the entity on this day and tells so in the next sync. */
async function cancel(day: string): Promise<void> {
  const { store } = world.sandbox.organisations.stripe;
  const found = [...world.core.books.entities.ofKind('subscription')].find(
    ({ entity }) =>
      entity.legalEntity === place.legalEntity &&
      entity.status === 'active' &&
      entity.contractNumber !== null &&
      entity.startOn < '2026-09-01' &&
      annualValue(entity).minor > 0n,
  );
  const { id, externalId } = present(found, 'a live subscription of the entity');
  const endedAt = Date.parse(`${day}T12:00:00Z`) / 1000;
  const ended = { status: 'canceled', canceledAt: endedAt, endedAt } as const;
  store.state.update('subscription', externalId, ended, 'customer.subscription.deleted');
  await world.core.synchronise({ untilIdle: true });
  expect(world.core.books.entities.get(id)?.entity).toMatchObject({
    status: 'cancelled',
    cancelledOn: day,
  });
}

beforeAll(async () => {
  world = await startSampleWorld();
  await playPostings(world);
  await clearForClose(world, place.legalEntity, place.period);
  await reviewByPeople(world, place);
  const { evidenceHash } = await standing();
  await as('rita').close.prepareSignOff.mutate({ ...place, evidenceHash });
  await as('maria').close.signOff.mutate({ ...place, evidenceHash });
}, 180_000);

afterAll(async () => {
  await world?.close();
});

describe('the evidence of a sign-off', () => {
  it('is the same after a run that finds nothing new', async () => {
    await as('ben').reconciliation.run.mutate({ period: place.period });
    expect((await standing()).signOff).toMatchObject({ state: 'signed', cause: null });
  });

  it('is not another entity’s late document', async () => {
    postLate(world, 'NW-DE', '2026-09-29', 12_345);
    await world.core.synchronise({ untilIdle: true });
    expect((await standing()).signOff).toMatchObject({ state: 'signed', cause: null });
  });

  it('has recurring revenue as of the period’s end: what is cancelled later does not move it', async () => {
    const before = await recurring();
    await cancel('2026-10-05');
    expect(await recurring()).toEqual(before);
    expect((await standing()).signOff?.state).toBe('signed');
  });

  it('is not the next month’s business, whether the period is closed or not', async () => {
    await as('maria').close.lock.mutate({ ...place, reason: 'month end' });
    postLate(world, place.legalEntity, '2026-10-05', 12_345);
    await world.core.synchronise({ untilIdle: true });
    const close = await standing();
    expect(close).toMatchObject({ periodState: 'closed', signOff: { state: 'signed', cause: null } });
    expect(close.progress.done).toBe(close.progress.of);
  });

  it('moves with recurring revenue of the period that changes under it', async () => {
    await cancel('2026-09-20');
    const { signOff, periodState } = await standing();
    expect({ state: signOff?.state, periodState }).toEqual({ state: 'suspended', periodState: 'closed' });
    const keys = signOff?.delta.map(({ key }) => key) ?? [];
    expect(keys.filter((key) => /^recurring-revenue\..*\.right$/.test(key))).toHaveLength(1);
    expect(keys.filter((key) => /^(receivables|cash)\./.test(key))).toEqual([]);
  });

  it('rebuilds from the journal alone', () => {
    expect(world.core.verify().problems).toEqual([]);
  });
});
