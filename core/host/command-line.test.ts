import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '#core/storage/store.ts';
import { Desk, unreachableAccess } from './command-line.testing.ts';
import { commands } from './commands/all.ts';
import { exitCodes } from './exit-codes.ts';

let desk: Desk;
const inWorkspace = (...args: string[]): string[] => [...args, '--workspace', 'month', '--json'];

beforeAll(async () => {
  desk = new Desk();
  desk.write('access.json', unreachableAccess());
  const made = await desk.run(['init', '--workspace', 'month', '--sample', 'access.json', '--json']);
  expect(made).toMatchObject({ code: 0, stderr: '' });
});

afterAll(() => desk.remove());

describe('help', () => {
  it('lists every command, every exit code and a first month', async () => {
    const { code, stdout } = await desk.run(['--help']);
    expect(code).toBe(0);
    for (const { name } of commands) expect(stdout).toContain(`  ${name} `);
    for (const meaning of Object.values(exitCodes))
      expect(stdout).toMatch(new RegExp(`^ +${meaning}  `, 'm'));
  });

  it.each(commands.map(({ name }) => name))('explains %s the same by --help and help', async (name) => {
    const asked = await desk.run([name, '--help']);
    const told = await desk.run(['help', name]);
    expect(asked).toMatchObject({ code: 0, stdout: told.stdout });
    expect(asked.stdout).toContain(`usage: tieout ${name}`);
    const { document } = await desk.run([name, '--help', '--json']);
    expect(document).toMatchObject({ name });
  });

  it('gives help even where the rest of the line is wrong', async () => {
    expect((await desk.run(['sync', '--nonsense', '--help'])).code).toBe(0);
  });
});

describe('usage', () => {
  it.each([
    [[], 'arguments'],
    [['frobnicate'], 'frobnicate'],
    [['help', 'frobnicate'], 'frobnicate'],
    [['sync', '--until-idol', '--workspace', 'month'], '--until-idol'],
    [['sync', '--workspace'], '--workspace'],
    [['sync', '--workspace', ''], '--workspace'],
    [['sync', '--workspace', 'a', '--workspace', 'b'], '--workspace'],
    [['sync', 'extra', '--workspace', 'month'], 'extra'],
    [['sync'], '--workspace'],
    [['trace', '--workspace', 'month'], 'an id'],
    [['approve', '--workspace', 'month', '--as', 'maria'], 'ID'],
    [['approve', 'pst_1', '--all', '--workspace', 'month', '--as', 'maria'], '--all'],
    [['approve', '--list', '--all', '--workspace', 'month'], '--all'],
    [['reject', 'pst_1', '--workspace', 'month', '--as', 'maria'], '--reason'],
    [['release', '--workspace', 'month', '--reason', 'why'], 'the key of a cause'],
    [['reconcile', '--workspace', 'month'], '--period'],
    [['reconcile', '--period', '2026-09', '--left', 'a.csv'], '--left'],
    [['reconcile', '--left', 'a.csv'], '--right'],
    [['exceptions', '--state', 'half-open', '--workspace', 'month'], '--state'],
    [['mappings', 'frobnicate', '--workspace', 'month'], 'frobnicate'],
    [['policy', 'set', 'goLiveOn', 'not json', '--workspace', 'month', '--reason', 'why'], 'JSON'],
    [['init', '--workspace', 'other'], '--config, --sample'],
    [['init', '--workspace', 'other', '--config', 'a', '--sample', 'b'], '--config, --sample'],
    [['sandbox', '--months', '1.5'], '--months'],
    [['sandbox', '--ports', '80'], '--ports'],
  ])('refuses %j and names %s', async (args, where) => {
    const ran = await desk.run([...args, '--json']);
    expect(ran).toMatchObject({ code: 2, stderr: '' });
    expect(ran.error).toMatchObject({ code: 'USAGE', where });
    expect(ran.error.fix).not.toBe('');
  });

  it('says the same to people on standard error, and nothing on standard output', async () => {
    const { code, stdout, stderr } = await desk.run(['frobnicate']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^tieout: "frobnicate" is not a command\. \(USAGE\)\n {2}where: frobnicate\n {2}fix: /,
    );
  });
});

