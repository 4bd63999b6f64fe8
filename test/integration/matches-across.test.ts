import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '#core/base/assert.ts';
import type { WireDocument } from '#core/contract/reconciliation.ts';
import { answeredError } from '#core/host/answered-error.ts';
import { clientOf, playPostings } from '#test/support/ready-to-close.ts';
import { type SampleWorld, startSampleWorld } from '#test/support/sample-world.ts';

const [september, october] = ['2026-09', '2026-10'];
const reason = 'seen on both statements';
let world: SampleWorld;
const maria = () => clientOf(world, 'maria').reconciliation;

async function run(period: string): Promise<string> {
  await maria().run.mutate({ period });
  return present((await maria().get.query({ period })).run, 'a run').id;
}

async function loose(runId: string, side: 'left' | 'right'): Promise<WireDocument[]> {
  return (await maria().documents.query({ runId, side, withNeighbours: true, limit: 500 })).rows;
}

async function pairs(runId: string): Promise<{ left: WireDocument; right: WireDocument }[]> {
  const rights = await loose(runId, 'right');
  return (await loose(runId, 'left')).flatMap((left) =>
    rights
      .filter(
        ({ scope, amount }) =>
          scope === left.scope &&
          amount.currency === left.amount.currency &&
          amount.minor === left.amount.minor,
      )
      .map((right) => ({ left, right })),
  );
}

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (cause: unknown) => answeredError(cause),
  );

const match = (runId: string, { left, right }: { left: WireDocument; right: WireDocument }) =>
  refusal(maria().match.mutate({ runId, left: [left.key], right: [right.key], reason }));

beforeAll(async () => {
  world = await startSampleWorld();
  await playPostings(world);
}, 180_000);

afterAll(async () => {
  await world?.close();
});

describe('matches by people, across runs and entities', () => {
  it('matches a document in one run only, and says in which it is matched', async () => {
    const runs = [await run(september), await run(october)] as const;
    const others = await pairs(runs[1]);
    const pair = present(
      (await pairs(runs[0])).find(
        ({ left, right }) =>
          left.legalEntity === right.legalEntity &&
          others.some((other) => other.left.key === left.key && other.right.key === right.key),
      ),
      'a pair that both runs show',
    );
    expect(await match(runs[0], pair)).toBeNull();
    const weighed = refusal(
      maria().weigh.query({ runId: runs[1], left: [pair.left.key], right: [pair.right.key] }),
    );
    for (const refused of [await match(runs[1], pair), await weighed]) {
      expect(refused).toMatchObject({ code: 'DOCUMENT_TAKEN' });
      expect(refused?.message).toContain(`maria matched it in the reconciliation of ${september}`);
    }
    for (const period of [september, october]) {
      expect(await refusal(maria().run.mutate({ period }))).toBeNull();
    }
  });

  it('never matches documents of two entities, and asks the rights and the period of both', async () => {
    const runId = await run(september);
    const pair = present(
      (await pairs(runId)).find(({ left, right }) => left.legalEntity !== right.legalEntity),
      'a pair across entities',
    );
    const { legalEntity: own } = pair.left;
    const { legalEntity: other } = pair.right;
    const refused = await match(runId, pair);
    expect(refused?.code).toBe('MATCH_SIDES_INVALID');
    for (const name of [own, other]) expect(refused?.message).toContain(name);
    const weighed = await maria().weigh.query({ runId, left: [pair.left.key], right: [pair.right.key] });
    expect(weighed).toMatchObject({ isAllowed: false, message: refused?.message });
    world.core.policy.movePeriod('close', { legalEntity: other, period: september }, 'maria', reason);
    expect(await match(runId, pair)).toMatchObject({ code: 'PERIOD_CLOSED', where: `${other} ${september}` });
  });
});
