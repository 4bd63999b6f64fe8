import * as z from 'zod';

/** The scheme of links into the cockpit, as in an e-mail: `cockpit://exception/EX-123`. */
export const linkScheme = 'cockpit';

/** What a link may name, with the screen that shows it. A link leads somewhere; it never does anything. */
const screenOf = {
  exception: 'exceptions',
  posting: 'postings',
  mapping: 'mappings',
  trace: 'trace',
  reconciliation: 'reconciliation',
  close: 'close',
  connection: 'connections',
  event: 'journal',
} as const;

const linkSchema = z.strictObject({
  protocol: z.literal(`${linkScheme}:`),
  kind: z.enum(Object.keys(screenOf) as [keyof typeof screenOf, ...(keyof typeof screenOf)[]]),
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/),
});

/**
 * The address inside the cockpit that a link leads to, as `/exceptions?id=EX-123`, or null for anything that is not exactly such a
 * link. Ids are plain: nothing is decoded.
 */
export function addressOfLink(text: string): string | null {
  const parts = /^([a-z]+:)\/\/([a-z]+)\/([^/?#\\%]+)$/.exec(text);
  if (parts === null || text.length > 300) return null;
  const [, protocol, kind, id] = parts;
  const link = linkSchema.safeParse({ protocol, kind, id });
  if (!link.success) return null;
  return `/${screenOf[link.data.kind]}?${new URLSearchParams({ id: link.data.id }).toString()}`;
}