describe('init', () => {
  const config = (change: (file: Record<string, unknown>) => void): object => {
    const file: Record<string, unknown> = {
      workspace: { name: 'Books' },
      connections: [
        {
          id: 'billing',
          vendor: 'stripe',
          settings: { environment: 'sandbox', baseUrl: 'http://127.0.0.1:9' },
        },
      ],
      people: [
        { id: 'ada', name: 'Ada', email: 'ada@example.com', roles: ['administrator'] },
        { id: 'mia', name: 'Mia', email: 'mia@example.com', roles: ['controller'] },
      ],
    };
    change(file);
    return file;
  };

  it('keeps secrets and private keys out of the workspace and to their owner', async () => {
    const kept = readdirSync(desk.path('month.keys'));
    expect(kept.sort()).toEqual(
      ['ada.pem', 'audrey.pem', 'ben.pem', 'maria.pem', 'omar.pem', 'rita.pem', 'secrets'].sort(),
    );
    for (const name of ['ada.pem', 'secrets/billing.secretKey'])
      expect(statSync(desk.path(`month.keys/${name}`)).mode & 0o077).toBe(0);
    for (const name of readdirSync(desk.path('month'))) {
      const bytes = readFileSync(desk.path(`month/${name}`), 'latin1');
      expect(bytes).not.toMatch(/sk_test_1|BEGIN PRIVATE KEY/);
    }
  });

  it('makes a workspace from a configuration and its secrets', async () => {
    desk.write(
      'config.json',
      config(() => {}),
    );
    desk.write('secrets.json', { billing: { secretKey: 'sk_live_planted' } });
    const made = await desk.run([
      'init',
      '--workspace',
      'books',
      '--config',
      'config.json',
      '--secrets',
      'secrets.json',
      '--json',
    ]);
    expect(made.code).toBe(0);
    expect(made.document).toMatchObject({ name: 'Books', connections: ['billing'], mappings: 0 });
    expect(made.stdout).not.toContain('sk_live_planted');
    expect(readFileSync(desk.path('books.keys/secrets/billing.secretKey'), 'utf8')).toBe('sk_live_planted');
  });

  it.each([
    ['no JSON', '{"workspace":', 'FILE_NOT_JSON'],
    ['no connections', config((file) => delete file['connections']), 'FILE_INVALID'],
    ['an unknown member', config((file) => (file['conections'] = [])), 'FILE_INVALID'],
    ['one person', config((file) => (file['people'] = (file['people'] as []).slice(1))), 'FILE_INVALID'],
    [
      'an unknown vendor',
      config((file) => (file['connections'] = [{ id: 'x', vendor: 'quickbooks', settings: {} }])),
      'VENDOR_UNKNOWN',
    ],
    [
      'wrong settings',
      config(
        (file) => (file['connections'] = [{ id: 'x', vendor: 'stripe', settings: { secretKey: 'sk' } }]),
      ),
      'SETTING_INVALID',
    ],
    ['an unknown setting', config((file) => (file['policy'] = { holdEverything: true })), 'SETTING_UNKNOWN'],
    ['an unknown flow', config((file) => (file['phases'] = { 'to-the-moon': 'post' })), 'FLOW_UNKNOWN'],
  ])('refuses a configuration with %s and leaves nothing behind', async (_, file, code) => {
    desk.write('bad.json', file);
    const ran = await desk.run(['init', '--workspace', 'never', '--config', 'bad.json', '--json']);
    expect(ran.code).toBe(2);
    expect(ran.error.code).toBe(code);
    expect(ran.error.where).not.toBe('');
    expect(readdirSync(desk.folder).filter((name) => name.startsWith('never'))).toEqual([]);
  });

  it('never quotes a secrets file, not even a broken one', async () => {
    desk.write(
      'config.json',
      config(() => {}),
    );
    for (const text of [
      '{"billing":{"secretKey":"sk_live_planted"',
      '{"billing":{"secretKey":["sk_live_planted"]}}',
    ]) {
      desk.write('broken.json', text);
      const args = ['init', '--workspace', 'never', '--config', 'config.json', '--secrets', 'broken.json'];
      const ran = await desk.run([...args, '--json', '--verbose']);
      expect(ran.code).toBe(2);
      expect(ran.stdout + ran.stderr).not.toContain('planted');
    }
  });

  it('refuses secrets of a connection that is not configured', async () => {
    desk.write(
      'config.json',
      config(() => {}),
    );
    desk.write('other.json', { 'no-such': { secretKey: 'x' } });
    const args = [
      'init',
      '--workspace',
      'never',
      '--config',
      'config.json',
      '--secrets',
      'other.json',
      '--json',
    ];
    expect((await desk.run(args)).error).toMatchObject({
      code: 'FILE_INVALID',
      message: expect.stringContaining('no-such'),
    });
  });

  it('never overwrites a workspace, and names a file that is not there', async () => {
    const again = await desk.run(['init', '--workspace', 'month', '--sample', 'access.json', '--json']);
    expect(again).toMatchObject({ code: 2, error: { code: 'FOLDER_NOT_EMPTY' } });
    const missing = await desk.run(['init', '--workspace', 'never', '--config', 'nowhere.json', '--json']);
    expect(missing).toMatchObject({
      code: 2,
      error: { code: 'FILE_UNREADABLE', where: desk.path('nowhere.json') },
    });
  });

  it('refuses to keep private keys in the workspace', async () => {
    const args = [
      'init',
      '--workspace',
      'never',
      '--keys',
      'never/keys',
      '--sample',
      'access.json',
      '--json',
    ];
    expect((await desk.run(args)).error.code).toBe('KEYSTORE_INSIDE_WORKSPACE');
    expect(existsSync(desk.path('never'))).toBe(false);
  });
});

