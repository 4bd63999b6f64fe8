import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answeredError } from '#core/host/answered-error.ts';
import { createLocalClient } from '#core/host/local-client.ts';
import { createMappingLookup, type MappingQuery } from '#core/mapping/lookup.ts';
import { Books } from '#core/workflow/books.ts';
import { decideSubject } from '#core/workflow/decide-subject.ts';
import { mappingQuestions } from '#core/workflow/mapping-questions.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;

beforeAll(async () => {
  tiny = await startTinyWorld();
  tiny.issueInvoice(tiny.addCustomer(), { netMinor: 2_000_000 });
  const paid = tiny.issueInvoice(tiny.addCustomer(), { netMinor: 100_000 });
  tiny.pay(paid.id, 100_000);
  tiny.issueInvoice(tiny.addCustomer(), { product: 'NW-TRAIN', netMinor: 250_000 });
  await tiny.sync();
});

afterAll(async () => {
  await tiny?.close();
});

const as = (person: string) => createLocalClient(tiny.core, person);
const reason = 'agreed with the product team';
const codeOf = (call: Promise<unknown>): Promise<string | undefined> =>
  call.then(
    () => undefined,
    (cause: unknown) => answeredError(cause)?.code,
  );

const training = {
  type: 'item' as const,
  sourceKey: 'NW-TRAIN',
  target: { itemId: '9001', revenueRule: 'point-in-time' },
  validFromOn: '2026-01-01',
};

/** The products of the invoices that are posted or held. */
function soldItem(): string {
  const row = tiny.core.mapping
    .rows()
    .find(
      ({ type, sourceKey }) =>
        type === 'item' &&
        tiny.core.desk.postings.all().some(({ subjectId }) => asksFor(subjectId, 'item', sourceKey)),
    );
  return row?.sourceKey ?? '';
}

function asksFor(subjectId: string, type: string, key: string): boolean {
  const stored = tiny.core.books.entities.get(subjectId);
  if (!stored) return false;
  const standpoint = { legalEntity: 'NW-US', on: '2026-09-01' };
  return mappingQuestions(tiny.core.books, stored, standpoint).some(
    (query) => query.type === type && query.key === key,
  );
}

describe('what is asked of the mappings', () => {
  it('is what the decision about the document really asks', () => {
    const held = tiny.postings('HELD');
    expect(held.length).toBeGreaterThan(0);
    for (const posting of held) {
      const asked: MappingQuery[] = [];
      const lookup = createMappingLookup(tiny.core.mapping.rows());
      const real = tiny.core.books;
      const books = new Books({
        store: tiny.core.store,
        clock: real.clock,
        workspaceId: real.workspaceId,
        policy: real.policy,
        roles: tiny.core.connections.roles,
        mapping: {
          resolve(query) {
            asked.push(query);
            return lookup.resolve(query);
          },
        },
      });
      decideSubject(books, posting.subjectId);
      const stored = real.entities.get(posting.subjectId);
      const [first] = asked;
      if (!stored || !first) throw new Error('the posting has no source');
      const derived = mappingQuestions(real, stored, { legalEntity: first.legalEntity, on: first.on });
      expect(namesOf(derived)).toEqual(namesOf(asked));
    }
  });
});

function namesOf(queries: readonly MappingQuery[]): string[] {
  return [
    ...new Set(queries.map(({ type, key, legalEntity, on }) => `${type} ${key} ${legalEntity} ${on}`)),
  ].sort();
}

describe('mappings.list', () => {
  it('narrows, sorts and pages, and counts what the pages hold', async () => {
    const all = await as('maria').mappings.list.query({ type: 'item' });
    expect(all.totals.count).toBe(all.mappings.length);
    const page = await as('maria').mappings.list.query({
      type: 'item',
      sort: 'sourceKey',
      isDescending: true,
      offset: 1,
      limit: 2,
    });
    const keys = all.mappings
      .map(({ sourceKey }) => sourceKey)
      .sort()
      .reverse();
    expect(page.mappings.map(({ sourceKey }) => sourceKey)).toEqual(keys.slice(1, 3));
    expect(page.totals.count).toBe(all.totals.count);
    const [first] = all.mappings;
    const found = await as('maria').mappings.list.query({ text: first?.sourceKey.toLowerCase() });
    expect(found.mappings.map(({ id }) => id)).toContain(first?.id);
  });

  it('counts as the sets do', async () => {
    const { sets } = await as('maria').mappings.sets.query();
    for (const { type, counts } of sets) {
      for (const stage of ['draft', 'scheduled', 'live', 'retired', 'rejected'] as const) {
        const { totals } = await as('maria').mappings.list.query({ type, stage });
        expect(`${type} ${stage} ${totals.count}`).toBe(`${type} ${stage} ${counts[stage]}`);
      }
    }
    const items = sets.find(({ type }) => type === 'item');
    expect(items?.versions.map(({ stage }) => stage)).toContain('live');
  });
});

