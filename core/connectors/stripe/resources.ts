import { createHash } from 'node:crypto';
import { headSchema } from './schemas.ts';

interface Resource {
  /** Path of the list, which is also the parent path of one object. */
  readonly path: string;
  /** Parameters that every walk of the list needs. */
  readonly filter: string;
  /** Whether the list can be cut by creation; where not, a walk stops by itself at the first older record. */
  readonly isCreatedFilter: boolean;
  /** What the object calls itself, as in events. */
  readonly object: string;
  /** Member that holds the document's total, where the stream has amounts. */
  readonly total: string | null;
  /** Streams of the same kind of entity, which are counted together with this one. */
  readonly countedWith: readonly string[];
}

/** Every list stream. Subscriptions are asked for with all states; by default Stripe leaves the cancelled ones out. */
export const resources: Readonly<Record<string, Resource>> = {
  customers: resource('customers', 'customer'),
  products: { ...resource('products', 'product'), countedWith: ['prices'] },
  prices: resource('prices', 'price'),
  subscriptions: { ...resource('subscriptions', 'subscription'), filter: '&status=all' },
  invoices: resource('invoices', 'invoice', 'total'),
  'credit-notes': { ...resource('credit_notes', 'credit_note', 'total'), isCreatedFilter: false },
  charges: resource('charges', 'charge', 'amount'),
  refunds: resource('refunds', 'refund', 'amount'),
};

function resource(name: string, object: string, total: string | null = null): Resource {
  return { path: `/v1/${name}`, filter: '', isCreatedFilter: true, object, total, countedWith: [] };
}

/** The stream of an object by its own name for itself. */
export function streamOfObject(object: string): string | null {
  return Object.keys(resources).find((stream) => resources[stream]?.object === object) ?? null;
}

export function objectPath(stream: string, id: string): string {
  return `${resources[stream]?.path}/${encodeURIComponent(id)}`;
}

export interface RecordHead {
  readonly id: string;
  /** Unix seconds; null when the record has no readable one. */
  readonly created: number | null;
}

/**
 * Id and creation of a record, from text that was checked as a page. One without an id is still kept: it gets a name made from its bytes, and its translation
 * puts it into quarantine.
 */
export function headOf(body: string): RecordHead {
  const head = headSchema.safeParse(JSON.parse(body) as unknown);
  if (head.success) return head.data;
  const hash = createHash('sha256').update(body, 'utf8').digest('hex');
  return { id: `unidentified-${hash.slice(0, 24)}`, created: null };
}