describe('a workspace that cannot be opened', () => {
  it.each([
    ['missing', () => {}, 'WORKSPACE_MISSING'],
    [
      'not a database',
      () => {
        mkdirSync(desk.path('broken'), { recursive: true });
        writeFileSync(
          desk.path('broken/workspace.db'),
          'not a database, but long enough to be one'.repeat(50),
        );
      },
      'STORAGE_UNREADABLE',
    ],
    [
      'of a newer version',
      () => {
        const store = openStore(desk.path('broken2/workspace.db'));
        if (store.ok) {
          store.value.sqlite.pragma('user_version = 99');
          store.value.close();
        }
      },
      'SCHEMA_NEWER',
    ],
    [
      'empty',
      () => {
        const store = openStore(desk.path('broken3/workspace.db'));
        if (store.ok) store.value.close();
      },
      'WORKSPACE_EMPTY',
    ],
  ])('is %s: exit 5', async (_, prepare, code) => {
    prepare();
    const folder =
      { STORAGE_UNREADABLE: 'broken', SCHEMA_NEWER: 'broken2', WORKSPACE_EMPTY: 'broken3' }[code] ?? 'gone';
    const ran = await desk.run(['status', '--workspace', folder, '--json']);
    expect(ran).toMatchObject({ code: 5, error: { code } });
  });
});

