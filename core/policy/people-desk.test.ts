import { describe, expect, it } from 'vitest';
import { normaliseEmail } from './email.ts';
import { code, controlWorkspace, keysOf } from './workspace.testing.ts';

const days = (from: string, to: string) => ({
  startsAt: `${from}T00:00:00.000Z`,
  endsAt: `${to}T00:00:00.000Z`,
});

function refusals({ journal }: ReturnType<typeof controlWorkspace>) {
  return journal.read(0, 1_000).filter(({ type }) => type === 'access.refused');
}

describe('e-mail addresses', () => {
  it.each([
    ['Ana@Example.com', 'ana@example.com'],
    [' ＡＮＡ@example.com', 'ana@example.com'],
    ['ana@eﬀect.example', 'ana@effect.example'],
  ])('gives %s one form', (text, expected) => {
    expect(normaliseEmail(text)).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['аna@example.com', 'EMAIL_NOT_ASCII'],
    ['ana+two@example.com', 'EMAIL_IS_ALIAS'],
    ['ana@example', 'EMAIL_INVALID'],
    ['ana example.com', 'EMAIL_INVALID'],
  ])('refuses %s', (text, expected) => {
    expect(code(normaliseEmail(text))).toBe(expected);
  });
});

describe('people desk', () => {
  it('sets up once, all or nothing, and not without an administrator', () => {
    const { people, store, draft } = controlWorkspace();
    expect(code(people.initialise([draft('zoe', ['administrator'])], 'again'))).toBe('PEOPLE_EXIST');
    store.sqlite.exec('DELETE FROM people; DELETE FROM person_marks');
    expect(code(people.initialise([draft('zoe', ['controller'])], 'x'))).toBe('NO_ADMINISTRATOR');
    const twins = [
      draft('zoe', ['administrator']),
      { ...draft('zac', ['approver']), email: 'ZOE@example.com' },
    ];
    expect(code(people.initialise(twins, 'x'))).toBe('EMAIL_TAKEN');
    const shared = [
      draft('zoe', ['administrator']),
      { ...draft('zac', ['approver']), publicKey: keysOf('zoe').publicKey },
    ];
    expect(code(people.initialise(shared, 'x'))).toBe('KEY_TAKEN');
    expect(people.people().all()).toEqual([]);
  });

  it('adds and changes people by an administrator with a reason, and keeps limits exact', () => {
    const { people, draft } = controlWorkspace();
    const limits = { legalEntities: ['NW-US'], maxMinorByCurrency: { USD: 9_007_199_254_740n } } as const;
    expect(code(people.add(draft('pia', ['approver'], limits), 'ada', 'new hire'))).toBe('ok');
    expect(people.people().find('pia')?.limits).toEqual(limits);
    expect(code(people.add(draft('quinn', ['approver']), 'cora', 'x'))).toBe('ROLE_MISSING');
    expect(code(people.add(draft('quinn', ['approver']), 'ada', ''))).toBe('PEOPLE_REASON_MISSING');
    expect(code(people.change('pia', { roles: ['auditor'] }, 'ada', 'moved'))).toBe('ok');
    expect(people.people().find('pia')).toMatchObject({
      roles: ['auditor'],
      limits,
      email: 'pia@example.com',
    });
  });

  it('refuses bad people with the place and the fix', () => {
    const { people, draft } = controlWorkspace();
    const add = (change: object) =>
      code(people.add({ ...draft('pia', ['approver']), ...change }, 'ada', 'x'));
    expect(add({ id: 'tieout:pia' })).toBe('PERSON_ID_INVALID');
    expect(add({ id: 'Pia' })).toBe('PERSON_ID_INVALID');
    expect(add({ id: 'ben' })).toBe('PERSON_EXISTS');
    expect(add({ name: ' ' })).toBe('PERSON_NAME_MISSING');
    expect(add({ roles: ['owner'] })).toBe('ROLE_UNKNOWN');
    expect(add({ roles: ['administrator', 'approver'] })).toBe('ROLES_CONFLICT');
    expect(add({ publicKey: 'nonsense' })).toBe('KEY_UNREADABLE');
    expect(add({ limits: { legalEntities: 'all', maxMinorByCurrency: { USD: '1.5' } } })).toBe(
      'LIMITS_INVALID',
    );
    expect(add({ limits: { legalEntities: 'all', maxMinorByCurrency: { ZZZ: '1' } } })).toBe(
      'LIMITS_INVALID',
    );
    expect(add({ limits: { legalEntities: 'all', maxMinorByCurrency: { USD: 10 } } })).toBe('LIMITS_INVALID');
  });

  it.each([
    ['the address in another case', { email: 'BEN@EXAMPLE.COM' }, 'EMAIL_TAKEN'],
    ['the address in other letters', { email: 'ｂｅｎ@example.com' }, 'EMAIL_TAKEN'],
    ['a look-alike', { email: 'bеn@example.com' }, 'EMAIL_NOT_ASCII'],
    ['a sub-address', { email: 'ben+1@example.com' }, 'EMAIL_IS_ALIAS'],
    ['the same key', { publicKey: keysOf('ben').publicKey }, 'KEY_TAKEN'],
  ])('S-33: gives nobody a second account by %s', (_, change, expected) => {
    const { people, draft } = controlWorkspace();
    expect(code(people.add({ ...draft('ben2', ['approver']), ...change }, 'ada', 'x'))).toBe(expected);
  });

  it('S-33: keeps an address and a key with the person also after they changed or left', () => {
    const { people, draft } = controlWorkspace();
    people.change(
      'ben',
      { email: 'benjamin@example.com', publicKey: keysOf('ben-new').publicKey },
      'ada',
      'marriage',
    );
    people.deactivate('olga', 'ada', 'left');
    const again = (email: string, key: string) =>
      code(
        people.add({ ...draft('new', ['approver']), email, publicKey: keysOf(key).publicKey }, 'ada', 'x'),
      );
    expect(again('ben@example.com', 'fresh')).toBe('EMAIL_TAKEN');
    expect(again('fresh@example.com', 'ben')).toBe('KEY_TAKEN');
    expect(again('olga@example.com', 'fresh')).toBe('EMAIL_TAKEN');
    expect(code(people.change('ben', { email: 'ben@example.com' }, 'ada', 'back'))).toBe('ok');
  });

  it('S-33: lets nobody change their own account, in the core and in the database', () => {
    const workspace = controlWorkspace();
    const { people, store } = workspace;
    expect(code(people.change('ada', { roles: ['controller'] }, 'ada', 'me'))).toBe('OWN_ACCOUNT');
    expect(code(people.deactivate('ada', 'ada', 'me'))).toBe('OWN_ACCOUNT');
    expect(code(people.change('ben', { roles: ['controller'] }, 'ben', 'me'))).toBe('ROLE_MISSING');
    const itself = () => store.sqlite.prepare(`UPDATE people SET changed_by = 'ada' WHERE id = 'ada'`).run();
    expect(itself).toThrow('CHECK');
    expect(refusals(workspace).map(({ actor, payload }) => [actor, payload['code']])).toEqual([
      ['ada', 'OWN_ACCOUNT'],
      ['ada', 'OWN_ACCOUNT'],
      ['ben', 'ROLE_MISSING'],
    ]);
  });

  it('cuts a leaver off at once, and can take them back', () => {
    const { people } = controlWorkspace();
    const may = () =>
      code(people.gate({ actor: 'olga', action: 'posting.approve', legalEntity: 'NW-US', subject: 'p' }));
    expect(may()).toBe('ok');
    people.deactivate('olga', 'ada', 'left');
    expect(may()).toBe('PERSON_INACTIVE');
    expect(code(people.deactivate('olga', 'ada', 'left'))).toBe('PERSON_UNCHANGED');
    people.change('olga', { name: 'Olga K.' }, 'ada', 'name');
    expect(may()).toBe('PERSON_INACTIVE');
    people.reactivate('olga', 'adam', 'back');
    expect(may()).toBe('ok');
  });

  it('scenario 56: lends a role from its start to its end, not an instant longer, also by a clock set back', () => {
    const { people, clock } = controlWorkspace();
    const lent = {
      fromPerson: 'olga',
      toPerson: 'mia',
      role: 'approver' as const,
      ...days('2026-03-11', '2026-03-13'),
    };
    expect(code(people.delegate(lent, 'olga', 'holiday'))).toBe('ok');
    const may = () =>
      code(people.gate({ actor: 'mia', action: 'posting.approve', legalEntity: 'NW-US', subject: 'p' }));
    const at = (instant: string) => {
      clock.setWallTime(Date.parse(instant));
      return may();
    };
    expect(at('2026-03-10T23:59:59.999Z')).toBe('ROLE_MISSING');
    expect(at('2026-03-11T00:00:00.000Z')).toBe('ok');
    expect(at('2026-03-12T23:59:59.999Z')).toBe('ok');
    expect(at('2026-03-13T00:00:00.000Z')).toBe('ROLE_MISSING');
    expect(at('2026-03-12T00:00:00.000Z'), 'the refusal is in the journal, so time cannot fall').toBe(
      'ROLE_MISSING',
    );
  });

  it('ends a delegation at once, by the one who lent or an administrator', () => {
    const { people } = controlWorkspace();
    const lent = {
      fromPerson: 'olga',
      toPerson: 'mia',
      role: 'approver' as const,
      ...days('2026-03-01', '2026-03-31'),
    };
    const made = people.delegate(lent, 'olga', 'holiday');
    if (!made.ok) throw new Error(made.error.message);
    const may = () =>
      code(people.gate({ actor: 'mia', action: 'posting.approve', legalEntity: 'NW-US', subject: 'p' }));
    expect(may()).toBe('ok');
    expect(code(people.endDelegation(made.value.id, 'ben', 'x'))).toBe('ROLE_MISSING');
    expect(code(people.endDelegation(made.value.id, 'ada', 'misuse'))).toBe('ok');
    expect(may()).toBe('ROLE_MISSING');
    expect(code(people.endDelegation('dlg_x', 'ada', 'x'))).toBe('DELEGATION_NOT_FOUND');
  });

  it.each([
    ['someone else’s role', { fromPerson: 'cora', role: 'controller' }, 'olga', 'DELEGATION_NOT_OWN'],
    ['a role that they only borrowed', { fromPerson: 'mia', toPerson: 'ben' }, 'mia', 'DELEGATION_NOT_OWN'],
    ['to themselves', { toPerson: 'olga' }, 'olga', 'DELEGATION_TO_NOBODY'],
    ['to nobody', { toPerson: 'zoe' }, 'olga', 'DELEGATION_TO_NOBODY'],
    ['to an administrator', { toPerson: 'ada' }, 'olga', 'DELEGATION_REFUSED'],
    ['to an auditor', { toPerson: 'hugo' }, 'olga', 'DELEGATION_REFUSED'],
    ['for longer than a quarter', days('2026-03-11', '2026-08-01'), 'olga', 'DELEGATION_DATES_INVALID'],
    ['in the past', days('2026-02-11', '2026-03-01'), 'olga', 'DELEGATION_DATES_INVALID'],
    ['with dates in another form', { startsAt: '2026-03-11' }, 'olga', 'DELEGATION_DATES_INVALID'],
    ['as an administrator', { fromPerson: 'ada', role: 'administrator' }, 'ada', 'ROLE_MISSING'],
  ])('lets nobody lend %s', (_, change, by, expected) => {
    const { people } = controlWorkspace();
    const base = {
      fromPerson: 'olga',
      toPerson: 'mia',
      role: 'approver' as const,
      ...days('2026-03-11', '2026-03-13'),
    };
    people.delegate(base, 'olga', 'holiday');
    expect(code(people.delegate({ ...base, ...change } as typeof base, by, 'x'))).toBe(expected);
  });

  it('S-36: journals every refusal with who, what and why, however odd the name', () => {
    const workspace = controlWorkspace();
    const odd = 'x'.repeat(500);
    workspace.people.gate({ actor: odd, action: 'posting.approve', legalEntity: '', subject: 'pst_1' });
    workspace.people.gate({ actor: '', action: 'posting.approve', legalEntity: 'NW-US', subject: '' });
    expect(
      refusals(workspace).map(({ actor, correlationId, payload }) => [
        actor.length,
        correlationId,
        payload['code'],
      ]),
    ).toEqual([
      [200, 'pst_1', 'PERSON_UNKNOWN'],
      [7, 'access:', 'PERSON_UNKNOWN'],
    ]);
  });

  it('equals a rebuild from the journal', () => {
    const { people, store, recorder, draft, journal } = controlWorkspace();
    people.add(draft('pia', ['approver']), 'ada', 'x');
    people.change('pia', { email: 'pia.k@example.com' }, 'ada', 'x');
    people.deactivate('ben', 'ada', 'left');
    people.delegate(
      { ...days('2026-03-11', '2026-03-13'), fromPerson: 'olga', toPerson: 'mia', role: 'approver' },
      'olga',
      'x',
    );
    const tables = ['people', 'person_marks', 'delegations'];
    const rows = () =>
      tables.map((table) => store.sqlite.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all());
    const before = rows();
    store.transact(() => {
      for (const table of tables) store.sqlite.exec(`DELETE FROM ${table}`);
      for (const event of journal.read(0, 1_000)) recorder.project(event);
    });
    expect(rows()).toEqual(before);
  });
});
