export { parseBaseUrl } from './base-url.ts';
export { classifyRead, classifyWrite, isSuccess, responseInvalid } from './classify.ts';
export type * from './connector.ts';
export { createRateGovernor } from './create-rate-governor.ts';
export { countStalled, overlapDefaultMs, readCursor, writeCursor } from './cursor.ts';
export {
  attemptTimeMaxMs,
  createHttp,
  type Http,
  type HttpOutcome,
  type HttpRequest,
  type HttpResponse,
} from './http.ts';
export { JsonNumber, readJsonExact, type WritableJson, writeJson } from './json-number.ts';
export { amountLiteral, moneyFromDecimal, plainDecimal } from './money.ts';
export { readPayload, type RequestPayload, writePayload } from './payload.ts';
export {
  moneyAt,
  parseRecord,
  QuarantineError,
  quarantineOf,
  translating,
  unknownValue,
} from './quarantine.ts';
export { type GovernorLane } from './rate-governor.ts';
export type { ConnectionObserver } from './request-observer.ts';
export { parseRetryAfter } from './retry-after.ts';
export { type AccessToken, createTokenSource, notSentWithoutToken, sendWithToken } from './tokens.ts';
export { readJson, splitPage } from './verbatim.ts';
