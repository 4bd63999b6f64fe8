import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { earlier, isAfter, readChangeCursor, writeChangeCursor } from './cursors.ts';
import { changesSql, deletionQuery, linesSql, textLiteral, transactionQuery } from './queries.ts';

describe('the order of a walk', () => {
  it('is by stamp, then by number and not by text of the id', () => {
    const stamp = '2026-09-15 10:00:00';
    expect(isAfter({ stamp, id: '10' }, { stamp, id: '9' })).toBe(true);
    expect(isAfter({ stamp, id: '9' }, { stamp, id: '10' })).toBe(false);
    expect(isAfter({ stamp, id: '9' }, { stamp, id: '9' })).toBe(false);
    expect(isAfter({ stamp: '2026-09-15 10:00:01', id: '1' }, { stamp, id: '10' })).toBe(true);
  });

  it('steps back over days and years', () => {
    expect(earlier('2026-09-15 10:00:00', 300_000)).toBe('2026-09-15 09:55:00');
    expect(earlier('2026-01-01 00:00:10', 60_000)).toBe('2025-12-31 23:59:10');
    expect(earlier('2024-03-01 00:00:00', 1_000)).toBe('2024-02-29 23:59:59');
  });

  it('is asked for with a total order, by key', () => {
    const after = { stamp: '2026-09-15 10:00:00', id: '77' };
    const sql = changesSql(transactionQuery, { from: '2026-09-01 00:00:00', after });
    expect(sql).toMatch(/ORDER BY t\.lastmodifieddate, t\.id$/);
    expect(sql).toContain(
      "t.lastmodifieddate = TO_TIMESTAMP('2026-09-15 10:00:00', 'YYYY-MM-DD HH24:MI:SS') AND t.id > 77",
    );
    expect(sql).not.toContain('2026-09-01');
    expect(changesSql(deletionQuery, { from: null, after: null })).not.toContain('TO_TIMESTAMP');
  });

  it('lets nothing but ids and stamps into a query', () => {
    const after = { stamp: "2026'; DROP", id: '1' };
    expect(() => changesSql(transactionQuery, { from: null, after })).toThrow('not a change stamp');
    expect(() => linesSql(['1) OR (1=1'], null)).toThrow('not an internal id');
    fc.assert(
      fc.property(fc.string(), (text) => {
        const literal = textLiteral(text);
        return !literal.slice(1, -1).replaceAll("''", '').includes("'");
      }),
      { seed: 3 },
    );
  });
});

describe('a stored position', () => {
  it('survives writing, and anything else is expired', () => {
    const cursor = {
      v: 1,
      from: null,
      after: { stamp: '2026-09-15 10:00:00', id: '7' },
      high: null,
      stalled: 2,
    } as const;
    expect(readChangeCursor(writeChangeCursor(cursor))).toEqual({ ok: true, value: cursor });
    const other = writeChangeCursor({ ...cursor, after: { stamp: 'yesterday', id: '7' } });
    expect(readChangeCursor(other)).toMatchObject({ ok: false, error: { code: 'CURSOR_EXPIRED' } });
  });
});
