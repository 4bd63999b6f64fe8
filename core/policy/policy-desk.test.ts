import { describe, expect, it } from 'vitest';
import { money } from '../domain/money.ts';
import { SendWindow } from './circuit-breaker.ts';
import type { Flow, Phase } from './phases.ts';
import { code, controlWorkspace, erpMonth } from './workspace.testing.ts';

const facts = {
  flow: 'invoice-to-erp' as const,
  commandType: 'invoice.post',
  legalEntity: 'NW-US',
  period: '2026-03',
  customerId: 'cus_1',
  amount: money(100_00, 'USD'),
  isNewCustomer: false,
};

function posting(workspace: ReturnType<typeof controlWorkspace>) {
  const phases = Object.fromEntries(workspace.policy.phases().map(({ flow }) => [flow, 'post'])) as Record<
    Flow,
    Phase
  >;
  expect(code(workspace.policy.initialise({ phases }, 'sample'))).toBe('ok');
  return workspace;
}

const march = { legalEntity: 'NW-US', period: '2026-03' };

describe('policy desk', () => {
  it('reads settings as digits, keeps them exact, and changes them only by right and reason', () => {
    const { policy } = controlWorkspace();
    expect(policy.policy().holdThresholds['USD']).toBe(1_000_000n);
    const set = (value: unknown, by = 'cora', reason = 'new limit') =>
      code(policy.changePolicy('holdThresholds', value, by, reason));
    expect(set({ USD: '5000', JPY: 700n })).toBe('ok');
    expect(policy.policy().holdThresholds).toEqual({ USD: 5_000n, JPY: 700n });
    expect(set({ USD: '5000', JPY: '700' })).toBe('POLICY_UNCHANGED');
    expect(set({ USD: '50.00' })).toBe('SETTING_INVALID');
    expect(set({ USD: 50 })).toBe('SETTING_INVALID');
    expect(set({ DOLLARS: '50' })).toBe('SETTING_INVALID');
    expect(set({ USD: '1' }, 'ada')).toBe('ROLE_MISSING');
    expect(set({ USD: '1' }, 'cora', '')).toBe('POLICY_REASON_MISSING');
    expect(code(policy.changePolicy('colour' as 'goLiveOn', 'red', 'cora', 'x'))).toBe('SETTING_UNKNOWN');
    expect(code(policy.changePolicy('goLiveOn', '2026-02-30', 'cora', 'x'))).toBe('SETTING_INVALID');
    expect(policy.policy().holdThresholds).toEqual({ USD: 5_000n, JPY: 700n });
  });

  it('sets up once, and nothing of it when one part is wrong', () => {
    const { policy, journal } = controlWorkspace();
    const before = journal.head();
    const wrong = { settings: { goLiveOn: '2026-01-01', holdRules: 'none' } };
    expect(code(policy.initialise(wrong, 'x'))).toBe('SETTING_INVALID');
    expect(code(policy.initialise({ phases: { 'invoice-to-erp': 'on' as Phase } }, 'x'))).toBe(
      'PHASE_UNKNOWN',
    );
    expect(journal.head()).toEqual(before);
    expect(code(policy.initialise({ settings: { goLiveOn: '2026-01-01' } }, 'x'))).toBe('ok');
    expect(policy.goLiveOn()).toBe('2026-01-01');
    expect(code(policy.initialise({}, 'x'))).toBe('POLICY_EXISTS');
  });

  it('scenario 50: switches flows on step by step and in order, and only on green', () => {
    const { policy, red } = controlWorkspace();
    const move = (flow: Flow, to: Phase) => code(policy.changePhase(flow, to, 'cora', 'roll-out'));
    expect(policy.phase('invoice-to-erp')).toBe('observe');
    expect(move('invoice-to-erp', 'hold-all')).toBe('PHASE_SKIPPED');
    expect(move('invoice-to-erp', 'shadow')).toBe('ok');
    expect(move('invoice-to-erp', 'hold-all')).toBe('PHASE_OUT_OF_ORDER');
    for (const flow of ['customer-to-billing', 'order-to-subscription', 'crm-write-back'] as const) {
      expect([move(flow, 'shadow'), move(flow, 'hold-all')]).toEqual(['ok', 'ok']);
    }
    red.add('order-to-subscription');
    expect(move('invoice-to-erp', 'hold-all')).toBe('PHASE_NOT_GREEN');
    red.clear();
    expect(move('invoice-to-erp', 'hold-all')).toBe('ok');
    expect(move('invoice-to-erp', 'post')).toBe('PHASE_OUT_OF_ORDER');
    expect(move('invoice-to-erp', 'observe')).toBe('ok');
    expect(move('invoice-to-erp', 'observe')).toBe('PHASE_UNCHANGED');
    expect(code(policy.changePhase('credit-to-erp', 'shadow', 'ben', 'x'))).toBe('ROLE_MISSING');
  });

  it('scenario 44: opens a closed period again only by two people, in the core and in the database', () => {
    const { policy, store } = posting(controlWorkspace());
    const move = (what: Parameters<typeof policy.movePeriod>[0], by: string) =>
      code(policy.movePeriod(what, march, by, 'close'));
    expect(policy.periodState('NW-US', '2026-03-31')).toBe('open');
    expect([move('soft-close', 'cora'), policy.periodState('NW-US', '2026-03-31')]).toEqual([
      'ok',
      'soft-close',
    ]);
    expect(policy.periodState('NW-UK', '2026-03-31')).toBe('open');
    expect(policy.holdReasons(facts).map((reason) => reason.code)).toEqual(['PERIOD_SOFT_CLOSED']);
    expect([policy.frozenPeriod('NW-US'), policy.frozenPeriod('NW-UK'), policy.frozenPeriod('')]).toEqual([
      '2026-03',
      null,
      '2026-03',
    ]);
    expect([move('close', 'cora'), policy.periodState('NW-US', '2026-03-01')]).toEqual(['ok', 'closed']);
    expect(move('open', 'cora')).toBe('PERIOD_MOVE_REFUSED');
    expect(move('reopen', 'carl')).toBe('PERIOD_MOVE_REFUSED');
    const raw = (sql: string) => () => store.sqlite.prepare(`UPDATE period_controls SET ${sql}`).run();
    expect(raw(`state = 'open', changed_by = 'carl'`)).toThrow('PERIOD_REOPENS_BY_TWO');
    expect(move('request-reopen', 'cora')).toBe('ok');
    expect(policy.periodState('NW-US', '2026-03-01')).toBe('closed');
    expect(raw(`state = 'open', changed_by = 'cora'`)).toThrow('PERIOD_REOPENS_BY_TWO');
    expect(move('reopen', 'cora')).toBe('NOT_PREPARER_AND_APPROVER');
    expect(move('reopen', 'ben')).toBe('ROLE_MISSING');
    expect([move('reopen', 'carl'), policy.periodState('NW-US', '2026-03-01')]).toEqual(['ok', 'open']);
    expect(code(policy.movePeriod('close', { legalEntity: 'NW-US', period: '2026-13' }, 'cora', 'x'))).toBe(
      'PERIOD_INVALID',
    );
  });

  it('scenario 44: places a document of a closed period by the rule of its class; locked is not closed', () => {
    const { policy, erp } = posting(controlWorkspace());
    erp.periods = [erpMonth('2026-01', 'closed'), erpMonth('2026-02', 'locked'), ...erp.periods.slice(2)];
    const rules = { 'invoice-to-erp': 'earliest-open', 'credit-to-erp': 'reopen-request' };
    expect(code(policy.changePolicy('closedPeriods', rules, 'cora', 'policy 7'))).toBe('ok');
    expect(policy.placeDocument('invoice-to-erp', 'NW-US', '2026-01-20')).toEqual({
      kind: 'moved',
      postedOn: '2026-03-01',
      movedFromOn: '2026-01-20',
      label: 'Dated 2026-01-20; period 2026-01 of NW-US is closed; posted on 2026-03-01.',
    });
    expect(policy.placeDocument('credit-to-erp', 'NW-US', '2026-01-20')).toMatchObject({
      kind: 'held',
      asksToReopen: true,
    });
    expect(policy.placeDocument('payment-to-erp', 'NW-US', '2026-01-20')).toMatchObject({
      kind: 'held',
      asksToReopen: false,
    });
    expect(policy.placeDocument('invoice-to-erp', 'NW-US', '2026-02-20')).toEqual({
      kind: 'as-dated',
      postedOn: '2026-02-20',
      state: 'locked',
    });
    expect([policy.closedPeriodRule('invoice-to-erp'), policy.closedPeriodRule('credit-to-erp')]).toEqual([
      'earliest-open',
      'hold',
    ]);
    const february = { ...facts, period: '2026-02' };
    expect(policy.holdReasons(february).map((reason) => reason.code)).toEqual(['PERIOD_LOCKED']);
    expect(code(policy.changePolicy('lockedPeriods', 'post', 'cora', 'year end'))).toBe('ok');
    expect(policy.holdReasons(february)).toEqual([]);
    expect(policy.periodState('NW-US', '2031-01-01')).toBe('unknown');
  });

  it('skips our own closed and soft-closed periods for the earliest open one, and finds none when all are', () => {
    const { policy, erp } = posting(controlWorkspace());
    erp.periods = [erpMonth('2026-01', 'closed'), ...erp.periods.slice(1)];
    policy.movePeriod('close', { legalEntity: '', period: '2026-02' }, 'cora', 'x');
    policy.movePeriod('soft-close', march, 'cora', 'x');
    expect(policy.earliestOpenDay('NW-US', '2026-01-20')).toBe('2026-04-01');
    expect(policy.earliestOpenDay('NW-UK', '2026-01-20')).toBe('2026-03-01');
    policy.movePeriod('close', { legalEntity: 'NW-US', period: '2026-04' }, 'cora', 'x');
    expect(policy.earliestOpenDay('NW-US', '2026-01-20')).toBeNull();
  });

  it('trips a limit at the one send too many, holds until a person resets it, and then counts anew', () => {
    const { policy, clock, journal } = posting(controlWorkspace());
    const limits = [{ flow: '*', legalEntity: '*', countMax: 3, maxMinorByCurrency: { USD: '1000' } }];
    policy.changePolicy('circuitLimits', limits, 'cora', 'pilot');
    const window = new SendWindow();
    let postingId = 0;
    const send = (minor: number, legalEntity = 'NW-US', currency = 'USD') => {
      clock.advance(1_000);
      postingId += 1;
      const amount = money(minor, currency);
      return code(
        policy.passCircuit(
          { postingId: `${postingId}`, flow: 'invoice-to-erp', legalEntity, amount, atMs: clock.now() },
          window,
        ),
      );
    };
    expect([send(400), send(-600), send(1), send(1)]).toEqual(['ok', 'ok', 'CIRCUIT_OPEN', 'CIRCUIT_OPEN']);
    expect(journal.read(0, 1_000).filter(({ type }) => type === 'flow.circuit-tripped')).toHaveLength(1);
    expect(policy.holdReasons(facts).map((reason) => reason.code)).toEqual(['CIRCUIT_OPEN']);
    expect(policy.circuits()).toEqual([
      {
        flow: 'invoice-to-erp',
        legalEntity: 'NW-US',
        reason: 'More than 10.00 USD an hour for invoice-to-erp of NW-US.',
      },
    ]);
    expect(send(400, 'NW-UK')).toBe('ok');
    clock.advance(3_600_000);
    expect(send(1), 'time alone resets nothing').toBe('CIRCUIT_OPEN');
    expect(code(policy.resetCircuit('invoice-to-erp', 'NW-US', 'ben', 'x'))).toBe('ROLE_MISSING');
    expect(code(policy.resetCircuit('invoice-to-erp', 'NW-US', 'cora', 'checked'))).toBe('ok');
    expect(code(policy.resetCircuit('invoice-to-erp', 'NW-US', 'cora', 'checked'))).toBe(
      'CIRCUIT_NOT_TRIPPED',
    );
    expect([send(900), send(50), send(5, 'NW-US', 'EUR'), send(1)]).toEqual([
      'ok',
      'ok',
      'ok',
      'CIRCUIT_OPEN',
    ]);
    policy.resetCircuit('invoice-to-erp', 'NW-US', 'cora', 'checked');
    expect(send(900), 'a reset within the hour starts anew').toBe('ok');
  });

  it('equals a rebuild from the journal', () => {
    const { policy, store, recorder, journal } = posting(controlWorkspace());
    policy.changePolicy('holdFallbacks', false, 'cora', 'x');
    policy.movePeriod('close', march, 'cora', 'x');
    policy.movePeriod('request-reopen', march, 'ben', 'x');
    policy.movePeriod('reopen', march, 'cora', 'x');
    policy.changePhase('credit-to-erp', 'observe', 'cora', 'x');
    const tables = ['settings', 'flow_phases', 'period_controls', 'circuits'];
    const rows = () =>
      tables.map((table) => store.sqlite.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all());
    const before = rows();
    store.transact(() => {
      for (const table of [...tables, 'people', 'person_marks']) store.sqlite.exec(`DELETE FROM ${table}`);
      for (const event of journal.read(0, 1_000)) recorder.project(event);
    });
    expect(rows()).toEqual(before);
  });
});
