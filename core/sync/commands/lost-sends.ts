import type { Posting } from '#core/storage/repositories/postings.ts';
import { nextProbeDelayMs } from './breaker.ts';
import type { PostingDesk } from './posting-desk.ts';

/** Sends that keep getting lost while others come through end with a person; an outage never does. */
const lostSendsMax = 8;
/** After each send that was lost the next waits twice as long, up to this. */
const waitMaxMs = 30 * 60_000;

/** What a posting's history says of its sends that never arrived. */
export class LostSends {
  readonly #desk: PostingDesk;

  constructor(desk: PostingDesk) {
    this.#desk = desk;
  }

  /** How many were looked up and proved not to be there. */
  count({ id }: Posting): number {
    return this.#desk.postings.lookUpsOf(id).filter(({ outcome }) => outcome === 'absent').length;
  }

  /** How much longer than usual the next one waits. */
  waitMs(posting: Posting): number {
    const lost = this.count(posting);
    return lost === 0 ? 0 : Math.min(nextProbeDelayMs * 2 ** (lost - 1), waitMaxMs);
  }

  /** Whether one more may be tried. Where nothing else comes through either, it is the vendor's trouble and not its own. */
  mayTryAgain(connectionId: string, posting: Posting): boolean {
    const isAlone = this.#desk.postings.newestPostedSeq(connectionId) < this.#firstSendSeq(posting);
    return this.count(posting) < lostSendsMax || isAlone;
  }

  #firstSendSeq({ id }: Posting): number {
    return this.#desk.history(id).find(({ type }) => type === 'posting.sending')?.seq ?? 0;
  }
}
