import type { IncomingMessage } from 'node:http';
import type { Refusal } from './request-rules.ts';

const bodyMaxBytes = 10 * 1024 * 1024;

/** The whole body, or why it is not taken. Nothing beyond the limit is kept. */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number = bodyMaxBytes,
): Promise<Buffer<ArrayBuffer> | Refusal> {
  const tooLarge: Refusal = { status: 413, reason: 'body' };
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return tooLarge;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) return tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
