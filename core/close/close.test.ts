import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checklistOf, type TaskRecord, untouched } from './checklist.ts';
import { conditionNames, judgeCondition } from './conditions.ts';
import { dueDayOf } from './due-days.ts';
import { deltaOf, evidenceOf } from './evidence.ts';
import type { CloseFacts } from './facts.ts';
import { isOvertaken, judgeSignOff } from './sign-off.ts';
import { defaultTemplate, parseTemplate } from './template.ts';

const none = { count: 0, sums: [] };

const clean: CloseFacts = {
  legalEntity: 'NW-US',
  period: '2026-09',
  periodState: 'soft-close',
  held: none,
  inFlight: none,
  failed: none,
  exceptions: none,
  unmapped: none,
  incompleteStreams: 0,
  scopes: [
    {
      scope: 'receivables',
      currency: 'USD',
      leftCount: 3,
      leftMinor: '30000',
      rightCount: 3,
      rightMinor: '30000',
      differenceMinor: '0',
      explainedMinor: '0',
      openCount: 0,
      openMinor: '0',
      thresholdMinor: '0',
      isTied: true,
    },
  ],
  run: {
    id: 'r/1',
    number: 1,
    isUndone: false,
    evidenceHash: 'aa',
    changedSince: 0,
    ambiguous: 0,
    evidenceSeq: 10,
  },
  decisions: { count: 0, hash: 'cc' },
  proof: { verifiedSeq: 12, problems: 0 },
};

const byPeople = defaultTemplate.tasks.filter(({ condition }) => condition === null);
const reviewed: TaskRecord[] = byPeople.map(({ id }) => ({
  ...untouched(id),
  state: 'reviewed',
  preparedBy: 'ben',
  reviewedBy: 'maria',
}));

const figuresOf = (facts: CloseFacts) => evidenceOf(facts, checklistOf(defaultTemplate, reviewed, facts));

/** One way for a period to stop being what was signed, each with the figure that has to tell. */
const movements: readonly (readonly [string, (facts: CloseFacts, by: number) => CloseFacts])[] = [
  ['held', (facts, by) => ({ ...facts, held: { count: by, sums: [{ currency: 'USD', minor: `${by}` }] } })],
  ['exceptions', (facts, by) => ({ ...facts, exceptions: { count: by, sums: [] } })],
  ['in-flight', (facts, by) => ({ ...facts, inFlight: { count: by, sums: [] } })],
  ['failed', (facts, by) => ({ ...facts, failed: { count: by, sums: [] } })],
  ['checklist.state', (facts, by) => ({ ...facts, incompleteStreams: by })],
  ['checklist.state', (facts) => ({ ...facts, periodState: 'open' })],
  ['checklist.state', (facts, by) => ({ ...facts, proof: { verifiedSeq: 12, problems: by } })],
  [
    'receivables.USD.right',
    (facts, by) => ({
      ...facts,
      scopes: facts.scopes.map((scope) => ({ ...scope, rightMinor: `${30_000 + by}` })),
    }),
  ],
  [
    'receivables.USD.open',
    (facts, by) => ({
      ...facts,
      scopes: facts.scopes.map((scope) => ({ ...scope, openCount: by, isTied: false })),
    }),
  ],
  [
    'reconciliation',
    (facts, by) => ({ ...facts, run: facts.run && { ...facts.run, evidenceHash: `bb${by}` } }),
  ],
  ['decisions', (facts, by) => ({ ...facts, decisions: { count: 0, hash: `dd${by}` } })],
  ['checklist.state', (facts, by) => ({ ...facts, run: facts.run && { ...facts.run, changedSince: by } })],
];

