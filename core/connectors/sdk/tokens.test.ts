import { describe, expect, it } from 'vitest';
import { ManualClock } from '#core/base/manual-clock.ts';
import { err, ok } from '#core/base/result.ts';
import type { Http, HttpOutcome } from './http.ts';
import { type AccessToken, createTokenSource, sendWithToken } from './tokens.ts';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A vendor that takes one token at a time; `expire` makes the current one worthless. */
function vendor() {
  let valid = 0;
  let isRefusing = false;
  let asked = 0;
  const clock = new ManualClock(0);
  const tokens = createTokenSource(clock, async () => {
    asked += 1;
    await tick();
    if (isRefusing) return err({ code: 'AUTHENTICATION_REFUSED', message: 'revoked' });
    valid += 1;
    const token: AccessToken = { value: `t${valid}`, lifeSeconds: 3_600 };
    return ok(token);
  });
  const seen: string[] = [];
  const http: Http = {
    send: async (request): Promise<HttpOutcome> => {
      const bearer = request.headers?.['authorization'] ?? '';
      seen.push(bearer);
      await tick();
      const status = bearer === `Bearer t${valid}` ? 200 : 401;
      return { kind: 'response', status, headers: {}, text: '', bytesLeft: true };
    },
    close: async () => {},
  };
  return {
    clock,
    seen,
    tokens,
    asked: () => asked,
    expire: () => {
      valid += 1;
    },
    refuse: () => {
      isRefusing = true;
    },
    send: () => sendWithToken(http, tokens, { method: 'GET', path: '/', lane: 'live' }),
  };
}

describe('tokens', () => {
  it('20 parallel requests ask once for a token, and 20 parallel 401s once for a new one', async () => {
    const one = vendor();
    await Promise.all(Array.from({ length: 20 }, one.send));
    expect(one.asked()).toBe(1);
    one.expire();
    const results = await Promise.all(Array.from({ length: 20 }, one.send));
    expect(one.asked()).toBe(2);
    expect(
      results.every((result) => result.ok && result.value.kind === 'response' && result.value.status === 200),
    ).toBe(true);
  });

  it('a refusal is final: no request after it, and the vendor is not asked again at once', async () => {
    const one = vendor();
    await one.send();
    one.expire();
    one.refuse();
    const results = await Promise.all(Array.from({ length: 20 }, one.send));
    expect(results.every((result) => !result.ok && result.error.code === 'AUTHENTICATION_REFUSED')).toBe(
      true,
    );
    const [asked, sent] = [one.asked(), one.seen.length];
    await one.send();
    expect([one.asked(), one.seen.length]).toEqual([asked, sent]);
    one.clock.advance(60_000);
    await one.send();
    expect(one.asked()).toBe(asked + 1);
  });

  it('renews before the end of the token’s life', async () => {
    const one = vendor();
    await one.send();
    one.clock.advance(3_539_000);
    await one.send();
    expect(one.asked()).toBe(1);
    one.clock.advance(2_000);
    await one.send();
    expect(one.asked()).toBe(2);
    expect(one.seen).toHaveLength(3);
  });
});
