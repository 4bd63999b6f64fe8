import { canonicalJson } from '#core/base/canonical-json.ts';
import type { Clock, EpochMs } from '#core/base/clock.ts';
import type { SandboxResponse } from '../kit/organisation.ts';
import type { FormObject } from './form.ts';
import { StripeError } from './stripe-error.ts';

const KEY_LENGTH_MAX = 255;

export interface SavedAnswer {
  readonly status: number;
  readonly body: string | object | Buffer | undefined;
  readonly requestId: string;
}

interface Entry {
  readonly path: string;
  readonly parameters: string;
  readonly startedAtMs: EpochMs;
  /** Null while the first call still runs. */
  answer: SavedAnswer | null;
}

/**
 * Idempotency keys as Stripe documents them: the first call's status and body are saved once its work began, whatever
 * they were, and replayed; other parameters are refused; a twin that runs at the same time is refused; after the life
 * time the key is forgotten and the same call does its work again.
 */
export class IdempotencyKeys {
  readonly #clock: Clock;
  readonly #lifeMs: number;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock, lifeMs: number) {
    this.#clock = clock;
    this.#lifeMs = lifeMs;
  }

  /** The saved answer, or null when the call may run: the key is then taken until `save` or `release`. */
  begin(key: string, path: string, values: FormObject): SavedAnswer | null {
    if (key.length > KEY_LENGTH_MAX) {
      throw refusal(400, `The idempotency key is longer than ${KEY_LENGTH_MAX} characters.`);
    }
    this.#forget();
    const parameters = canonicalJson(values);
    const entry = this.#entries.get(key);
    if (entry === undefined) {
      this.#entries.set(key, { path, parameters, startedAtMs: this.#clock.now(), answer: null });
      return null;
    }
    if (entry.path !== path) {
      throw refusal(
        400,
        `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${path}' vs '${entry.path}'). Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    }
    if (entry.parameters !== parameters) {
      throw refusal(
        400,
        `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    }
    if (entry.answer === null) {
      throw refusal(
        409,
        `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
        'idempotency_key_in_use',
      );
    }
    return entry.answer;
  }

  save(key: string, answer: SavedAnswer): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) entry.answer = answer;
  }

  /** The call did not begin its work: nothing is saved. */
  release(key: string): void {
    this.#entries.delete(key);
  }

  /** A fault answered in the organisation's place: a 5xx is what the key replays from now on. */
  replace(key: string, path: string, values: FormObject, response: SandboxResponse, requestId: string): void {
    const parameters = canonicalJson(values);
    const entry = this.#entries.get(key) ?? {
      path,
      parameters,
      startedAtMs: this.#clock.now(),
      answer: null,
    };
    if (entry.path !== path || entry.parameters !== parameters) return;
    entry.answer = { status: response.status, body: response.body, requestId };
    this.#entries.set(key, entry);
  }

  #forget(): void {
    const horizonMs = this.#clock.now() - this.#lifeMs;
    for (const [key, entry] of this.#entries) {
      if (entry.startedAtMs > horizonMs) break;
      this.#entries.delete(key);
    }
  }
}

function refusal(status: number, message: string, code?: string): StripeError {
  return new StripeError({
    status,
    type: 'idempotency_error',
    message,
    ...(code === undefined ? {} : { code }),
    shouldRetry: status === 409,
  });
}
