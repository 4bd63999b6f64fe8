import type { Posting, PostingRepository, SendLane } from '#core/storage/repositories/postings.ts';
import type { PostingState } from '#core/storage/schema/control.ts';

/** One turn in so many goes to whatever has waited longest, however urgent the rest is: nothing waits for ever. */
const turnsPerEldest = 8;

type Lanes = Pick<PostingRepository, 'get' | 'lanesOf' | 'dueIn'>;

/** Which postings, where, how many at most, and which of them are free to be taken. */
export interface TurnRequest {
  readonly state: PostingState;
  readonly connectionId: string;
  readonly nowMs: number;
  readonly limit: number;
  readonly isTaken: (postingId: string) => boolean;
}

interface Queue extends SendLane {
  /** Ids, eldest first. */
  readonly ids: string[];
}

/**
 * Whose turn it is at a connection. Urgent kinds go first, legal entities take turns within a kind, and within an entity
 * the eldest goes first: one entity's thousand invoices do not keep another's ten waiting, and what was tried in an outage
 * keeps its place. One turn in eight goes by age alone, so that a steady stream of urgent ones starves nobody.
 */
export class SendTurns {
  readonly #lanes: Lanes;
  readonly #turns = new Map<string, number>();
  /** The entity that was served last, by connection. */
  readonly #served = new Map<string, string>();

  constructor(lanes: Lanes) {
    this.#lanes = lanes;
  }

  next(request: TurnRequest): Posting[] {
    const { state, connectionId } = request;
    const lanes = this.#lanes.lanesOf(state, connectionId);
    if (lanes.length === 0) return [];
    const turn = (this.#turns.get(connectionId) ?? 0) + 1;
    this.#turns.set(connectionId, turn);
    const ids = turn % turnsPerEldest === 0 ? this.#eldest(request, lanes) : this.#mostUrgent(request, lanes);
    return ids.map((id) => this.#lanes.get(id)).filter((posting) => posting !== null);
  }

  #mostUrgent(request: TurnRequest, lanes: readonly SendLane[]): string[] {
    const chosen: string[] = [];
    for (const urgency of [...new Set(lanes.map((lane) => lane.urgency))].sort((one, two) => one - two)) {
      const queues = this.#inTurn(request.connectionId, lanes)
        .filter((lane) => lane.urgency === urgency)
        .map((lane) => this.#queue(request, lane))
        .filter(({ ids }) => ids.length > 0);
      while (chosen.length < request.limit && queues.some(({ ids }) => ids.length > 0)) {
        for (const { legalEntity, ids } of queues) {
          const id = chosen.length < request.limit ? ids.shift() : undefined;
          if (id === undefined) continue;
          chosen.push(id);
          this.#served.set(request.connectionId, legalEntity);
        }
      }
      if (chosen.length === request.limit) break;
    }
    return chosen;
  }

  /** Ids are time-ordered: the smallest is the eldest. */
  #eldest(request: TurnRequest, lanes: readonly SendLane[]): string[] {
    return lanes
      .flatMap((lane) => this.#queue(request, lane).ids)
      .sort()
      .slice(0, request.limit);
  }

  #queue({ state, connectionId, nowMs, limit, isTaken }: TurnRequest, lane: SendLane): Queue {
    const ids = this.#lanes.dueIn({ state, connectionId, ...lane, nowMs }, limit, isTaken);
    return { ...lane, ids };
  }

  /** The entities after the one that was served last come first. */
  #inTurn(connectionId: string, lanes: readonly SendLane[]): SendLane[] {
    const last = this.#served.get(connectionId) ?? '';
    const after = lanes.filter(({ legalEntity }) => legalEntity > last);
    return [...after, ...lanes.filter(({ legalEntity }) => legalEntity <= last)];
  }
}
