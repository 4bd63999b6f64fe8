import { describe, expect, it } from 'vitest';
import { ManualClock } from '#core/base/manual-clock.ts';
import { createRateGovernor } from './create-rate-governor.ts';
import { BlockedError, type GovernorLane } from './rate-governor.ts';

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

function start(concurrencyMax: number, requestsPerSecond?: number) {
  const clock = new ManualClock(Date.UTC(2026, 8, 1));
  const pace = requestsPerSecond === undefined ? {} : { requestsPerSecond };
  const governor = createRateGovernor({ clock, concurrencyMax, ...pace });
  const order: string[] = [];
  const leaves: (() => void)[] = [];
  const enter = (lane: GovernorLane, name: string = lane): Promise<void> =>
    governor.enter(lane).then((leave) => {
      order.push(name);
      leaves.push(leave);
    });
  return { clock, governor, order, leaves, enter };
}

describe('the rate governor', () => {
  it('lets no more in than its concurrency, and leaving twice counts once', async () => {
    const { governor, order, leaves, enter } = start(2);
    for (const name of ['a', 'b', 'c', 'd']) void enter('live', name);
    await settle();
    expect(order).toEqual(['a', 'b']);
    leaves[0]?.();
    leaves[0]?.();
    await settle();
    expect(order).toEqual(['a', 'b', 'c']);
    expect(governor.budget().inFlight).toBe(2);
  });

  it('lets fewer in at once when the vendor finds them too many, and tries one more after a while', async () => {
    const { governor, leaves, enter } = start(8);
    for (let at = 0; at < 8; at += 1) void enter('critical');
    await settle();
    // Three of the eight are refused while all are under way.
    for (let at = 0; at < 3; at += 1) {
      governor.crowded();
      leaves.shift()?.();
    }
    expect(governor.budget()).toMatchObject({ concurrencyMax: 5, inFlight: 5 });
    const answer = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time += 1) {
        leaves.shift()?.();
        void enter('critical');
        await settle();
      }
    };
    await answer(60);
    expect(governor.budget()).toMatchObject({ concurrencyMax: 6, inFlight: 5 });
    for (let at = 0; at < 4; at += 1) void enter('critical');
    await settle();
    expect(governor.budget().inFlight).toBe(6);
    // One too many again: it takes twice as long until the next is tried.
    governor.crowded();
    leaves.shift()?.();
    await answer(60);
    expect(governor.budget().concurrencyMax).toBe(5);
    await answer(60);
    expect(governor.budget().concurrencyMax).toBe(6);
  });

  it('takes a refusal of one request alone for a quota, not for crowding', async () => {
    const { governor, enter } = start(8);
    void enter('critical');
    await settle();
    governor.crowded();
    expect(governor.budget().concurrencyMax).toBe(8);
  });

  it('serves posting before pulls and pulls before backfill', async () => {
    const { order, leaves, enter } = start(1);
    void enter('live', 'first');
    await settle();
    for (const lane of ['backfill', 'live', 'critical'] as const) void enter(lane);
    for (let turn = 0; turn < 3; turn += 1) {
      leaves.at(-1)?.();
      await settle();
    }
    expect(order).toEqual(['first', 'critical', 'live', 'backfill']);
  });

  it('starves nobody: backfill gets a turn among endless postings', async () => {
    const { order, leaves, enter } = start(1);
    void enter('critical');
    await settle();
    void enter('backfill');
    for (let turn = 0; turn < 20; turn += 1) {
      void enter('critical');
      leaves.at(-1)?.();
      await settle();
    }
    expect(order.indexOf('backfill')).toBeGreaterThan(1);
    expect(order.indexOf('backfill')).toBeLessThanOrEqual(10);
  });

  it('keeps one place free of backfill', async () => {
    const { order, enter } = start(3);
    for (const name of ['a', 'b', 'c']) void enter('backfill', name);
    void enter('critical', 'posting');
    await settle();
    expect(order).toEqual(['a', 'b', 'posting']);
  });

  it('spaces starts by the requests per second', async () => {
    const { clock, order, enter } = start(10, 4);
    for (const name of ['a', 'b', 'c']) void enter('live', name);
    await settle();
    expect(order).toEqual(['a']);
    clock.advance(249);
    await settle();
    expect(order).toEqual(['a']);
    clock.advance(1);
    await settle();
    expect(order).toEqual(['a', 'b']);
    clock.advance(250);
    await settle();
    expect(order).toEqual(['a', 'b', 'c']);
  });

  it('refuses everybody before the allowed instant, those already waiting too', async () => {
    const { clock, governor, enter, leaves } = start(1);
    await enter('live');
    const waiting = governor.enter('live').catch((error: unknown) => error);
    const untilMs = clock.now() + 5_000;
    governor.blockUntil(untilMs);
    expect(await waiting).toBeInstanceOf(BlockedError);
    leaves[0]?.();
    clock.advance(4_999);
    await expect(governor.enter('critical')).rejects.toMatchObject({ untilMs });
    expect(governor.budget().blockedUntilMs).toBe(untilMs);
    clock.advance(1);
    await expect(governor.enter('critical')).resolves.toBeTypeOf('function');
    expect(governor.budget().blockedUntilMs).toBeNull();
  });

  it('an earlier instant never shortens a later one, and a wall clock set forward does not open the door', async () => {
    const { clock, governor } = start(1);
    governor.blockUntil(clock.now() + 60_000);
    governor.blockUntil(clock.now() + 1_000);
    clock.setWallTime(clock.now() + 86_400_000);
    clock.advance(59_999);
    await expect(governor.enter('live')).rejects.toBeInstanceOf(BlockedError);
  });

  it('rejects with the reason of the signal and gives the place to the next', async () => {
    const { governor, order, leaves, enter } = start(1);
    await enter('live', 'a');
    const cancel = new AbortController();
    const waiting = governor.enter('live', cancel.signal).catch((error: unknown) => error);
    void enter('live', 'c');
    cancel.abort('stopped');
    expect(await waiting).toBe('stopped');
    leaves[0]?.();
    await settle();
    expect(order).toEqual(['a', 'c']);
  });
});