describe('the checklist of a close', () => {
  it('is done when every condition holds and people did their part', () => {
    expect(checklistOf(defaultTemplate, reviewed, clean).every(({ isDone }) => isDone)).toBe(true);
  });

  it('opens a bound task whatever people recorded of it', () => {
    const ticked: TaskRecord = { ...untouched('held-decided'), state: 'reviewed' };
    const facts = { ...clean, held: { count: 2, sums: [{ currency: 'USD', minor: '500' }] } };
    const task = checklistOf(defaultTemplate, [ticked], facts).find(
      ({ template }) => template.id === 'held-decided',
    );
    expect(task).toMatchObject({ state: 'open', isDone: false, condition: { message: '2 postings held.' } });
  });

  it('does not take two breaks that cancel each other out for a period that ties', () => {
    const scopes = clean.scopes.map((scope) => ({ ...scope, openCount: 2, openMinor: '0', isTied: false }));
    expect(judgeCondition('receivables-tied', { ...clean, scopes }).isMet).toBe(false);
  });

  it('holds every condition on clean facts, and says why in a sentence either way', () => {
    for (const name of conditionNames) {
      expect(judgeCondition(name, clean)).toMatchObject({
        isMet: true,
        message: expect.stringMatching(/\.$/),
      });
    }
    const nothing: CloseFacts = { ...clean, run: null, proof: null, scopes: [] };
    expect(conditionNames.filter((name) => !judgeCondition(name, nothing).isMet)).toEqual([
      'reconciliation-current',
      'receivables-tied',
      'cash-tied',
      'recurring-tied',
      'journal-verified',
    ]);
  });

  it('counts due days in business days', () => {
    expect(dueDayOf('2026-10', 0, [])).toBe('2026-10-30');
    expect(dueDayOf('2026-10', 1, [])).toBe('2026-11-02');
    expect(dueDayOf('2026-10', 1, ['2026-11-02'])).toBe('2026-11-03');
    expect(dueDayOf('2026-09', 3, [])).toBe('2026-10-05');
    expect(dueDayOf('2026-09', -1, [])).toBe('2026-09-29');
  });

  it('refuses a template whose tasks wait for themselves or for nobody', () => {
    const [first] = defaultTemplate.tasks;
    const task = { ...first, dependsOn: ['none'] };
    expect(parseTemplate({ holidays: [], tasks: [task] }).ok).toBe(false);
    expect(parseTemplate({ holidays: [], tasks: [{ ...task, dependsOn: [task.id] }] }).ok).toBe(false);
    expect(parseTemplate(defaultTemplate).ok).toBe(true);
  });
});

describe('a sign-off', () => {
  const sequence = fc.array(
    fc.record({
      move: fc.integer({ min: 0, max: movements.length - 1 }),
      by: fc.integer({ min: 1, max: 9_999 }),
    }),
    { minLength: 1, maxLength: 6 },
  );

  it('stands while nothing moved, and is overtaken by any movement, which the delta names', () => {
    fc.assert(
      fc.property(sequence, (steps) => {
        const before = figuresOf(clean);
        const after = steps.reduce((facts, { move, by }) => movements[move]?.[1](facts, by) ?? facts, clean);
        const figures = figuresOf(after);
        const text = (of: readonly object[]) => JSON.stringify(of);
        expect(isOvertaken('signed', text(before), text(figures))).toBe(true);
        const named = deltaOf(before, figures).map(({ key }) => key);
        for (const { move } of steps) expect(named).toContain(movements[move]?.[0]);
        expect(deltaOf(before, figuresOf({ ...clean }))).toEqual([]);
        expect(isOvertaken('signed', text(before), text(figuresOf({ ...clean })))).toBe(false);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it('knows of no way from one signature to a sign-off, nor past an open task or moved evidence', () => {
    const tasks = checklistOf(defaultTemplate, reviewed, clean);
    const ask = (change: Partial<Parameters<typeof judgeSignOff>[0]>) =>
      judgeSignOff({
        act: 'sign',
        state: 'prepared',
        seenHash: 'a',
        presentHash: 'a',
        preparedHash: 'a',
        tasks,
        where: '',
        ...change,
      });
    expect(ask({}).ok).toBe(true);
    for (const state of ['none', 'signed', 'suspended'] as const) expect(ask({ state }).ok).toBe(false);
    expect(ask({ act: 'prepare', state: 'suspended' }).ok).toBe(true);
    for (const preparedHash of ['b', null]) {
      expect(ask({ preparedHash })).toMatchObject({ ok: false, error: { code: 'EVIDENCE_MOVED' } });
    }
    expect(ask({ act: 'prepare', state: 'suspended', preparedHash: 'b' }).ok).toBe(true);
    expect(ask({ presentHash: 'b' })).toMatchObject({ ok: false, error: { code: 'EVIDENCE_MOVED' } });
    expect(ask({ tasks: checklistOf(defaultTemplate, [], clean) })).toMatchObject({
      ok: false,
      error: { code: 'SIGN_OFF_NOT_READY' },
    });
  });
});
