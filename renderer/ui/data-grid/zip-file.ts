// A ZIP archive of a few files, each pressed by the browser's own deflate. Written here because the packages that do it start
// workers from blob addresses, which the content-security policy refuses.

/** One file, written piece by piece; what was written is compressed while the next piece is made. */
export class ZipEntry {
  readonly name: string;
  readonly #writer: WritableStreamDefaultWriter<BufferSource>;
  readonly #pressed: Promise<Uint8Array[]>;
  readonly #encoder = new TextEncoder();
  #crc = 0xffffffff;
  #size = 0;

  constructor(name: string) {
    this.name = name;
    const stream = new CompressionStream('deflate-raw');
    this.#writer = stream.writable.getWriter();
    this.#pressed = collect(stream.readable);
  }

  async write(text: string): Promise<void> {
    const bytes = this.#encoder.encode(text);
    this.#crc = crcOf(bytes, this.#crc);
    this.#size += bytes.length;
    await this.#writer.ready;
    await this.#writer.write(bytes);
  }

  async end(): Promise<ZippedFile> {
    await this.#writer.close();
    const chunks = await this.#pressed;
    return { name: this.name, crc: (this.#crc ^ 0xffffffff) >>> 0, size: this.#size, chunks };
  }
}

interface ZippedFile {
  readonly name: string;
  readonly crc: number;
  readonly size: number;
  readonly chunks: readonly Uint8Array[];
}

async function collect(readable: ReadableStream<Uint8Array>): Promise<Uint8Array[]> {
  const reader = readable.getReader();
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    chunks.push(value);
  }
}

/** The archive of files that have ended, in their order. */
export function zipBlob(files: readonly ZippedFile[], type: string): Blob {
  const parts: BlobPart[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const file of files) {
    const name = new TextEncoder().encode(file.name);
    const pressed = file.chunks.reduce((sum, { length }) => sum + length, 0);
    const shared = sharedFields(file, pressed, name.length);
    const header = record(0x04034b50, [...shared, [0, 2]], name);
    parts.push(header, ...(file.chunks as Uint8Array<ArrayBuffer>[]));
    directory.push(
      record(0x02014b50, [[20, 2], ...shared, [0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]], name),
    );
    offset += header.length + pressed;
  }
  const directorySize = directory.reduce((sum, { length }) => sum + length, 0);
  const end = record(0x06054b50, [
    [0, 2],
    [0, 2],
    [files.length, 2],
    [files.length, 2],
    [directorySize, 4],
    [offset, 4],
    [0, 2],
  ]);
  return new Blob([...parts, ...directory, end], { type });
}

type Field = readonly [value: number, bytes: 2 | 4];

/** Names in UTF-8, deflated, dated 1 January 1980: the same rows make the same file. */
function sharedFields({ crc, size }: ZippedFile, pressed: number, nameLength: number): readonly Field[] {
  return [
    [20, 2],
    [0x0800, 2],
    [8, 2],
    [0, 2],
    [0x21, 2],
    [crc, 4],
    [pressed, 4],
    [size, 4],
    [nameLength, 2],
  ];
}

function record(
  signature: number,
  fields: readonly Field[],
  tail = new Uint8Array(),
): Uint8Array<ArrayBuffer> {
  const length = 4 + fields.reduce((sum, [, bytes]) => sum + bytes, 0);
  const bytes = new Uint8Array(length + tail.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signature, true);
  let at = 4;
  for (const [value, width] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  bytes.set(tail, length);
  return bytes;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 as it stands after some more bytes, not yet inverted. */
function crcOf(bytes: Uint8Array, before: number): number {
  let crc = before;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
  return crc;
}
