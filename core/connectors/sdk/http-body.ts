import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { type Failure, type Result, err, ok } from '../../base/result.ts';

type BodyFailure = Failure<'TOO_LARGE' | 'BAD_ENCODING'>;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of an answer's body: decompressed up to `bytesMax`, and valid UTF-8 or refused. */
export function decodeBody(
  raw: Buffer,
  headers: Readonly<Record<string, string | string[]>>,
  bytesMax: number,
): Result<string, BodyFailure> {
  const plain = decompress(raw, String(headers['content-encoding'] ?? 'identity').toLowerCase(), bytesMax);
  if (!plain.ok) return plain;
  try {
    return ok(utf8.decode(plain.value));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return err({ code: 'BAD_ENCODING', message: 'the answer is not valid UTF-8' });
  }
}

function decompress(raw: Buffer, encoding: string, bytesMax: number): Result<Buffer, BodyFailure> {
  const limit = { maxOutputLength: bytesMax };
  if (encoding === 'identity' || raw.length === 0) return ok(raw);
  try {
    if (encoding === 'gzip' || encoding === 'x-gzip') return ok(gunzipSync(raw, limit));
    if (encoding === 'deflate') return ok(inflateSync(raw, limit));
    if (encoding === 'br') return ok(brotliDecompressSync(raw, limit));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      return err({ code: 'TOO_LARGE', message: `the answer unpacks to more than ${bytesMax} bytes` });
    }
    return err({ code: 'BAD_ENCODING', message: `the answer is not valid ${encoding}: ${String(error)}` });
  }
  return err({ code: 'BAD_ENCODING', message: `unknown content encoding "${encoding}"` });
}
