import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '#core/base/assert.ts';
import { answeredError } from '#core/host/answered-error.ts';
import { createLocalClient } from '#core/host/local-client.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
let number = '';

beforeAll(async () => {
  tiny = await startTinyWorld();
  const invoice = tiny.issueInvoice(tiny.addCustomer(), { netMinor: 100_000 });
  tiny.issueInvoice(tiny.addCustomer(), { product: 'NW-TRAIN', netMinor: 250_000 });
  await tiny.sync();
  const stored = tiny.core.books.entities.withExternalId(invoice.id).find(({ kind }) => kind === 'invoice');
  number = stored?.kind === 'invoice' ? (stored.entity.number ?? '') : '';
});

afterAll(async () => {
  await tiny?.close();
});

const client = () => createLocalClient(tiny.core, 'maria');

describe('trace.find', () => {
  it('puts every hop of a chain in time and in the journal', async () => {
    const { hops, title, identifiers, total, customers } = await client().trace.find.query({ id: number });
    expect(title).toContain(number);
    expect(total).toBe(hops.length);
    expect(customers).toHaveLength(1);
    expect(new Set(identifiers.map(({ system }) => system))).toEqual(new Set(['billing', 'tieout', 'erp']));
    for (const hop of hops.filter(({ isGhost }) => !isGhost)) {
      const entries = present(hop.entries, 'entries');
      expect(tiny.core.journal.ofAggregate(hop.id).map(({ seq }) => seq)).toEqual(
        expect.arrayContaining([entries.fromSeq, entries.toSeq]),
      );
      expect(entries.count).toBe(tiny.core.journal.ofAggregate(hop.id).length);
      if (hop.endAt !== null) expect(hop.endAt >= hop.startAt).toBe(true);
    }
    const [posting] = hops.filter(({ kind }) => kind === 'posting');
    const [document] = hops.filter(({ kind }) => kind === 'ledger-document');
    expect(document?.precision).toBe('instant');
    expect(document?.startAt).toBe(posting?.endAt);
  });

  it('finds the same chain by any id of it', async () => {
    const { hops } = await client().trace.find.query({ id: number });
    const ids = (found: typeof hops) => found.map(({ id }) => id).sort();
    for (const hop of hops.filter(({ isGhost }) => !isGhost)) {
      expect(ids((await client().trace.find.query({ id: hop.id })).hops)).toEqual(ids(hops));
      const byExternal = await client().trace.find.query({ id: hop.externalId ?? '' });
      // Two systems may use one id for two things; then the other's chain is found as well.
      expect(ids(byExternal.hops)).toEqual(expect.arrayContaining(ids(hops)));
    }
  });

  it('draws what should be there and is not, and says where it looked and when', async () => {
    const [exception] = tiny.exceptions('MAPPING_MISSING');
    const trace = await client().trace.find.query({ id: exception?.id ?? '' });
    const [ghost, ...others] = trace.hops.filter(({ isGhost }) => isGhost);
    expect(others).toEqual([]);
    expect(ghost).toMatchObject({ kind: 'ledger-document', system: 'erp', entries: null });
    expect(ghost?.missing?.lastSyncAt).toMatch(/^\d{4}-\d{2}-\d{2}T/);
    expect(trace.stuck.map(({ code }) => code)).toEqual(['MAPPING_MISSING']);
  });

  it('begins a customer with everything of that customer', async () => {
    const { hops } = await client().trace.find.query({ id: number });
    const invoice = present(
      hops.find(({ kind }) => kind === 'invoice'),
      'invoice',
    );
    const stored = tiny.core.books.entities.get(invoice.id);
    const customer = stored?.kind === 'invoice' ? stored.entity.customerExternalId : '';
    const found = await client().trace.find.query({ id: customer });
    expect(found.hops.map(({ id }) => id)).toEqual(expect.arrayContaining(hops.map(({ id }) => id)));
  });
});

describe('trace.hop', () => {
  it('gives the request with the mappings that it was made with, and what the vendor sent', async () => {
    const { hops } = await client().trace.find.query({ id: number });
    const of = (kind: string) => present(hops.find((hop) => hop.kind === kind)?.id, kind);
    const posting = await client().trace.hop.query({ id: of('posting') });
    expect(JSON.parse(posting.posting?.request ?? '')).toBeTruthy();
    expect(posting.posting?.mappings.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['item', 'subsidiary']),
    );
    expect(posting.events.map(({ type }) => type)).toContain('posting.posted');
    const invoice = await client().trace.hop.query({ id: of('invoice') });
    expect(invoice.sources.length).toBeGreaterThan(0);
    expect(invoice.sources[0]?.body).toContain(number);
  });

  it('refuses what is no hop', async () => {
    const code = await client()
      .trace.hop.query({ id: 'nothing' })
      .catch((cause: unknown) => answeredError(cause)?.code);
    expect(code).toBe('NOTHING_FOUND');
  });
});

describe('trace.nearest', () => {
  it('says where it looked and which ids look most like it', async () => {
    const { lookedIn, nearest } = await client().trace.nearest.query({ id: `${number}X` });
    expect(nearest[0]).toMatchObject({ id: number, place: 'Document numbers' });
    expect(lookedIn.find(({ place }) => place === 'Document numbers')?.records).toBeGreaterThan(1);
  });
});
