import type { Day } from '../domain/day.ts';
import type { Money } from '../domain/money.ts';
import type { ExceptionDraft } from '../exceptions/draft.ts';
import { sha256 } from '../journal/digest.ts';
import type { MappingPort, MappingType } from './ports.ts';

/** What a document needs to name its gaps. */
export interface DocumentFacts {
  readonly legalEntity: string;
  readonly period: string;
  readonly on: Day;
  readonly amount: Money;
  /** How people call the document. */
  readonly label: string;
}

/**
 * Resolves mappings for one document and remembers which ones it used. Each gap becomes an exception; nothing falls
 * back to a default unless a fallback row was approved, and then the use is counted.
 */
export class MappingTrail {
  readonly #mapping: MappingPort;
  readonly #facts: DocumentFacts;
  readonly #used = new Set<string>();
  readonly #asked = new Map<MappingType, Set<string>>();
  readonly #fallbacks = new Set<string>();
  readonly gaps: ExceptionDraft[] = [];

  constructor(mapping: MappingPort, facts: DocumentFacts) {
    this.#mapping = mapping;
    this.#facts = facts;
  }

  /** The mapped value, or null after noting the gap. */
  require(type: MappingType, key: string, field: string): string | null {
    return this.#resolve(type, key, field, true);
  }

  /** The mapped value, or null when there is no mapping, which is no gap. */
  optional(type: MappingType, key: string, field: string): string | null {
    return this.#resolve(type, key, field, false);
  }

  #resolve(type: MappingType, key: string, field: string, isRequired: boolean): string | null {
    const { legalEntity, on } = this.#facts;
    const keys = this.#asked.get(type) ?? new Set();
    this.#asked.set(type, keys.add(key));
    const answer = this.#mapping.resolve({ type, key, legalEntity, on });
    if (answer.kind === 'found') {
      this.#used.add(`${answer.mappingId}@${answer.version}`);
      if (answer.isFallback) this.#fallbacks.add(answer.mappingId);
      const value = answer.target[field];
      if (typeof value === 'string' && value !== '') return value;
    }
    if (answer.kind === 'ambiguous')
      this.#gap('MAPPING_AMBIGUOUS', type, key, `${answer.mappingIds.length} mappings apply`);
    else if (isRequired) this.#gap('MAPPING_MISSING', type, key, 'no live mapping applies');
    return null;
  }

  #gap(code: 'MAPPING_MISSING' | 'MAPPING_AMBIGUOUS', type: MappingType, key: string, what: string): void {
    const { legalEntity, period, on, amount, label } = this.#facts;
    const causeKey = `mapping:${type}:${key}:${legalEntity}`;
    if (this.gaps.some((gap) => gap.causeKey === causeKey)) return;
    this.gaps.push({
      code,
      causeKey,
      legalEntity,
      period,
      amount,
      message: `${label}: ${what} for ${type} "${key}" in ${legalEntity} on ${on}.`,
      detail: { type, key, legalEntity, on },
    });
  }

  /** The keys of a type that the document asked for: its products are those of its items. */
  keysOf(type: MappingType): readonly string[] {
    return [...(this.#asked.get(type) ?? [])].sort();
  }

  /** Changes when any mapping that the document used changes; bound into the approval. */
  version(): string {
    return sha256([...this.#used].sort().join('\n')).slice(0, 16);
  }

  /** Ids of every mapping row that the document used: whoever proposed one of them does not approve the document. */
  mappingIds(): readonly string[] {
    return [...new Set([...this.#used].map((used) => used.slice(0, used.lastIndexOf('@'))))].sort();
  }

  fallbackMappingIds(): readonly string[] {
    return [...this.#fallbacks].sort();
  }
}
