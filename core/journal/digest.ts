import { hash } from 'node:crypto';

/** SHA-256 of text as hex. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

/** The next hash of the chain: SHA-256 over the previous hash and the event's canonical bytes. */
export function chainHash(previous: Buffer, body: string): Buffer {
  return hash('sha256', Buffer.concat([previous, Buffer.from(body)]), 'buffer');
}

const base32Alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** 26 characters (130 bits) of a SHA-256 over length-prefixed parts, so that no two part lists give the same text. */
export function contentId(...parts: readonly string[]): string {
  const digest = hash('sha256', parts.map((part) => `${part.length}:${part}`).join(''), 'buffer');
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of digest) {
    value = ((value << 8) | byte) & 0xfff_ffff;
    bits += 8;
    while (bits >= 5 && text.length < 26) {
      bits -= 5;
      text += base32Alphabet[(value >> bits) & 31];
    }
  }
  return text;
}
