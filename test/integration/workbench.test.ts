import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answeredError } from '#core/host/answered-error.ts';
import { type ApiClient, createLocalClient } from '#core/host/local-client.ts';
import { type SampleWorld, startSampleWorld } from '#test/support/sample-world.ts';

const period = '2026-09';
const reason = 'agreed with the bank statement';
let world: SampleWorld;
let runId = '';

const as = (person: string): ApiClient => createLocalClient(world.core, person);
const detail = () => as('maria').reconciliation.get.query({ period });

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'done',
    (cause: unknown) => answeredError(cause)?.code ?? 'unknown',
  );
}

async function listed(status: 'matched' | 'suggested' | 'ambiguous') {
  return (await as('maria').reconciliation.groups.query({ runId, status, limit: 500 })).rows;
}

beforeAll(async () => {
  world = await startSampleWorld();
  for (let round = 0; round < 3; round += 1) {
    await world.core.synchronise({ untilIdle: true });
    const held = world.core.desk.postings.inState('HELD');
    if (held.length === 0) break;
    for (const posting of held) world.decide(posting, 'maria');
  }
  await as('maria').reconciliation.run.mutate({ period });
  runId = (await detail()).run?.id ?? '';
}, 180_000);

afterAll(async () => {
  await world?.close();
});

