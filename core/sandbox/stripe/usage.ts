import type { IdSource } from './ids.ts';
import type { SubscriptionItem } from './rows.ts';
import type { Span } from './subscription-lines.ts';

export type Aggregate = 'sum' | 'last_during_period' | 'max';

export interface UsageSummary {
  readonly id: string;
  readonly item: string;
  /** Null in the period that still runs. */
  readonly invoice: string | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly total: number;
}

interface ItemUsage {
  /** Quantity by its instant. */
  readonly records: Map<number, number>;
  readonly closed: UsageSummary[];
}

/** Usage reported per metered subscription item. */
export class UsageBook {
  readonly #ids: IdSource;
  readonly #byItem = new Map<string, ItemUsage>();

  constructor(ids: IdSource) {
    this.#ids = ids;
  }

  /** `increment` adds to what stands at the instant, `set` replaces it. Returns the record's id. */
  record(itemId: string, at: number, quantity: number, action: 'increment' | 'set'): string {
    const { records } = this.#of(itemId);
    records.set(at, action === 'set' ? quantity : (records.get(at) ?? 0) + quantity);
    return this.#ids.next('mbur');
  }

  /** Usage of the span, which is then over; the caller says later which invoice billed it. */
  closePeriod(item: SubscriptionItem, span: Span, aggregate: Aggregate): number {
    const usage = this.#of(item.id);
    const total = this.#total(usage, span, aggregate);
    usage.closed.push({ id: this.#ids.next('sis'), item: item.id, invoice: null, ...span, total });
    for (const at of usage.records.keys()) if (at < span.end) usage.records.delete(at);
    return total;
  }

  billed(itemId: string, span: Span, invoice: string): void {
    const { closed } = this.#of(itemId);
    const index = closed.findIndex((summary) => summary.start === span.start);
    const summary = closed[index];
    if (summary !== undefined) closed[index] = { ...summary, invoice };
  }

  /** The running period first, then the closed ones, newest first. */
  summaries(itemId: string, current: Span, aggregate: Aggregate): readonly UsageSummary[] {
    const usage = this.#of(itemId);
    const running = {
      id: `sis_open${itemId.slice(3)}`,
      item: itemId,
      invoice: null,
      ...current,
      total: this.#total(usage, current, aggregate),
    };
    return [running, ...[...usage.closed].reverse()];
  }

  #total(usage: ItemUsage, span: Span, aggregate: Aggregate): number {
    const inside = [...usage.records].filter(([at]) => at >= span.start && at < span.end);
    if (aggregate === 'max') return Math.max(0, ...inside.map(([, quantity]) => quantity));
    if (aggregate === 'last_during_period') return inside.sort(([a], [b]) => b - a)[0]?.[1] ?? 0;
    return inside.reduce((sum, [, quantity]) => sum + quantity, 0);
  }

  #of(itemId: string): ItemUsage {
    let usage = this.#byItem.get(itemId);
    if (usage === undefined) {
      usage = { records: new Map(), closed: [] };
      this.#byItem.set(itemId, usage);
    }
    return usage;
  }
}