describe('who acts', () => {
  it('takes the private key of the person that is named', async () => {
    const ran = await desk.run(inWorkspace('status', '--as', 'nobody'));
    expect(ran).toMatchObject({ code: 3, error: { code: 'KEY_MISSING' } });
    const odd = await desk.run(inWorkspace('status', '--as', '../maria'));
    expect(odd).toMatchObject({ code: 2, error: { code: 'KEY_NAME_INVALID' } });
  });

  it('names nobody for a decision, but says who could', async () => {
    const ran = await desk.run(inWorkspace('approve', '--all'));
    expect(ran).toMatchObject({ code: 2, error: { code: 'PERSON_NOT_NAMED' } });
    expect(ran.error.fix).toContain('ben, maria, omar');
  });

  it('is refused by role, journalled and ended with 3', async () => {
    const ran = await desk.run(inWorkspace('sync', '--as', 'audrey'));
    expect(ran).toMatchObject({ code: 3, error: { code: 'ROLE_MISSING', where: 'audrey' } });
    const before = (await desk.run(inWorkspace('status'))).document['headSeq'];
    await desk.run(inWorkspace('rebuild', '--as', 'maria'));
    expect((await desk.run(inWorkspace('status'))).document['headSeq']).toBe((before as number) + 1);
  });

  it('reads the person, the workspace and the keys from the environment', async () => {
    const env = { TIEOUT_WORKSPACE: 'month', TIEOUT_AS: 'omar', TIEOUT_KEYS: 'month.keys' };
    const ran = await desk.run(['people', '--json'], env);
    expect(ran.document).toMatchObject({ you: 'omar' });
  });
});

describe('bad ids and values', () => {
  it.each([
    [['trace', 'no-such-id'], 2, 'NOTHING_FOUND'],
    [['approve', '--show', 'pst_none'], 2, 'POSTING_NOT_FOUND'],
    [['approve', 'pst_none', '--as', 'maria', '--yes'], 2, 'POSTING_NOT_FOUND'],
    [['release', 'no-such-cause', '--reason', 'fixed', '--as', 'maria', '--yes'], 2, 'CAUSE_NOT_FOUND'],
    [['release', '--posting', 'pst_none', '--reason', 'fixed', '--as', 'ben'], 3, undefined],
    [['exceptions', 'dismiss', 'exc_none', '--reason', 'why not', '--as', 'maria'], 2, 'EXCEPTION_NOT_FOUND'],
    [['reconcile', '--period', '2026-13'], 2, 'INPUT_INVALID'],
    [['reconcile', '--period', '0000-01'], 2, 'INPUT_INVALID'],
    [['reconcile', '--period', '9999-12'], 2, 'INPUT_INVALID'],
    [['approve', '--list', '--period', '2026-99'], 2, 'INPUT_INVALID'],
    [['approve', '--all', '--period', '2026-9', '--yes', '--as', 'maria'], 2, 'INPUT_INVALID'],
    [['approve', '--list', '--entity', 'NOPE'], 2, 'USAGE'],
    [['approve', '--all', '--entity', 'NOPE', '--yes', '--as', 'maria'], 2, 'USAGE'],
    [['exceptions', '--code', 'bogus'], 2, 'INPUT_INVALID'],
    [['exceptions', '--code', 'toString'], 2, 'INPUT_INVALID'],
    [['mappings', '--type', 'wish'], 2, 'INPUT_INVALID'],
    [['mappings', 'approve', 'map_none', '--reason', 'because', '--as', 'maria'], 2, 'MAPPING_NOT_FOUND'],
    [
      ['policy', 'phase', 'invoice-to-erp', 'warp', '--reason', 'because', '--as', 'maria'],
      2,
      'INPUT_INVALID',
    ],
    [['policy', 'phase', 'to-the-moon', 'post', '--reason', 'because', '--as', 'maria'], 2, 'FLOW_UNKNOWN'],
    [
      ['policy', 'set', 'goLiveOn', '"yesterday"', '--reason', 'because', '--as', 'maria'],
      2,
      'SETTING_INVALID',
    ],
    [['policy', 'set', 'goLiveOn', 'null', '--reason', ' ', '--as', 'maria'], 2, 'USAGE'],
  ])('%j ends with %i and %s', async (args, code, error) => {
    const ran = await desk.run(inWorkspace(...args));
    expect(ran.code).toBe(code);
    if (error !== undefined) expect(ran.error.code).toBe(error);
  });

  it('proposes and approves mappings by two people, and refuses one of them alone', async () => {
    const drafts = [
      {
        type: 'item',
        sourceKey: 'NEW',
        target: { itemId: '9', revenueRule: 'ratable-daily' },
        validFromOn: '2026-09-01',
      },
    ];
    desk.write('drafts.json', JSON.stringify(drafts));
    const as = (person: string): string[] => ['--reason', 'a new product', '--as', person];
    const proposed = await desk.run(inWorkspace('mappings', 'propose', 'drafts.json', ...as('maria')));
    expect(proposed.code).toBe(0);
    const [{ id }] = proposed.document['mappings'] as [{ id: string }];
    const own = await desk.run(inWorkspace('mappings', 'approve', id, ...as('maria')));
    expect(own).toMatchObject({ code: 3, error: { code: 'NOT_PREPARER_AND_APPROVER' } });
    const second = await desk.run(inWorkspace('mappings', 'approve', id, ...as('omar')));
    expect(second.document['mappings']).toMatchObject([{ id, state: 'live', decidedBy: 'omar' }]);
    desk.write('drafts.json', JSON.stringify([{ ...drafts[0], target: { itemNumber: '9' } }]));
    const wrong = await desk.run(inWorkspace('mappings', 'propose', 'drafts.json', ...as('maria')));
    expect(wrong).toMatchObject({ code: 2, error: { code: 'MAPPING_TARGET_INVALID' } });
    desk.write('drafts.json', '{"type":');
    expect(
      (await desk.run(inWorkspace('mappings', 'propose', 'drafts.json', ...as('maria')))).error.code,
    ).toBe('FILE_NOT_JSON');
  });
});

