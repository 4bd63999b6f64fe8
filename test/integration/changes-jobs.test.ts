import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { JobKind } from '#core/contract/jobs.ts';
import { answeredError } from '#core/host/answered-error.ts';
import { createLocalClient } from '#core/host/local-client.ts';
import { type SampleWorld, startSampleWorld } from '#test/support/sample-world.ts';

let world: SampleWorld;
beforeAll(async () => {
  world = await startSampleWorld();
}, 60_000);
afterAll(() => world?.close());

const as = (person: string) => createLocalClient(world.core, person);

/** Something small that happens. */
function happen(): void {
  world.core.people.log.refused({
    actor: 'nobody',
    action: 'test',
    legalEntity: null,
    subject: 'test',
    failure: { code: 'TEST', message: 'a test' },
  });
}

describe('what changed', () => {
  it('starts with where it stands, then waits', async () => {
    const { cursor, headSeq } = await as('maria').changes.since.query({});
    expect(headSeq).toBe(world.core.journal.head().seq);
    const startedAtMs = performance.now();
    const next = await as('maria').changes.since.query({ cursor, waitMs: 200 });
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(190);
    expect(next).toMatchObject({ cursor, areas: [] });
  });

  it('says within 50 ms that something did, and what, and nothing of the data', async () => {
    const took: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      const { cursor } = await as('maria').changes.since.query({});
      const waiting = as('maria').changes.since.query({ cursor, waitMs: 10_000 });
      await vi.waitFor(() => expect(world.core.changes.waiting).toBe(1), { interval: 1 });
      const atMs = performance.now();
      happen();
      const next = await waiting;
      took.push(performance.now() - atMs);
      expect(next.areas).toContain('journal');
      expect(next.areas).not.toContain('people');
      expect(next.areas).not.toContain('session');
      expect(next.headSeq).toBe(world.core.journal.head().seq);
      expect(Object.keys(next).sort()).toEqual(['areas', 'cursor', 'headSeq', 'jobs']);
    }
    expect(took.sort((a, b) => a - b)[Math.floor(took.length / 2)]).toBeLessThan(50);
  });

  it('names people where people changed', async () => {
    const { cursor } = await as('maria').changes.since.query({});
    expect(world.core.people.change('rita', { name: 'Rita Sousa-Lima' }, 'ada', 'married').ok).toBe(true);
    const { areas } = await as('maria').changes.since.query({ cursor });
    expect(areas).toEqual(expect.arrayContaining(['people', 'session', 'journal']));
  });

  it('names everything to a cursor that it does not know', async () => {
    for (const cursor of ['', 'feed_other.1', 'x', '.', 'feed.9999999', '9'.repeat(90)]) {
      const { areas } = await as('maria').changes.since.query({ cursor, waitMs: 5_000 });
      expect(areas).toContain('journal');
    }
  });

  it('lets go of who went away', async () => {
    const { cursor } = await as('maria').changes.since.query({});
    const gone = new AbortController();
    const waiting = as('maria').changes.since.query({ cursor, waitMs: 60_000 }, { signal: gone.signal });
    await vi.waitFor(() => expect(world.core.changes.waiting).toBe(1));
    gone.abort();
    expect((await waiting).areas).toEqual([]);
    await vi.waitFor(() => expect(world.core.changes.waiting).toBe(0));
  });
});

/** Follows a job by what a screen follows it by, until it has ended. */
async function followed(jobId: string) {
  const stages = new Set<string>();
  let cursor = '';
  for (;;) {
    const next = await as('maria').changes.since.query({ cursor, waitMs: 2_000 });
    ({ cursor } = next);
    const job = next.jobs.find(({ id }) => id === jobId);
    if (!job) throw new Error('the job is not listed');
    stages.add(job.stage);
    if (job.endedAt !== null) return { job, stages };
  }
}

