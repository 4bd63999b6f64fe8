import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireClose } from '#core/contract/close.ts';
import { answeredError } from '#core/host/answered-error.ts';
import { clearForClose, clientOf, playPostings, postLate, reconciled } from '#test/support/ready-to-close.ts';
import { type SampleWorld, startSampleWorld } from '#test/support/sample-world.ts';

const place = { legalEntity: 'NW-UK', period: '2026-09' } as const;
let world: SampleWorld;

const as = (person: string) => clientOf(world, person);
const standing = (): Promise<WireClose> => as('audrey').close.get.query(place);

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'done',
    (cause: unknown) => answeredError(cause)?.code ?? 'unknown',
  );
}

const openTasks = ({ tasks }: WireClose) => tasks.filter(({ isDone }) => !isDone).map(({ id }) => id);

async function signAs(person: string, act: 'prepareSignOff' | 'signOff'): Promise<string> {
  const { evidenceHash } = await standing();
  return codeOf(as(person).close[act].mutate({ ...place, evidenceHash }));
}

beforeAll(async () => {
  world = await startSampleWorld();
  await playPostings(world);
}, 180_000);

afterAll(async () => {
  await world?.close();
});

describe('closing a period of an entity', () => {
  it('starts with the template, bound tasks open with their reasons', async () => {
    const close = await standing();
    expect(close.templateVersion).toBe(1);
    expect(openTasks(close)).toContain('reconciliation-current');
    expect(close.tasks.find(({ id }) => id === 'held-decided')?.isDone).toBe(true);
    expect(
      close.tasks.find(({ id }) => id === 'exceptions-cleared')?.condition?.blockers.count,
    ).toBeGreaterThan(0);
    expect(await signAs('rita', 'prepareSignOff')).toBe('SIGN_OFF_NOT_READY');
  });

  it('does not let anyone tick a bound task', async () => {
    for (const { id, condition } of (await standing()).tasks) {
      if (!condition) continue;
      const call = as('maria').close.prepareTask.mutate({ ...place, taskId: id });
      expect(await codeOf(call)).toBe('TASK_BOUND');
    }
  });

  it('closes bound tasks as their conditions come true; the rest takes two people', async () => {
    await clearForClose(world, place.legalEntity, place.period);
    expect(openTasks(await standing())).toEqual(['cut-off-review', 'movement-explained']);
    for (const taskId of ['cut-off-review', 'movement-explained']) {
      const task = { ...place, taskId, note: 'see the list' };
      expect(await codeOf(as('maria').close.reviewTask.mutate(task))).toBe('TASK_STATE_WRONG');
      await as('rita').close.prepareTask.mutate(task);
      expect(await codeOf(as('rita').close.reviewTask.mutate(task))).toBe('NOT_PREPARER_AND_APPROVER');
      await as('maria').close.reviewTask.mutate(task);
    }
    const { progress } = await standing();
    expect(progress.done).toBe(progress.of);
  });

  it('is signed by two people over the evidence they saw', async () => {
    const seen = await standing();
    const early = as('maria').close.signOff.mutate({ ...place, evidenceHash: seen.evidenceHash });
    expect(await codeOf(early)).toBe('SIGN_OFF_STATE_WRONG');
    const other = as('rita').close.prepareSignOff.mutate({ ...place, evidenceHash: '0'.repeat(64) });
    expect(await codeOf(other)).toBe('EVIDENCE_MOVED');
    expect(await signAs('rita', 'prepareSignOff')).toBe('done');
    expect(await signAs('rita', 'signOff')).toBe('NOT_PREPARER_AND_APPROVER');
    expect(await signAs('ben', 'signOff')).toBe('ROLE_MISSING');
    expect(await signAs('maria', 'signOff')).toBe('done');
    const { signOff } = await standing();
    expect(signOff).toMatchObject({ state: 'signed', preparedBy: 'rita', signedBy: 'maria', delta: [] });
  });

  it('stands through a sync that changes nothing of it', async () => {
    await world.core.synchronise({ untilIdle: true });
    expect((await standing()).signOff?.state).toBe('signed');
  });

  it('is suspended within the sync that brings a late posting, with what moved, and keeps who signed', async () => {
    postLate(world, place.legalEntity, '2026-09-29', 12_345);
    await world.core.synchronise({ untilIdle: true });
    const close = await standing();
    expect(close.signOff).toMatchObject({ state: 'suspended', preparedBy: 'rita', signedBy: 'maria' });
    const moved = close.signOff?.delta.find(({ key }) => key === 'receivables.GBP.right');
    const before = BigInt(moved?.before?.amount?.minor ?? 0);
    expect(BigInt(moved?.after?.amount?.minor ?? 0) - before).toBe(12_345n);
    expect(openTasks(close)).toEqual(expect.arrayContaining(['receivables-tied', 'journal-verified']));
    const reopened = close.tasks.find(({ id }) => id === 'receivables-tied');
    expect(reopened?.cause).toMatch(/break/);
    expect(await codeOf(as('maria').close.lock.mutate({ ...place, reason: 'month end' }))).toBe(
      'SIGN_OFF_STATE_WRONG',
    );
  });

  it('does not touch the close of another entity', async () => {
    const other = await as('audrey').close.get.query({ ...place, legalEntity: 'NW-US' });
    expect(other.signOff).toBeNull();
  });

  it('is signed again, with original, break and redo in its history', async () => {
    await reconciled(world, place.legalEntity, place.period);
    await as('maria').close.verifyJournal.mutate();
    expect(openTasks(await standing())).toEqual([]);
    expect(await signAs('maria', 'prepareSignOff')).toBe('done');
    expect(await signAs('rita', 'signOff')).toBe('done');
    const { rows } = await as('audrey').close.history.query(place);
    const acts = rows
      .map(({ type, by }) => `${type} ${by}`)
      .filter((act) => act.includes('sign'))
      .reverse();
    expect(acts).toEqual([
      'close.sign-off-prepared rita',
      'close.signed-off maria',
      'close.sign-off-suspended tieout:close',
      'close.sign-off-prepared maria',
      'close.signed-off rita',
    ]);
  });

  it('is suspended by a task that is opened again', async () => {
    const task = { ...place, taskId: 'cut-off-review', reason: 'one more invoice to look at' };
    await as('rita').close.reopenTask.mutate(task);
    expect((await standing()).signOff?.state).toBe('suspended');
    await as('rita').close.prepareTask.mutate({ ...place, taskId: task.taskId });
    await as('maria').close.reviewTask.mutate({ ...place, taskId: task.taskId });
    expect(await signAs('rita', 'prepareSignOff')).toBe('done');
    expect(await signAs('maria', 'signOff')).toBe('done');
  });

  it('locks what was signed, and nothing in it moves any more', async () => {
    await as('maria').close.lock.mutate({ ...place, reason: 'month end' });
    const close = await standing();
    expect(close).toMatchObject({ periodState: 'closed', signOff: { state: 'signed' } });
    const call = as('maria').close.prepareTask.mutate({ ...place, taskId: 'cut-off-review' });
    expect(await codeOf(call)).toBe('PERIOD_CLOSED');
  });

  it('takes a changed template from a controller, and refuses a broken one', async () => {
    const { template } = await as('maria').close.template.query();
    const { tasks, holidays } = template as { tasks: object[]; holidays: string[] };
    const broken = { holidays, tasks: [...tasks, tasks[0]] };
    const change = (person: string, next: { tasks: object[]; holidays: string[] }) =>
      codeOf(as(person).close.changeTemplate.mutate({ template: next as never, reason: 'shorter list' }));
    expect(await change('rita', { holidays, tasks })).toBe('ROLE_MISSING');
    expect(await change('maria', broken as never)).toBe('TEMPLATE_INVALID');
    expect(await change('maria', { holidays: ['2026-10-01'], tasks })).toBe('done');
  });

  it('rebuilds from the journal alone', () => {
    expect(world.core.verify().problems).toEqual([]);
  });
});