describe('the workbench of a period', () => {
  it('shows every document of the period in exactly one place, and the sums of the scopes', async () => {
    const { scopes, tabs } = await detail();
    const of = (name: string) => tabs.find((tab) => tab.name === name)?.totals.count ?? -1;
    const planted = world.sandbox.truth.breaks.filter((one) => one.period === period);
    expect(of('breaks')).toBe(planted.length);
    for (const side of ['left', 'right'] as const) {
      const counted = scopes
        .filter(({ scope }) => scope !== 'recurring-revenue')
        .reduce((count, scope) => count + scope[side].count, 0);
      const rows = world.core.store.sqlite
        .prepare<[string, string], number>(
          'SELECT count(*) FROM reconciliation_documents WHERE run_id = ? AND side = ? AND in_period = 1',
        )
        .pluck()
        .get(runId, side);
      expect(rows).toBe(counted);
    }
    for (const status of ['matched', 'suggested', 'ambiguous'] as const) {
      expect((await listed(status)).length).toBe(Math.min(of(status), 500));
    }
  });

  it('suggests only what is within tolerance, and says by which rule', async () => {
    const suggested = await listed('suggested');
    expect(suggested.length).toBeGreaterThan(2);
    for (const { difference, days, explanation } of suggested) {
      expect(Math.abs(Number(difference.minor))).toBeLessThanOrEqual(5);
      expect(Math.abs(days)).toBeLessThanOrEqual(5);
      expect(explanation).toMatch(/\w/);
    }
  });

  it('writes a difference off only with a reason, settles its break and keeps that in the next run', async () => {
    const apart = (await listed('suggested')).find(({ difference }) => difference.minor !== '0');
    if (!apart) throw new Error('no suggestion with a difference');
    const accept = (why: string) =>
      as('maria').reconciliation.accept.mutate({ runId, numbers: [apart.number], reason: why });
    expect(await codeOf(accept(''))).toBe('MATCH_NOT_WITHIN_TOLERANCE');
    const before = (await detail()).tabs.find(({ name }) => name === 'breaks')?.totals.count ?? 0;
    const { matchIds } = await accept('rounding of the tax line');
    const tabs = (await detail()).tabs;
    expect(tabs.find(({ name }) => name === 'breaks')?.totals.count).toBe(before - 1);
    const again = await as('maria').reconciliation.run.mutate({ period });
    expect(again.explained.filter(({ matchId }) => matchId === matchIds[0])).toHaveLength(1);
    expect(again.breaks).toHaveLength(before - 1);
    runId = (await detail()).run?.id ?? '';
    const kept = (await listed('matched')).find(({ matchId }) => matchId === matchIds[0]);
    expect(kept).toMatchObject({ origin: 'accepted', difference: apart.difference });
  });

  it('does not suggest again what was turned down', async () => {
    const [first] = await listed('suggested');
    if (!first) throw new Error('no suggestion');
    const count = (await listed('suggested')).length;
    await as('ben').reconciliation.reject.mutate({ runId, numbers: [first.number] });
    expect(await listed('suggested')).toHaveLength(count - 1);
    await as('maria').reconciliation.run.mutate({ period });
    runId = (await detail()).run?.id ?? '';
    const still = await listed('suggested');
    expect(still.map(({ reference }) => reference)).not.toContain(first.reference);
    expect(still).toHaveLength(count - 1);
  });

  it('refuses a match by hand beyond tolerance, shows the difference, and makes one that agrees', async () => {
    const left = await as('maria').reconciliation.documents.query({ runId, side: 'left' });
    const right = await as('maria').reconciliation.documents.query({
      runId,
      side: 'right',
      withNeighbours: true,
    });
    const pair = left.rows
      .flatMap((one) => right.rows.map((other) => [one, other] as const))
      .find(
        ([one, other]) =>
          one.scope === other.scope &&
          one.amount.currency === other.amount.currency &&
          one.amount.minor !== other.amount.minor &&
          Math.abs(Number(one.amount.minor) - Number(other.amount.minor)) > 5,
      );
    if (!pair) throw new Error('no pair to try');
    const chosen = { runId, left: [pair[0].key], right: [pair[1].key] };
    const weighed = await as('maria').reconciliation.weigh.query(chosen);
    expect(weighed.isAllowed).toBe(false);
    expect(BigInt(weighed.difference?.minor ?? 0)).toBe(
      BigInt(pair[0].amount.minor) - BigInt(pair[1].amount.minor),
    );
    expect(await codeOf(as('maria').reconciliation.match.mutate({ ...chosen, reason }))).toBe(
      'MATCH_NOT_WITHIN_TOLERANCE',
    );
  });

  it('ranks candidates with their reasons', async () => {
    const [document] = (await as('maria').reconciliation.documents.query({ runId, side: 'left' })).rows;
    const { candidates } = await as('maria').reconciliation.candidates.query({
      runId,
      key: document?.key ?? '',
    });
    const scores = candidates.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((one, other) => other - one));
    for (const { reasons } of candidates) expect(reasons.length).toBeGreaterThan(0);
  });

  it('takes one match of a rule back for good', async () => {
    const [match] = (await listed('matched')).filter(({ origin }) => origin === 'rule');
    if (!match) throw new Error('no match');
    await as('maria').reconciliation.unmatch.mutate({ runId, number: match.number, reason });
    const result = await as('maria').reconciliation.run.mutate({ period });
    runId = (await detail()).run?.id ?? '';
    expect(result.isTiedOut).toBe(false);
    expect((await listed('ambiguous')).filter(({ rule }) => rule === 'taken-back')).toHaveLength(1);
  });

  it('lets people explain and only a controller accept a break; it stays decided in the next run', async () => {
    const list = () => as('ben').reconciliation.breaks.query({ period, state: 'open' });
    const [first, second] = (await list()).rows;
    if (!first || !second) throw new Error('no breaks');
    const decide = (person: string, key: string, how: 'explain' | 'accept' | 'reopen') =>
      as(person).reconciliation.decideBreak.mutate({ period, key, how, reason });
    expect(await codeOf(decide('ben', first.key, 'accept'))).toBe('ROLE_MISSING');
    expect(await codeOf(decide('ben', first.key, 'explain'))).toBe('done');
    expect(await codeOf(decide('maria', second.key, 'accept'))).toBe('done');
    const count = (await list()).totals.count;
    const again = await as('maria').reconciliation.run.mutate({ period });
    expect(
      again.breaks
        .filter(({ decision }) => decision !== null)
        .map(({ decision }) => decision?.by)
        .sort(),
    ).toEqual(['ben', 'maria']);
    expect((await list()).totals.count).toBe(count);
    await decide('ben', first.key, 'reopen');
    expect((await list()).totals.count).toBe(count + 1);
    runId = (await detail()).run?.id ?? '';
  });

  it('undoes every match of a run but those of people, and makes them again by running again', async () => {
    const before = await listed('matched');
    const byRule = before.filter(({ origin }) => origin === 'rule').length;
    const undo = (person: string) => as(person).reconciliation.undoRun.mutate({ runId, reason });
    expect(await codeOf(undo('ben'))).toBe('ROLE_MISSING');
    expect((await undo('maria')).matches).toBe(byRule);
    expect((await listed('matched')).map(({ origin }) => origin)).toEqual(['accepted']);
    expect((await detail()).run?.state).toBe('undone');
    await as('maria').reconciliation.run.mutate({ period });
    runId = (await detail()).run?.id ?? '';
    expect((await detail()).run?.state).toBe('current');
    expect(await listed('matched')).toHaveLength(before.length);
  });

  it('voids a match of which a side changed', async () => {
    const match = (await listed('matched')).find(({ origin }) => origin === 'accepted');
    if (!match?.matchId) throw new Error('no match of a person');
    const { right } = await as('maria').reconciliation.group.query({ runId, number: match.number });
    const { sqlite } = world.core.store;
    const entityId = right[0]?.entityId ?? '';
    const body =
      sqlite.prepare<[string], string>('SELECT body FROM entities WHERE id = ?').pluck().get(entityId) ?? '';
    const write = sqlite.prepare('UPDATE entities SET body = ? WHERE id = ?');
    const changed = JSON.parse(body) as { total: { minor: string } };
    changed.total.minor = String(BigInt(changed.total.minor) + 700n);
    write.run(JSON.stringify(changed), entityId);
    await as('maria').reconciliation.run.mutate({ period });
    write.run(body, entityId);
    const [event] = world.core.journal.ofAggregate(match.matchId).slice(-1);
    expect(event?.type).toBe('reconciliation.match-voided');
    await as('maria').reconciliation.run.mutate({ period });
    runId = (await detail()).run?.id ?? '';
  });

  it('is for looking at once the period is closed', async () => {
    const place = { legalEntity: 'NW-US', period };
    expect(world.core.policy.movePeriod('close', place, 'maria', reason).ok).toBe(true);
    expect((await detail()).lockedEntities).toEqual(['NW-US']);
    const match = (await listed('matched')).find(({ legalEntity }) => legalEntity === 'NW-US');
    const call = as('maria').reconciliation.unmatch.mutate({ runId, number: match?.number ?? 0, reason });
    expect(await codeOf(call)).toBe('PERIOD_CLOSED');
    expect(await codeOf(as('maria').reconciliation.undoRun.mutate({ runId, reason }))).toBe('PERIOD_CLOSED');
  });

  it('rebuilds its projections from the journal alone', () => {
    expect(world.core.verify().problems).toEqual([]);
  });
});