describe('mappings.previewChange', () => {
  it('says what waits for it and changes nothing', async () => {
    const head = tiny.core.journal.head();
    const preview = await as('rita').mappings.previewChange.mutate({ drafts: [training] });
    expect(preview.findings).toEqual([]);
    expect(preview.waiting.totals).toMatchObject({ count: 1 });
    expect(preview.waiting.items[0]?.changes[0]).toMatchObject({
      key: 'NW-TRAIN',
      before: { kind: 'missing' },
      after: { kind: 'found' },
    });
    expect(tiny.core.journal.head()).toEqual(head);
  });

  it('counts held and posted documents that would be mapped otherwise, per currency', async () => {
    const sourceKey = soldItem();
    const draft = {
      ...training,
      sourceKey,
      target: { itemId: '4711', revenueRule: 'ratable-daily' },
      validFromOn: '2026-02-01',
    };
    const preview = await as('rita').mappings.previewChange.mutate({ drafts: [draft] });
    expect(preview.findings).toEqual([]);
    const touched = [...preview.held.items, ...preview.posted.items];
    const expected = tiny.core.desk.postings
      .all()
      .filter(({ subjectId, payload }) => payload !== '' && asksFor(subjectId, 'item', sourceKey));
    expect(touched.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
    expect(touched.length).toBeGreaterThan(0);
    expect(preview.closes).toHaveLength(1);
    expect(preview.scanned.isComplete).toBe(true);
  });

  it('names an overlap on both rows, and a wrong cell by its member', async () => {
    const sourceKey = soldItem();
    const early = { ...training, sourceKey, validFromOn: '2020-01-01' };
    const twin = { ...training, target: { itemId: '9002', revenueRule: 'point-in-time' } };
    const wrong = { ...training, sourceKey: 'NW-X', target: { itemId: '', revenueRule: 'Ratable' } };
    const { findings } = await as('rita').mappings.previewChange.mutate({
      drafts: [early, training, twin, wrong],
    });
    const live = tiny.core.mapping.rows().find((row) => row.sourceKey === sourceKey && row.type === 'item');
    const at = (index: number | null) => findings.filter((finding) => finding.index === index);
    expect(at(0)).toMatchObject([{ code: 'MAPPING_OVERLAPS' }]);
    expect(at(null)).toMatchObject([{ mappingId: live?.id, code: 'MAPPING_OVERLAPS' }]);
    expect(at(1)).toMatchObject([{ message: expect.stringContaining('row 3') }]);
    expect(at(2)).toMatchObject([{ message: expect.stringContaining('row 2') }]);
    expect(at(3)).toMatchObject([{ member: 'target.itemId', code: 'MAPPING_TARGET_INVALID' }]);
  });

  it('tests real documents, those first that the change touches', async () => {
    const { samples } = await as('rita').mappings.test.mutate({ drafts: [training], limit: 5 });
    expect(samples[0]?.answers.filter(({ isChanged }) => isChanged)).toMatchObject([{ key: 'NW-TRAIN' }]);
    expect(samples[1]?.answers.some(({ isChanged }) => isChanged)).toBe(false);
    expect(new Set(samples.map(({ kind }) => kind)).size).toBeGreaterThan(1);
  });
});

describe('drafts', () => {
  it('are replaced and withdrawn by their proposer alone', async () => {
    const [first] = (
      await as('rita').mappings.propose.mutate({ drafts: [{ ...training, sourceKey: 'NW-A' }], reason })
    ).mappings;
    const ids = [first?.id ?? ''];
    expect(await codeOf(as('ben').mappings.withdraw.mutate({ ids, reason }))).toBe('MAPPING_NOT_YOURS');
    const [second] = (
      await as('rita').mappings.propose.mutate({
        drafts: [{ ...training, sourceKey: 'NW-A', validFromOn: '2026-03-01' }],
        replaces: ids,
        reason,
      })
    ).mappings;
    const after = await as('rita').mappings.history.query({ type: 'item', sourceKey: 'NW-A' });
    expect(after.mappings.map(({ state }) => state)).toEqual(['rejected', 'draft']);
    await as('rita').mappings.withdraw.mutate({ ids: [second?.id ?? ''], reason });
    expect((await as('rita').mappings.list.query({ stage: 'draft' })).totals.count).toBe(0);
  });

  it('show in the difference of two days until they are withdrawn', async () => {
    const [draft] = (
      await as('rita').mappings.propose.mutate({ drafts: [{ ...training, sourceKey: 'NW-B' }], reason })
    ).mappings;
    const diff = await as('maria').mappings.diff.query({
      type: 'item',
      left: { on: '2026-09-01' },
      right: { on: '2026-09-01', withDrafts: true },
    });
    expect(diff.rows).toMatchObject([{ sourceKey: 'NW-B', left: null, right: { id: draft?.id } }]);
    await as('rita').mappings.withdraw.mutate({ ids: [draft?.id ?? ''], reason });
  });

  it('retire a live row by two people', async () => {
    const [row] = (await as('maria').mappings.list.query({ type: 'department', stage: 'live' })).mappings;
    const ids = [row?.id ?? ''];
    await as('rita').mappings.proposeRetirement.mutate({ ids, validToOn: '2026-12-01', reason });
    expect(await codeOf(as('rita').mappings.approveRetirement.mutate({ ids, reason }))).toBeDefined();
    expect((await as('maria').mappings.list.query({ awaitsMe: true })).mappings.map(({ id }) => id)).toEqual(
      ids,
    );
    const { mappings } = await as('maria').mappings.approveRetirement.mutate({ ids, reason });
    expect(mappings).toMatchObject([{ state: 'retired', validToOn: '2026-12-01' }]);
  });

  it('release what waited for them when a second person approves', async () => {
    const { mappings } = await as('rita').mappings.propose.mutate({
      drafts: [
        {
          ...training,
          target: { itemId: tiny.mapped('item', 'NW-ONBOARD', 'itemId'), revenueRule: 'point-in-time' },
        },
      ],
      reason,
    });
    const ids = mappings.map(({ id }) => id);
    const preview = await as('maria').mappings.previewChange.mutate({ proposed: ids });
    const { released } = await as('maria').mappings.approve.mutate({ ids, reason, releases: true });
    expect(released).toEqual({ totals: preview.waiting.totals, stillBlocked: [] });
    expect((await as('maria').exceptions.list.query({ code: 'MAPPING_MISSING' })).exceptions).toEqual([]);
  });
});
