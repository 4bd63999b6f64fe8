import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answeredError } from '#core/host/answered-error.ts';
import { createLocalClient } from '#core/host/local-client.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;

beforeAll(async () => {
  tiny = await startTinyWorld();
});

afterAll(async () => {
  await tiny?.close();
});

const as = (person: string) => createLocalClient(tiny.core, person);
const reason = 'joined the team';
const codeOf = (call: Promise<unknown>): Promise<string | undefined> =>
  call.then(
    () => undefined,
    (cause: unknown) => answeredError(cause)?.code,
  );
const newKey = () =>
  generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const noLimits = { legalEntities: null, maxMinorByCurrency: null };

describe('people', () => {
  it('are added, limited, and cut off by an administrator who is not them', async () => {
    const draft = {
      id: 'nina',
      name: 'Nina',
      email: 'nina@northwind-metrics.example',
      publicKey: newKey(),
      roles: ['approver'],
      limits: { legalEntities: ['NW-US'], maxMinorByCurrency: { USD: '500000' } },
    };
    expect(await codeOf(as('maria').people.add.mutate({ ...draft, reason }))).toBe('ROLE_MISSING');
    const { person } = await as('ada').people.add.mutate({ ...draft, reason });
    expect(person).toMatchObject({ id: 'nina', roles: ['approver'], limits: draft.limits, isActive: true });
    const { person: changed } = await as('ada').people.change.mutate({
      id: 'nina',
      changes: { limits: noLimits },
      reason,
    });
    expect(changed).toMatchObject({ name: 'Nina', limits: noLimits });
    expect(await codeOf(as('ada').people.change.mutate({ id: 'ada', changes: { name: 'A' }, reason }))).toBe(
      'OWN_ACCOUNT',
    );
    const both = { roles: ['administrator', 'controller'] };
    expect(await codeOf(as('ada').people.change.mutate({ id: 'nina', changes: both, reason }))).toBe(
      'ROLES_CONFLICT',
    );
    const gone = await as('ada').people.deactivate.mutate({ id: 'nina', reason });
    expect(gone.person.isActive).toBe(false);
    await as('ada').people.reactivate.mutate({ id: 'nina', reason });
  });

  it('lend their own role for a time, and the access review shows by whose right', async () => {
    const { nowAt } = await as('maria').people.list.query();
    const startsAt = new Date(Date.parse(nowAt) - 1_000).toISOString();
    const endsAt = new Date(Date.parse(nowAt) + 86_400_000).toISOString();
    const lend = { toPerson: 'rita', role: 'controller', startsAt, endsAt, reason: 'away for a day' };
    const { delegation } = await as('maria').people.delegate.mutate(lend);
    const review = await as('maria').people.accessReview.query();
    expect(review.rows).toContainEqual(
      expect.objectContaining({
        person: 'rita',
        action: 'policy.change',
        role: 'controller',
        onBehalfOf: 'maria',
      }),
    );
    expect(review.csv).toContain(`Journal position,${review.asOfSeq}\r\n`);
    expect(review.csv.split('\r\n').filter((line) => line.includes('policy.change'))).toHaveLength(
      review.rows.filter(({ action }) => action === 'policy.change').length,
    );
    await as('maria').people.endDelegation.mutate({ id: delegation.id, reason: 'back again' });
    const after = await as('maria').people.accessReview.query();
    expect(after.rows.some(({ onBehalfOf }) => onBehalfOf === 'maria')).toBe(false);
    expect(await codeOf(as('rita').people.delegate.mutate({ ...lend, toPerson: 'ben' }))).toBe(
      'DELEGATION_NOT_OWN',
    );
  });
});

describe('preferences', () => {
  it('are of one person, kept, and no event', async () => {
    const head = tiny.core.journal.head();
    await as('maria').settings.changePreferences.mutate({
      theme: 'dark',
      keyRemaps: { 'postings.approve': ['y'] },
    });
    await as('maria').settings.changePreferences.mutate({ density: 'compact' });
    expect(await as('maria').settings.preferences.query()).toMatchObject({
      theme: 'dark',
      density: 'compact',
      keyRemaps: { 'postings.approve': ['y'] },
    });
    expect(await as('rita').settings.preferences.query()).toMatchObject({ theme: 'system' });
    expect(tiny.core.journal.head()).toEqual(head);
  });
});

describe('settings', () => {
  it('say who controls and last changed them, and how far each flow may go', async () => {
    await as('maria').policy.change.mutate({
      name: 'holdFirstOfKind',
      value: true,
      reason: 'a careful start',
    });
    const { settings, phases } = await as('rita').settings.workspace.query();
    expect(settings.find(({ name }) => name === 'holdFirstOfKind')).toMatchObject({
      value: true,
      initial: false,
      changedBy: 'maria',
      controlledBy: ['controller'],
    });
    expect(phases.map(({ flow }) => flow)).toContain('invoice-to-erp');
    for (const { next, refusal } of phases) if (next === null) expect(refusal).toBeNull();
  });

  it('go out as a file and come back the same; a file with one wrong setting changes nothing', async () => {
    const { text } = await as('maria').settings.exportFile.query();
    const same = await as('maria').settings.importFile.mutate({ text, confirm: false });
    expect(new Set(same.changes.map(({ state }) => state))).toEqual(new Set(['same']));
    const file = JSON.parse(text) as { settings: Record<string, unknown> };
    const changed = JSON.stringify({
      ...file,
      settings: { holdFirstOfKind: false, holdFallbacks: 'perhaps' },
    });
    const seen = await as('maria').settings.importFile.mutate({ text: changed, confirm: false });
    expect(seen.changes.map(({ state }) => state)).toEqual(['changes', 'refused']);
    const confirm = { text: changed, confirm: true, reason: 'from the other workspace' };
    expect(await codeOf(as('maria').settings.importFile.mutate(confirm))).toBe('SETTINGS_FILE_INVALID');
    expect(tiny.core.policy.policy().holdFirstOfKind).toBe(true);
    const good = JSON.stringify({ ...file, settings: { holdFirstOfKind: false } });
    await as('maria').settings.importFile.mutate({ ...confirm, text: good });
    expect(tiny.core.policy.policy().holdFirstOfKind).toBe(false);
    expect(await codeOf(as('rita').settings.importFile.mutate(confirm))).toBe('ROLE_MISSING');
    for (const broken of ['{', '{"format":"other"}'])
      expect(await codeOf(as('maria').settings.importFile.mutate({ text: broken, confirm: false }))).toBe(
        'SETTINGS_FILE_INVALID',
      );
  });

  it('name the storage and every licence', async () => {
    const storage = await as('maria').settings.storage.query();
    expect(storage.databaseBytes + storage.pendingBytes).toBeGreaterThan(0);
    expect(storage.events).toBe(tiny.core.journal.head().seq);
    const about = await as('maria').settings.about.query();
    expect(about.licences.length).toBeGreaterThan(10);
    expect(about.licences.filter(({ licence }) => licence === 'see the package')).toEqual([]);
  });
});
