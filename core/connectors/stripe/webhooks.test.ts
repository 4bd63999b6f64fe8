import { createHmac } from 'node:crypto';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/base/random.ts';
import {
  type Delivery,
  type EndpointSecret,
  toleranceSeconds,
  verifyStripeSignature,
  webhookBytesMax,
} from './webhooks.ts';

const nowMs = Date.UTC(2026, 8, 15, 10);
const nowS = nowMs / 1000;
const key = 'whsec_current';
const secrets: readonly EndpointSecret[] = [{ value: key, validUntilMs: null }];
const text = '{"id":"evt_1","object":"event","amount":1.10,"name":"Müller"}';
const body = Buffer.from(text, 'utf8');

function hex(secret: string, time: number | string, bytes: Uint8Array = body): string {
  return createHmac('sha256', secret).update(`${time}.`).update(bytes).digest('hex');
}

const good = hex(key, nowS);
const signed = (time: number) => `t=${time},v1=${hex(key, time)}`;

function verdict(header: Delivery['header'], bytes: Uint8Array = body, keys = secrets): string {
  const result = verifyStripeSignature({ header, body: bytes }, keys, nowMs);
  return result.ok ? 'valid' : result.error.code;
}

describe('Stripe-Signature', () => {
  it.each([
    ['one signature', `t=${nowS},v1=${good}`, 'valid'],
    ['the signature first', `v1=${good},t=${nowS}`, 'valid'],
    ['spaces between the parts', `t=${nowS}, v1=${good}`, 'valid'],
    ['several, one of them right', `t=${nowS},v1=${hex('other', nowS)},v1=${good}`, 'valid'],
    ['the right one twice', `t=${nowS},v1=${good},v1=${good}`, 'valid'],
    ['a scheme that we do not know beside it', `t=${nowS},v1=${good},v2=zz`, 'valid'],
    ['the test scheme beside it', `t=${nowS},v1=${good},v0=${hex('x', nowS)}`, 'valid'],
    ['only the weaker scheme', `t=${nowS},v0=${good}`, 'SIGNATURE_MALFORMED'],
    ['no signature', `t=${nowS}`, 'SIGNATURE_MALFORMED'],
    ['an empty signature', `t=${nowS},v1=`, 'SIGNATURE_MALFORMED'],
    ['upper-case hex', `t=${nowS},v1=${good.toUpperCase()}`, 'SIGNATURE_MALFORMED'],
    ['a signature cut short', `t=${nowS},v1=${good.slice(0, 62)}`, 'SIGNATURE_MALFORMED'],
    ['a signature too long', `t=${nowS},v1=${good}00`, 'SIGNATURE_MALFORMED'],
    ['no time', `v1=${good}`, 'SIGNATURE_MALFORMED'],
    ['two times', `t=${nowS},t=${nowS},v1=${good}`, 'SIGNATURE_MALFORMED'],
    ['a time that is no number', `t=now,v1=${hex(key, 'now')}`, 'SIGNATURE_MALFORMED'],
    ['a negative time', `t=-1,v1=${hex(key, '-1')}`, 'SIGNATURE_MALFORMED'],
    ['a time with decimals', `t=${nowS}.0,v1=${hex(key, `${nowS}.0`)}`, 'SIGNATURE_MALFORMED'],
    ['another time than was signed', `t=${nowS + 1},v1=${good}`, 'SIGNATURE_WRONG'],
    ['another key', `t=${nowS},v1=${hex('other', nowS)}`, 'SIGNATURE_WRONG'],
    ['nothing', '', 'SIGNATURE_ABSENT'],
    ['no header', undefined, 'SIGNATURE_ABSENT'],
    ['an empty list of headers', [], 'SIGNATURE_ABSENT'],
    ['two headers', [signed(nowS), signed(nowS)], 'SIGNATURE_MALFORMED'],
    ['a list of one', [signed(nowS)], 'valid'],
    ['words', 'hello', 'SIGNATURE_MALFORMED'],
  ])('%s', (_name, header, expected) => {
    expect(verdict(header)).toBe(expected);
  });

  it.each([
    [-toleranceSeconds - 1, 'SIGNATURE_TIME_OUTSIDE'],
    [-toleranceSeconds, 'valid'],
    [-toleranceSeconds + 1, 'valid'],
    [toleranceSeconds - 1, 'valid'],
    [toleranceSeconds, 'valid'],
    [toleranceSeconds + 1, 'SIGNATURE_TIME_OUTSIDE'],
    [-315_360_000, 'SIGNATURE_TIME_OUTSIDE'],
  ])('signed %i s from now: %s', (offset, expected) => {
    expect(verdict(signed(nowS + offset))).toBe(expected);
  });

  it.each([
    ['JSON written again', JSON.stringify(JSON.parse(text))],
    ['a byte order mark', `\uFEFF${text}`],
    ['a line end behind it', `${text}\n`],
    ['two bodies', `${text}${text}`],
    ['nothing', ''],
  ])('over other bytes: %s', (_name, other) => {
    expect(verdict(signed(nowS), Buffer.from(other, 'utf8'))).toBe('SIGNATURE_WRONG');
  });

  it('over a body with any one byte changed is wrong', () => {
    for (let at = 0; at < body.length; at += 1) {
      const changed = Buffer.from(body);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(verdict(signed(nowS), changed), `byte ${at}`).toBe('SIGNATURE_WRONG');
    }
  });

  it('with any one character changed is not valid', () => {
    const header = signed(nowS);
    for (let at = 0; at < header.length; at += 1) {
      const other = header[at] === '0' ? '1' : '0';
      const changed = `${header.slice(0, at)}${other}${header.slice(at + 1)}`;
      expect(verdict(changed), changed).not.toBe('valid');
    }
  });

  it('of bytes that are no text is judged by the bytes', () => {
    const random = seededRandom('webhook bodies');
    for (let run = 0; run < 100; run += 1) {
      const bytes = Buffer.from(random.bytes(random.integer(0, 200)));
      expect(verdict(`t=${nowS},v1=${hex(key, nowS, bytes)}`, bytes)).toBe('valid');
      expect(verdict(`t=${nowS},v1=${hex(key, nowS, bytes)}`, Buffer.concat([bytes, bytes, body]))).toBe(
        'SIGNATURE_WRONG',
      );
    }
  });

  it('with the old key is valid until its end, and with the new one from the start', () => {
    const rolling: EndpointSecret[] = [
      { value: 'whsec_old', validUntilMs: nowMs },
      { value: 'whsec_new', validUntilMs: null },
    ];
    const old = `t=${nowS},v1=${hex('whsec_old', nowS)}`;
    expect(verdict(old, body, rolling)).toBe('valid');
    expect(verdict(`t=${nowS},v1=${hex('whsec_new', nowS)}`, body, rolling)).toBe('valid');
    const over = rolling.map((secret) => ({ ...secret, validUntilMs: secret.validUntilMs && nowMs - 1 }));
    expect(verdict(old, body, over)).toBe('SIGNATURE_WRONG');
  });

  it('an empty secret signs nothing', () => {
    const empty = [{ value: '', validUntilMs: null }];
    expect(verdict(`t=${nowS},v1=${hex('', nowS)}`, body, empty)).toBe('SECRET_ABSENT');
    expect(verdict(signed(nowS), body, [])).toBe('SECRET_ABSENT');
  });

  it('a delivery that is too large is refused before it is hashed', () => {
    const large = Buffer.alloc(webhookBytesMax + 1);
    expect(verdict(`t=${nowS},v1=${hex(key, nowS, large)}`, large)).toBe('BODY_TOO_LARGE');
    const full = large.subarray(1);
    expect(verdict(`t=${nowS},v1=${hex(key, nowS, full)}`, full)).toBe('valid');
  });

  it("agrees with Stripe's own client", () => {
    const { webhooks } = new Stripe('sk_test_x');
    const header = webhooks.generateTestHeaderString({ payload: text, secret: key, timestamp: nowS });
    expect(verdict(header)).toBe('valid');
    expect(verdict(header, Buffer.from('{}'))).toBe('SIGNATURE_WRONG');
  });
});
