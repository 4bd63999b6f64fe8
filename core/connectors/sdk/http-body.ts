import { type Failure, type Result, err, ok } from '#core/base/result.ts';

type BodyFailure = Failure<'TOO_LARGE' | 'BAD_ENCODING'>;

/** The text of an answer's body: decompressed up to `bytesMax`, and valid UTF-8 or refused. */
export async function decodeBody(
  raw: readonly Uint8Array[],
  contentEncoding: string,
  bytesMax: number,
): Promise<Result<string, BodyFailure>> {
  const encoding = contentEncoding.toLowerCase();
  if (encoding === 'identity') return decodeText(raw);
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    return err({ code: 'BAD_ENCODING', message: `unknown content encoding "${encoding}"` });
  }
  const plain = await unzip(raw, bytesMax);
  return plain.ok ? decodeText(plain.value) : plain;
}

/** Unpacks piece by piece, so that a small bomb is stopped at the limit and not after it has filled the memory. */
async function unzip(
  raw: readonly Uint8Array[],
  bytesMax: number,
): Promise<Result<readonly Uint8Array[], BodyFailure>> {
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const piece of raw) controller.enqueue(new Uint8Array(piece));
      controller.close();
    },
  });
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    const unpacked: ReadableStream<Uint8Array> = packed.pipeThrough(new DecompressionStream('gzip'));
    for await (const piece of unpacked) {
      bytes += piece.length;
      if (bytes > bytesMax) {
        return err({ code: 'TOO_LARGE', message: `the answer unpacks to more than ${bytesMax} bytes` });
      }
      pieces.push(piece);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return err({ code: 'BAD_ENCODING', message: `the answer is not valid gzip: ${why}` });
  }
  return ok(pieces);
}

function decodeText(pieces: readonly Uint8Array[]): Result<string, BodyFailure> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  try {
    const texts = pieces.map((piece) => utf8.decode(piece, { stream: true }));
    return ok(`${texts.join('')}${utf8.decode()}`);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return err({ code: 'BAD_ENCODING', message: 'the answer is not valid UTF-8' });
  }
}
