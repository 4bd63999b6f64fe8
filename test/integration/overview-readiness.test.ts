import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearForClose, clientOf, playPostings, reviewByPeople } from '#test/support/ready-to-close.ts';
import { type SampleWorld, startSampleWorld } from '#test/support/sample-world.ts';

const place = { legalEntity: 'NW-UK', period: '2026-09' } as const;
const { legalEntity, period } = place;
const reason = 'a reason that is long enough';
let world: SampleWorld;

const as = (person: string) => clientOf(world, person);
const overview = () => as('maria').overview.get.query(place);

async function openTasks(): Promise<readonly string[]> {
  const { tasks } = await as('maria').close.get.query(place);
  return tasks.filter(({ isDone }) => !isDone).map(({ id }) => id);
}

beforeAll(async () => {
  world = await startSampleWorld();
  await playPostings(world);
}, 180_000);

afterAll(async () => {
  await world?.close();
});

describe('what the overview says of a period', () => {
  it('names the tasks of the close that block, though every list is empty', async () => {
    await as('maria').reconciliation.run.mutate({ period });
    const { run } = await as('maria').reconciliation.get.query({ period });
    const runId = run?.id ?? '';
    const { rows } = await as('maria').reconciliation.groups.query({ runId, status: 'matched', legalEntity });
    const match = rows.find(({ origin }) => origin === 'rule');
    await as('maria').reconciliation.unmatch.mutate({ runId, number: match?.number ?? 0, reason });
    await as('maria').reconciliation.run.mutate({ period });
    const open = world.core.exceptions.exceptions.inState('open');
    const own = open.filter((item) => item.legalEntity === legalEntity);
    const untilAt = new Date(world.core.clock.now() + 20 * 86_400_000).toISOString();
    await as('maria').exceptions.snooze.mutate({ ids: own.map(({ id }) => id), untilAt });
    const breaks = await as('maria').reconciliation.breaks.query({ ...place, state: 'open', limit: 500 });
    for (const { key } of breaks.rows) {
      await as('maria').reconciliation.decideBreak.mutate({ period, key, how: 'accept', reason });
    }
    const { isReady, verdict, blockers, tiles } = await overview();
    for (const id of ['exceptions', 'breaks']) expect(tiles.find((tile) => tile.id === id)?.count).toBe(0);
    expect(isReady).toBe(false);
    expect(verdict).toMatch(/^\w+ things block sign-off: the open task “.*\.$/);
    const named = blockers.filter(({ area }) => area === 'sign-off');
    expect(named.map(({ id }) => id.replace('sign-off:', ''))).toEqual(
      expect.arrayContaining(['exceptions-cleared', 'cash-tied', 'journal-verified']),
    );
    const ids = await openTasks();
    for (const { link } of named) {
      expect(link).toMatchObject({ screen: 'close', search: { entity: legalEntity, side: 'task' } });
      expect(ids).toContain(link.search['task']);
    }
    const ambiguous = blockers.find(({ id }) => id === 'sign-off:cash-tied');
    expect(ambiguous?.detail).toBe('NW-UK: 1 match ambiguous.');
  });

  it('says for all entities together in how many a task is open', async () => {
    const all = await as('maria').overview.get.query({ period });
    const task = all.blockers.find(({ id }) => id === 'sign-off:period-soft-closed');
    expect(task?.totals.count).toBe(3);
    expect(task?.link.search['entity']).toBeUndefined();
  });

  it('says that nothing blocks when the checklist says so as well', async () => {
    const { rows } = await as('maria').reconciliation.groups.query({
      runId: (await as('maria').reconciliation.get.query({ period })).run?.id ?? '',
      status: 'ambiguous',
      legalEntity,
    });
    const runId = (await as('maria').reconciliation.get.query({ period })).run?.id ?? '';
    const numbers = rows.map(({ number }) => number);
    await as('maria').reconciliation.accept.mutate({ runId, numbers, reason });
    const snoozed = world.core.exceptions.exceptions.inState('open');
    for (const item of snoozed) {
      if (item.legalEntity === legalEntity) {
        await as('maria').exceptions.dismiss.mutate({ id: item.id, reason });
      }
    }
    await clearForClose(world, legalEntity, period);
    expect((await overview()).blockers.every(({ area }) => area === 'sign-off')).toBe(true);
    await reviewByPeople(world, place);
    expect(await openTasks()).toEqual([]);
    expect(await overview()).toMatchObject({
      isReady: true,
      verdict: 'Nothing blocks sign-off: every figure ties out.',
      blockers: [],
    });
  });
});
