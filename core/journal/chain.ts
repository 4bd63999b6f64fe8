import { hash } from 'node:crypto';
import type { RecordedEvent } from './event.ts';
import { writeEvent } from './event-bytes.ts';

/** The hash before the first event. */
export const genesisHash: Buffer = Buffer.alloc(32);

const initialCapacity = 65_536;

/** One event as it enters the chain. */
export interface ChainLink {
  /** Its canonical bytes: a view, valid until the next link is made. */
  readonly body: Buffer;
  /** SHA-256 over the previous hash and the body. */
  readonly hash: Buffer;
}

/** Makes links of the chain. Previous hash and body stand one behind the other in one buffer, so that one call hashes both. */
export class ChainWriter {
  #bytes = Buffer.allocUnsafe(initialCapacity);

  link(previous: Buffer, event: RecordedEvent): ChainLink {
    for (;;) {
      const start = previous.copy(this.#bytes);
      const end = writeEvent(event, this.#bytes, start);
      if (end <= this.#bytes.length) {
        return {
          body: this.#bytes.subarray(start, end),
          hash: hash('sha256', this.#bytes.subarray(0, end), 'buffer'),
        };
      }
      this.#bytes = Buffer.allocUnsafe(end * 2);
    }
  }
}