describe('vendors that do not answer', () => {
  it('leave work undone: exit 4, with each connection and its reason', async () => {
    const ran = await desk.run(inWorkspace('sync'));
    expect(ran.code).toBe(4);
    const failures = ran.document['failures'] as { connectionId: string; failure: { code: string } }[];
    expect(failures.map(({ connectionId }) => connectionId).sort()).toEqual(['billing', 'crm', 'erp']);
  });
});

describe('files beside the workspace', () => {
  it('names a secret that is not on this machine', async () => {
    rmSync(desk.path('month.keys/secrets/billing.secretKey'));
    const ran = await desk.run(inWorkspace('sync'));
    expect(ran).toMatchObject({ code: 5, error: { code: 'SECRET_MISSING' } });
    expect(ran.error.where).toBe(desk.path('month.keys/secrets/billing.secretKey'));
  });

  it('refuses a private key that others can read', async () => {
    chmodSync(desk.path('month.keys/ben.pem'), 0o644);
    const ran = await desk.run(inWorkspace('status', '--as', 'ben'));
    expect(ran).toMatchObject({ code: 3, error: { code: 'KEY_EXPOSED' } });
  });

  it('says so where the lock is no lock', async () => {
    mkdirSync(desk.path('locked'));
    for (const name of ['workspace.db', 'owner.lock'])
      writeFileSync(desk.path(`locked/${name}`), 'x'.repeat(4_096));
    const ran = await desk.run(['status', '--workspace', 'locked', '--json']);
    expect(ran).toMatchObject({ code: 5, error: { code: 'STORAGE_UNREADABLE' } });
  });
});

describe('the journal at the command line', () => {
  it('verifies, rebuilds and verifies again', async () => {
    expect(await desk.run(inWorkspace('verify'))).toMatchObject({
      code: 0,
      document: { isSound: true, problems: [] },
    });
    expect((await desk.run(inWorkspace('rebuild'))).code).toBe(0);
    expect((await desk.run(inWorkspace('verify'))).code).toBe(0);
  });

  it('ends with 1 and names the first bad record when a projection was changed by hand', async () => {
    const store = openStore(desk.path('month/workspace.db'));
    if (!store.ok) throw new Error(store.error.message);
    store.value.sqlite.exec("UPDATE people SET name = 'Someone else' WHERE id = 'omar'");
    store.value.close();
    const ran = await desk.run(inWorkspace('verify'));
    expect(ran).toMatchObject({
      code: 1,
      document: { isSound: false, problems: [{ code: 'PROJECTION_DIFFERS', where: 'people' }] },
    });
    expect((await desk.run(inWorkspace('rebuild'))).code).toBe(0);
    expect((await desk.run(inWorkspace('verify'))).code).toBe(0);
  });
});
