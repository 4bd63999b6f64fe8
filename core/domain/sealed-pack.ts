// The first line of a sealed pack, which everything that looks at one reads first. What follows it is in core/close.

/** The first bytes of every sealed pack, whatever its format. */
const packMagic = 'TIEOUT-PACK-';

/** The format that this version writes and reads, in two digits. */
export const packVersion = '01';

/** How the names of sealed packs end. */
export const packEnding = '.cockpitsnap';

/** Length of the first line: magic, version, length of the manifest, raw public key in hex, line feed. */
export const packHeaderBytes = 91;

/** A hash for so many bytes of the content: what was altered is named to this width. */
export const packChunkBytes = 64 * 1024;

/** Longer than any sealed pack. */
export const packMaxBytes = 4 * 1024 ** 3;

const manifestDigits = 10;

export interface PackHeader {
  readonly manifestBytes: number;
  /** The signer's raw Ed25519 public key, 64 lower-case hex digits. */
  readonly publicKey: string;
}

/** The first line for a manifest of so many bytes, signed by the holder of a key. */
export function packHeader({ manifestBytes, publicKey }: PackHeader): string {
  return `${packMagic}${packVersion} ${String(manifestBytes).padStart(manifestDigits, '0')} ${publicKey}\n`;
}

/** What a file says of itself in its first line. */
export type PackBeginning =
  | { readonly kind: 'not-a-pack' }
  /** Of a format that this version does not know. */
  | { readonly kind: 'other-format'; readonly version: string }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'pack'; readonly header: PackHeader };

/** Reads the first line, given as one character a byte. One text stands for one header: there is no other way to write it. */
export function readPackBeginning(line: string): PackBeginning {
  const found = /^TIEOUT-PACK-(\d\d)/.exec(line);
  if (!found) return line.startsWith(packMagic) ? { kind: 'malformed' } : { kind: 'not-a-pack' };
  const version = found[1] ?? '';
  if (version !== packVersion) return { kind: 'other-format', version };
  const rest = /^ (\d{10}) ([0-9a-f]{64})\n$/.exec(line.slice(packMagic.length + version.length));
  if (!rest) return { kind: 'malformed' };
  return { kind: 'pack', header: { manifestBytes: Number(rest[1]), publicKey: rest[2] ?? '' } };
}
