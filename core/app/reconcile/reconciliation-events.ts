import type { SealedSides } from './people-matches.ts';

/** Payload of `reconciliation.matched`: an accepted suggestion or a match by hand. */
export interface MatchedPayload {
  readonly period: string;
  readonly runId: string;
  readonly origin: 'accepted' | 'manual';
  readonly rule: string;
  readonly sides: SealedSides;
  /** Left minus right, in minor units. */
  readonly differenceMinor: string;
  readonly currency: string;
  readonly reason: string;
}

/** Payload of `reconciliation.suggestion-rejected`. */
export interface SuggestionRejectedPayload {
  readonly period: string;
  readonly suggestionKey: string;
  readonly rule: string;
  readonly sides: SealedSides;
  readonly reason: string;
}

/** Payload of `reconciliation.confirmed`: documents changed after the run, and its evidence is still the same. */
export interface ConfirmedPayload {
  readonly period: string;
  readonly runId: string;
  readonly asOfSeq: number;
}

/** Payload of `reconciliation.run-undone`. */
export interface RunUndonePayload {
  readonly period: string;
  readonly runId: string;
  readonly matches: number;
  readonly reason: string;
}

/** Payload of `reconciliation.break-explained`, `.break-accepted` and `.break-reopened`. */
export interface BreakDecidedPayload {
  readonly period: string;
  readonly breakKey: string;
  readonly class: string;
  readonly difference: { readonly currency: string; readonly minor: string };
  readonly reason: string;
}
