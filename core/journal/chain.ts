import { hash } from 'node:crypto';
import type { RecordedEvent } from './event.ts';
import { writeEvent } from './event-bytes.ts';

/** The hash before the first event. */
export const genesisHash: Buffer = Buffer.alloc(32);

const hashLength = 32;
const initialCapacity = 65_536;

/** One event as it enters the chain: views, valid until the next link is made. */
export interface ChainLink {
  /** Its canonical bytes. */
  readonly body: Buffer;
  /** SHA-256 over the previous hash and the body. */
  readonly hash: Buffer;
}

/**
 * Makes links of the chain. Previous hash and body stand one behind the other in one buffer that is used again and again, so
 * that one call hashes both and nothing is left behind for each event.
 */
export class ChainWriter {
  #bytes = Buffer.alloc(initialCapacity);
  readonly #hash = Buffer.alloc(hashLength);

  /** Makes the next link follow this hash. */
  startAfter(previous: Buffer): void {
    this.#bytes.set(previous);
  }

  /** The link of an event after the last one that was accepted. */
  link(event: RecordedEvent): ChainLink {
    const end = this.#write(event);
    // As text, the digest needs no memory outside the heap; each of its characters is one byte.
    this.#hash.write(hash('sha256', this.#bytes.subarray(0, end), 'binary'), 0, 'binary');
    return { body: this.#bytes.subarray(hashLength, end), hash: this.#hash };
  }

  /** Lets the next link follow the one just made. */
  accept(): void {
    this.#bytes.set(this.#hash);
  }

  #write(event: RecordedEvent): number {
    for (;;) {
      const end = writeEvent(event, this.#bytes, hashLength);
      if (end <= this.#bytes.length) return end;
      const previous = this.#bytes;
      this.#bytes = Buffer.alloc(end * 2);
      previous.copy(this.#bytes, 0, 0, hashLength);
    }
  }
}
