import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Failure, type Result, err, ok } from '#core/base/result.ts';

/** How far a delivery's time may lie from ours, in either direction. */
export const toleranceSeconds = 300;

/** Larger deliveries are refused before any of their bytes are hashed. */
export const webhookBytesMax = 1024 * 1024;

export type SignatureFailureCode =
  | 'BODY_TOO_LARGE'
  | 'SIGNATURE_ABSENT'
  | 'SIGNATURE_MALFORMED'
  | 'SIGNATURE_TIME_OUTSIDE'
  | 'SIGNATURE_WRONG'
  | 'SECRET_ABSENT';

/** An endpoint secret. While a key is rolled the old one is valid beside the new one until `validUntilMs`. */
export interface EndpointSecret {
  readonly value: string;
  readonly validUntilMs: number | null;
}

export interface Delivery {
  /** The value, or the values, of the header `Stripe-Signature`. */
  readonly header: string | readonly string[] | undefined;
  /** The bytes as they came; JSON that was parsed and written again has another signature. */
  readonly body: Uint8Array;
}

/**
 * Checks `Stripe-Signature: t=<seconds>,v1=<hex>[,v1=…]`: HMAC-SHA256 of "t.body" with a secret of the endpoint, compared
 * in constant time. Any `v1` may match any valid secret; other schemes count for nothing. A valid delivery is still only
 * a hint: what it names is fetched. Repetitions are the caller's to drop, by event id. Returns the signed time.
 */
export function verifyStripeSignature(
  delivery: Delivery,
  secrets: readonly EndpointSecret[],
  nowMs: number,
): Result<{ readonly signedAtSeconds: number }, Failure<SignatureFailureCode>> {
  const { body } = delivery;
  if (body.length > webhookBytesMax) {
    return refuse('BODY_TOO_LARGE', `the delivery is larger than ${webhookBytesMax} bytes`);
  }
  const usable = secrets.filter(
    ({ value, validUntilMs }) => value !== '' && (validUntilMs === null || nowMs <= validUntilMs),
  );
  if (usable.length === 0) return refuse('SECRET_ABSENT', 'no endpoint secret is valid now');
  const header = readHeader(delivery.header);
  if (!header.ok) return header;
  const { time, signatures } = header.value;
  const signedAtSeconds = Number(time);
  if (Math.abs(Math.floor(nowMs / 1000) - signedAtSeconds) > toleranceSeconds) {
    return refuse('SIGNATURE_TIME_OUTSIDE', `signed more than ${toleranceSeconds} s away from now`);
  }
  const expected = usable.map(({ value }) =>
    createHmac('sha256', value).update(`${time}.`, 'utf8').update(body).digest(),
  );
  // Every pair is compared, so that the time taken does not tell which one matched.
  let matches = 0;
  for (const signature of signatures) {
    for (const digest of expected) if (timingSafeEqual(signature, digest)) matches += 1;
  }
  return matches > 0 ? ok({ signedAtSeconds }) : refuse('SIGNATURE_WRONG', 'no signature fits the bytes');
}

function readHeader(
  header: string | readonly string[] | undefined,
): Result<{ time: string; signatures: Buffer[] }, Failure<SignatureFailureCode>> {
  const values = header === undefined ? [] : typeof header === 'string' ? [header] : header;
  const value = values[0];
  if (value === undefined || value === '') return refuse('SIGNATURE_ABSENT', 'Stripe-Signature is absent');
  if (values.length > 1) return refuse('SIGNATURE_MALFORMED', 'Stripe-Signature came more than once');
  const parts = value.split(',').map((part) => part.trim());
  const times = parts.filter((part) => part.startsWith('t=')).map((part) => part.slice(2));
  const time = times[0];
  if (time === undefined || times.length > 1 || !/^\d{1,12}$/.test(time)) {
    return refuse('SIGNATURE_MALFORMED', 'Stripe-Signature needs one time: t=<Unix seconds>');
  }
  const hex = parts.filter((part) => part.startsWith('v1=')).map((part) => part.slice(3));
  const signatures = hex
    .filter((text) => /^[0-9a-f]{64}$/.test(text))
    .map((text) => Buffer.from(text, 'hex'));
  if (signatures.length > 0) return ok({ time, signatures });
  return refuse('SIGNATURE_MALFORMED', 'Stripe-Signature has no signature of the scheme v1');
}

function refuse(code: SignatureFailureCode, message: string): Result<never, Failure<SignatureFailureCode>> {
  return err({ code, message, where: 'Stripe-Signature' });
}
