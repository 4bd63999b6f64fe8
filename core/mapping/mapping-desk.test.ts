import { describe, expect, it } from 'vitest';
import { fallbackUsedDraft } from './fallback-log.ts';
import { mappingWorkspace, must, only } from './desk.testing.ts';
import type { MappingDraft } from './mapping-draft.ts';

function seat(
  itemId: string,
  validFromOn: string,
  change: Partial<MappingDraft<'item'>> = {},
): MappingDraft<'item'> {
  return {
    type: 'item',
    sourceKey: 'SEAT',
    target: { itemId, revenueRule: 'ratable' },
    validFromOn,
    ...change,
  };
}

function code(result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string {
  return result.ok ? 'ok' : (result.error?.code ?? '');
}

function live(workspace: ReturnType<typeof mappingWorkspace>, draft: MappingDraft): string {
  const row = only(must(workspace.desk.propose([draft], 'ana', 'set up')));
  must(workspace.desk.approve([row.id], { by: 'ben', reason: 'checked' }));
  return row.id;
}

function itemOn(workspace: ReturnType<typeof mappingWorkspace>, on: string): string {
  const answer = workspace.desk.live().resolve({ type: 'item', key: 'SEAT', legalEntity: 'NW-US', on });
  return answer.kind === 'found' ? answer.target.itemId : answer.kind;
}

describe('mapping desk', () => {
  it('lets a row live only after a second person, and then closes the earlier one where it begins', () => {
    const workspace = mappingWorkspace();
    const first = live(workspace, seat('100', '2026-01-01'));
    const second = only(must(workspace.desk.propose([seat('101', '2026-04-01')], 'ana', 'new catalogue')));
    expect(itemOn(workspace, '2026-04-01')).toBe('100');
    expect(code(workspace.desk.approve([second.id], { by: 'ana', reason: 'mine' }))).toBe(
      'NOT_PREPARER_AND_APPROVER',
    );
    must(workspace.desk.approve([second.id], { by: 'ben', reason: 'checked' }));
    expect([itemOn(workspace, '2026-03-31'), itemOn(workspace, '2026-04-01')]).toEqual(['100', '101']);
    const history = workspace.desk.history({ type: 'item', sourceKey: 'SEAT', legalEntity: '' });
    expect(
      history.map(({ id, version, validToOn, decidedBy }) => [id, version, validToOn, decidedBy]),
    ).toEqual([
      [first, 1, '2026-04-01', 'ben'],
      [second.id, 2, null, 'ben'],
    ]);
    expect(must(workspace.desk.difference(second.id)).changed).toEqual([
      'target.itemId',
      'validFromOn',
      'validToOn',
    ]);
    expect(workspace.desk.proposersOf([first, second.id])).toEqual(['ana']);
  });

  it('approves several at once, and nothing when one of them overlaps', () => {
    const workspace = mappingWorkspace();
    live(workspace, seat('100', '2026-01-01'));
    const two = must(
      workspace.desk.propose([seat('102', '2026-07-01'), seat('101', '2026-04-01')], 'ana', 'two steps'),
    );
    const clash = only(must(workspace.desk.propose([seat('103', '2026-01-01')], 'ana', 'same day')));
    const before = workspace.recorder.journal.head();
    const refused = workspace.desk.approve([...two.map(({ id }) => id), clash.id], {
      by: 'ben',
      reason: 'all',
    });
    expect(code(refused)).toBe('MAPPING_OVERLAPS');
    expect(workspace.recorder.journal.head()).toEqual(before);
    must(
      workspace.desk.approve(
        two.map(({ id }) => id),
        { by: 'ben', reason: 'both' },
      ),
    );
    expect(
      ['2026-03-31', '2026-04-01', '2026-06-30', '2026-07-01'].map((on) => itemOn(workspace, on)),
    ).toEqual(['100', '101', '101', '102']);
  });

  it.each([
    ['begins on the same day', seat('9', '2026-01-01')],
    ['begins earlier', seat('9', '2025-06-01')],
    ['ends before the row it would replace', seat('9', '2026-02-01', { validToOn: '2026-03-01' })],
  ])('refuses an approval that %s, and says how to fix it', (_, draft) => {
    const workspace = mappingWorkspace();
    live(workspace, seat('100', '2026-01-01'));
    const row = only(must(workspace.desk.propose([draft], 'ana', 'change')));
    const refused = workspace.desk.approve([row.id], { by: 'ben', reason: 'checked' });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'MAPPING_OVERLAPS', fix: expect.any(String) },
    });
  });

  it('inserts a change between two rows by giving it the end of the one it takes over', () => {
    const workspace = mappingWorkspace();
    live(workspace, seat('100', '2026-01-01'));
    live(workspace, seat('102', '2026-07-01'));
    live(workspace, seat('101', '2026-04-01', { validToOn: '2026-07-01' }));
    expect(['2026-03-31', '2026-06-30', '2026-07-01'].map((on) => itemOn(workspace, on))).toEqual([
      '100',
      '101',
      '102',
    ]);
  });

  it('retires by two people, and keeps answering for the days before', () => {
    const workspace = mappingWorkspace();
    const id = live(workspace, seat('100', '2026-01-01'));
    must(workspace.desk.proposeRetirement([id], '2026-05-01', 'ana', 'discontinued'));
    expect(code(workspace.desk.approveRetirement([id], { by: 'ana', reason: 'mine' }))).toBe(
      'NOT_PREPARER_AND_APPROVER',
    );
    expect(itemOn(workspace, '2026-05-01')).toBe('100');
    must(workspace.desk.approveRetirement([id], { by: 'ben', reason: 'checked' }));
    expect([itemOn(workspace, '2026-04-30'), itemOn(workspace, '2026-05-01')]).toEqual(['100', 'missing']);
    expect(code(workspace.desk.proposeRetirement([id], '2026-04-01', 'ana', 'again'))).toBe(
      'MAPPING_NOT_LIVE',
    );
  });

  it('does not let an old retirement reach past a successor', () => {
    const workspace = mappingWorkspace();
    const id = live(workspace, seat('100', '2026-01-01'));
    must(workspace.desk.proposeRetirement([id], '2026-06-01', 'ana', 'discontinued'));
    live(workspace, seat('101', '2026-04-01'));
    expect(code(workspace.desk.approveRetirement([id], { by: 'ben', reason: 'ok' }))).toBe(
      'MAPPING_DATES_INVALID',
    );
    must(workspace.desk.rejectRetirement([id], { by: 'ben', reason: 'superseded' }));
    expect(workspace.desk.list({ state: 'live' })).toHaveLength(2);
  });

  it('refuses a second decision and says who made the first', () => {
    const workspace = mappingWorkspace();
    const row = only(must(workspace.desk.propose([seat('100', '2026-01-01')], 'ana', 'new')));
    must(workspace.desk.reject([row.id], { by: 'ben', reason: 'wrong item' }));
    expect(workspace.desk.approve([row.id], { by: 'eve', reason: 'ok' })).toMatchObject({
      error: { code: 'MAPPING_NOT_A_DRAFT', message: expect.stringContaining('rejected by ben') },
    });
    expect(itemOn(workspace, '2026-02-01')).toBe('missing');
  });

  it('scenario 45: holds changes during a close freeze unless a controller overrides it, which is journalled', () => {
    const workspace = mappingWorkspace();
    const row = only(must(workspace.desk.propose([seat('100', '2026-01-01')], 'ana', 'new')));
    workspace.frozen.period = '2026-02';
    const decide = (by: string, overridesFreeze: boolean) =>
      code(workspace.desk.approve([row.id], { by, reason: 'urgent', overridesFreeze }));
    expect([decide('ben', false), decide('ben', true), decide('controller', true)]).toEqual([
      'MAPPING_FROZEN',
      'ROLE_MISSING',
      'ok',
    ]);
    const event = workspace.recorder.journal.ofAggregate(row.id).at(-1);
    expect(event?.payload).toEqual({ reason: 'urgent', frozenPeriod: '2026-02' });
  });

  it('refuses bad drafts, unknown ids, missing reasons and missing rights without recording anything', () => {
    const { desk, recorder } = mappingWorkspace();
    expect(code(desk.propose([seat('1', '2026-01-01'), seat('', '2026-01-01')], 'ana', 'x'))).toBe(
      'MAPPING_TARGET_INVALID',
    );
    expect(code(desk.propose([seat('1', '2026-01-01')], 'ana', ' '))).toBe('MAPPING_REASON_MISSING');
    expect(code(desk.propose([seat('1', '2026-01-01')], 'guest', 'x'))).toBe('ROLE_MISSING');
    expect(code(desk.approve(['nothing'], { by: 'ben', reason: 'x' }))).toBe('MAPPING_NOT_FOUND');
    expect(recorder.journal.head().seq).toBe(0);
  });

  it('counts a fallback once per posting, however often the posting is prepared', () => {
    const workspace = mappingWorkspace();
    const id = live(workspace, seat('999', '2026-01-01', { sourceKey: '*' }));
    const use = (postingId: string) =>
      fallbackUsedDraft({
        mappingId: id,
        postingId,
        legalEntity: 'NW-US',
        effectiveOn: '2026-03-01',
        correlationId: 'inv',
      });
    const outcome = workspace.recorder.record([use('p1'), use('p2'), use('p1')]);
    expect([outcome.appended.length, outcome.duplicates]).toEqual([2, 1]);
    expect(workspace.desk.fallbackUses()).toEqual([{ mappingId: id, uses: 2 }]);
  });

  it('keeps its lookup until a mapping changes, and forgets what a rolled-back transaction showed it', () => {
    const workspace = mappingWorkspace();
    live(workspace, seat('100', '2026-01-01'));
    const kept = workspace.desk.live();
    expect(workspace.desk.live()).toBe(kept);
    const attempt = () =>
      workspace.store.transact(() => {
        live(workspace, seat('101', '2026-02-01'));
        expect(itemOn(workspace, '2026-02-01')).toBe('101');
        throw new Error('crash');
      });
    expect(attempt).toThrow('crash');
    expect(itemOn(workspace, '2026-02-01')).toBe('100');
    live(workspace, seat('102', '2026-02-01'));
    expect(itemOn(workspace, '2026-02-01')).toBe('102');
  });

  it('equals a rebuild from the journal', () => {
    const workspace = mappingWorkspace();
    const id = live(workspace, seat('100', '2026-01-01'));
    live(workspace, seat('101', '2026-04-01'));
    must(workspace.desk.proposeRetirement([id], '2026-02-01', 'ana', 'ended'));
    must(workspace.desk.approveRetirement([id], { by: 'ben', reason: 'ok' }));
    must(workspace.desk.propose([seat('102', '2026-08-01')], 'ana', 'draft'));
    const rows = () => workspace.store.sqlite.prepare('SELECT * FROM mappings ORDER BY id').all();
    const before = rows();
    workspace.store.transact(() => {
      workspace.store.sqlite.exec('DELETE FROM mappings; DELETE FROM mapping_fallback_uses');
      for (const event of workspace.recorder.journal.read(0, 1_000)) workspace.recorder.project(event);
    });
    expect(rows()).toEqual(before);
  });

  it('is backed by the database: no live row by one person, none rewritten, none overlapping', () => {
    const workspace = mappingWorkspace();
    const id = live(workspace, seat('100', '2026-01-01'));
    const draft = only(must(workspace.desk.propose([seat('101', '2026-01-15')], 'ana', 'x')));
    const run = (sql: string) => () => workspace.store.sqlite.prepare(sql).run();
    expect(run(`UPDATE mappings SET state = 'live', decided_by = 'ana' WHERE id = '${draft.id}'`)).toThrow(
      /CHECK|OVERLAP/,
    );
    expect(run(`UPDATE mappings SET state = 'live', decided_by = 'ben' WHERE id = '${draft.id}'`)).toThrow(
      'MAPPINGS_OVERLAP',
    );
    expect(run(`UPDATE mappings SET target = '{}' WHERE id = '${id}'`)).toThrow('MAPPING_IS_NEVER_REWRITTEN');
    expect(run(`UPDATE mappings SET state = 'draft' WHERE id = '${id}'`)).toThrow(
      'MAPPING_TRANSITION_REFUSED',
    );
    expect(run(`UPDATE mappings SET state = 'retired' WHERE id = '${id}'`)).toThrow('CHECK');
    expect(
      run(`INSERT INTO mappings SELECT 'new', 9, type, legal_entity, 'OTHER', target, valid_from_on, valid_to_on, 'live',
        is_fallback, 'a', 'b', reason, NULL, NULL, NULL, seq FROM mappings WHERE id = '${id}'`),
    ).toThrow('MAPPING_STARTS_AS_DRAFT');
  });
});
