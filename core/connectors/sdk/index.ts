export { parseBaseUrl } from './base-url.ts';
export {
  classifyRead,
  classifyWrite,
  type FailureReader,
  isSuccess,
  responseInvalid,
} from './classify.ts';
export type * from './connector.ts';
export { createRateGovernor, type RateGovernorOptions } from './create-rate-governor.ts';
export { countStalled, overlapDefaultMs, readCursor, stalledPagesMax, writeCursor } from './cursor.ts';
export {
  attemptTimeMaxMs,
  createHttp,
  type Http,
  type HttpHeaders,
  type HttpOptions,
  type HttpOutcome,
  type HttpRequest,
  type HttpResponse,
  type NoResponse,
} from './http.ts';
export { JsonNumber, readJsonExact, type WritableJson, writeJson } from './json-number.ts';
export { type JsonTextFailure, scanJson } from './json-text.ts';
export { amountLiteral, moneyFromDecimal, moneyFromMinor, plainDecimal } from './money.ts';
export { readPayload, type RequestPayload, writePayload } from './payload.ts';
export {
  moneyAt,
  parseRecord,
  QuarantineError,
  quarantineOf,
  translating,
  unknownValue,
} from './quarantine.ts';
export { BlockedError, type GovernorLane, type RateBudget, type RateGovernor } from './rate-governor.ts';
export { type MoreFlag, spliceList } from './splice-list.ts';
export { parseRetryAfter, type RetryAfter, retryAfterCapMs } from './retry-after.ts';
export {
  type AccessToken,
  createTokenSource,
  notSentWithoutToken,
  sendWithToken,
  type TokenRequest,
  type TokenSource,
} from './tokens.ts';
export { readJson, splitPage, type VerbatimPage } from './verbatim.ts';
