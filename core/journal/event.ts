import type { CanonicalValue } from '../base/canonical-json.ts';
import type { Day } from '../domain/day.ts';
import type { Lineage } from '../domain/refs.ts';

/** Facts of an event as its writer gives them; sequence, time and hash are the journal's. */
export interface EventDraft {
  /** Past tense, `area.happened`. */
  readonly type: string;
  readonly aggregateId: string;
  /** 1, 2, 3 … per aggregate: two writers cannot both have written the next one. */
  readonly aggregateVersion: number;
  /** Never expires. Same key and same content is a success; same key and other content is a conflict. */
  readonly idempotencyKey: string;
  readonly correlationId: string;
  readonly causationSeq?: number | null;
  /** Who did it: a person's id, or `tieout:<part>`. */
  readonly actor: string;
  readonly source?: Lineage | null;
  /** The vendor's or the business's day; recorded-at is the journal's own. */
  readonly effectiveOn: Day;
  readonly legalEntity?: string | null;
  readonly payload: { readonly [key: string]: CanonicalValue | undefined };
}

export interface RecordedEvent {
  readonly seq: number;
  readonly type: string;
  readonly aggregateId: string;
  readonly aggregateVersion: number;
  readonly idempotencyKey: string;
  readonly correlationId: string;
  readonly causationSeq: number | null;
  readonly actor: string;
  readonly source: Lineage | null;
  readonly effectiveOn: Day;
  readonly legalEntity: string | null;
  /** Ours, RFC 3339 UTC. Never used for order. */
  readonly recordedAt: string;
  readonly schemaVersion: number;
  /** Plain JSON as parsed from the journal; money is still on the wire (`fromWire` reads it). */
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface JournalHead {
  readonly seq: number;
  /** Hex; 64 zeros before the first event. */
  readonly hash: string;
}