describe('long work', () => {
  it('gives its id at once, its progress as it goes, and keeps its result', async () => {
    const startedAtMs = performance.now();
    const { jobId } = await as('ada').jobs.start.mutate({ kind: 'sync', untilIdle: true });
    expect(performance.now() - startedAtMs).toBeLessThan(1_000);
    expect(await codeOf(as('maria').jobs.start.mutate({ kind: 'sync' }))).toBe('SYNC_RUNNING');
    expect(await codeOf(as('maria').sync.run.mutate({}))).toBe('SYNC_RUNNING');
    expect(await codeOf(as('maria').jobs.dismiss.mutate({ id: jobId }))).toBe('JOB_RUNNING');
    const { job, stages } = await followed(jobId);
    expect(job).toMatchObject({
      kind: 'sync',
      state: 'done',
      startedBy: 'ada',
      canCancel: false,
      failure: null,
    });
    expect(stages.size).toBeGreaterThan(2);
    const { result } = await as('maria').jobs.result.query({ id: jobId });
    expect(result).toMatchObject({ isIdle: true, failures: [] });
    expect((await as('maria').jobs.dismiss.mutate({ id: jobId })).jobs).toEqual([]);
    expect(await codeOf(as('maria').jobs.result.query({ id: jobId }))).toBe('JOB_NOT_FOUND');
  }, 60_000);

  it('takes the right of what it does, to start and to stop', async () => {
    const kinds: readonly JobKind[] = ['sync', 'reconcile', 'verify'];
    expect(kinds).toHaveLength(3);
    expect(await codeOf(as('audrey').jobs.start.mutate({ kind: 'sync' }))).toBe('ROLE_MISSING');
    expect(await codeOf(as('rita').jobs.start.mutate({ kind: 'verify' }))).toBe('ROLE_MISSING');
    expect(await codeOf(as('omar').jobs.start.mutate({ kind: 'reconcile', period: '2026-09' }))).toBe(
      'ROLE_MISSING',
    );
    expect(await codeOf(as('maria').jobs.start.mutate({ kind: 'mine' } as never))).toBe('INPUT_INVALID');
    const { jobId } = await as('ada').jobs.start.mutate({ kind: 'sync' });
    expect(await codeOf(as('audrey').jobs.cancel.mutate({ id: jobId }))).toBe('ROLE_MISSING');
    await as('ada').jobs.cancel.mutate({ id: jobId });
    await followed(jobId);
    await as('ada').jobs.dismiss.mutate({ id: jobId });
  }, 60_000);

  it('stops within half a second and leaves the journal sound', async () => {
    const took: number[] = [];
    for (const afterMs of [0, 15, 60, 150, 300]) {
      const { jobId } = await as('ada').jobs.start.mutate({ kind: 'sync', untilIdle: true });
      await delay(afterMs);
      const atMs = performance.now();
      await as('ada').jobs.cancel.mutate({ id: jobId });
      const { job } = await followed(jobId);
      took.push(performance.now() - atMs);
      expect(['cancelled', 'done']).toContain(job.state);
    }
    expect(Math.max(...took)).toBeLessThan(500);
    expect(world.core.verify().problems).toEqual([]);
  }, 60_000);
});

const codeOf = (call: Promise<unknown>): Promise<string | undefined> =>
  call.then(
    () => 'answered',
    (cause: unknown) => answeredError(cause)?.code,
  );

describe('proving the journal beside everything else', () => {
  const parts = () => readdirSync(world.folder).filter((name) => name.includes('part'));

  it('says what the proof in place says, and leaves nothing behind', async () => {
    const beside = await as('audrey').journal.verify.mutate();
    const inPlace = world.core.verify();
    expect(beside).toEqual({ ...inPlace, isSound: true });
    expect(beside.events).toBe(world.core.journal.head().seq);
    expect(parts()).toEqual([]);
    expect(existsSync(join(world.folder, 'workspace.db'))).toBe(true);
  }, 30_000);

  it('lets others work meanwhile', async () => {
    const { jobId } = await as('audrey').jobs.start.mutate({ kind: 'verify' });
    const waits: number[] = [];
    for (let ended = false; !ended; ) {
      const atMs = performance.now();
      ended = (await as('maria').jobs.list.query()).jobs.find(({ id }) => id === jobId)?.endedAt !== null;
      waits.push(performance.now() - atMs);
      await delay(2);
    }
    expect(waits.length).toBeGreaterThan(5);
    waits.sort((a, b) => a - b);
    expect(waits[Math.floor(waits.length * 0.9)]).toBeLessThan(50);
    await as('audrey').jobs.dismiss.mutate({ id: jobId });
  }, 30_000);

  it('stops at once', async () => {
    const { jobId } = await as('audrey').jobs.start.mutate({ kind: 'verify' });
    await delay(100);
    const atMs = performance.now();
    await as('audrey').jobs.cancel.mutate({ id: jobId });
    const { job } = await followed(jobId);
    expect(performance.now() - atMs).toBeLessThan(500);
    expect(['cancelled', 'done']).toContain(job.state);
    expect(parts()).toEqual([]);
  }, 30_000);

  it('finds what was changed underneath', async () => {
    const database = new Database(join(world.folder, 'workspace.db'));
    database.exec('DROP TRIGGER IF EXISTS events_no_update');
    const triggers = database
      .prepare<[], { name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'",
      )
      .all();
    for (const { name } of triggers) database.exec(`DROP TRIGGER "${name}"`);
    database
      .prepare('UPDATE events SET body = replace(body, \'"actor":"\', \'"actor":"x\') WHERE seq = 7')
      .run();
    database.close();
    const found = await as('audrey').journal.verify.mutate();
    expect(found.isSound).toBe(false);
    expect(found.problems[0]).toMatchObject({ code: 'HASH_DIFFERS', where: 'seq 7' });
  }, 30_000);
});
