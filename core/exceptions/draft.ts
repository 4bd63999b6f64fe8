import type { Money } from '../domain/money.ts';
import type { ExceptionCode } from './catalogue.ts';

/** Something that finance must resolve, as the part that noticed it says it. */
export interface ExceptionDraft {
  readonly code: ExceptionCode;
  /** Exceptions with the same cause key have one root cause: one fix releases them together. */
  readonly causeKey: string;
  readonly legalEntity: string | null;
  readonly period: string | null;
  /** The money at risk. */
  readonly amount: Money | null;
  /** What is wrong, with the names and values that a person needs. */
  readonly message: string;
  readonly postingId?: string | null;
  readonly detail?: Readonly<Record<string, string | number | null>>;
}
