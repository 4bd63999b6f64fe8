import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { initWorkspace } from '#core/app/init-workspace.ts';
import { parseWorkspaceFile } from '#core/app/workspace-file.ts';
import { ManualClock } from '#core/base/manual-clock.ts';
import { silentLog } from '#core/base/log.ts';
import { seededRandom } from '#core/base/random.ts';
import { parseSecretsFile } from '#core/host/secrets-file.ts';
import { createFileKeystore } from '#core/policy/file-keystore.ts';

const readme = fileURLToPath(new URL('../../core/app/README.md', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tieout-'));

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The JSON blocks of the README: the workspace file, then the secrets file. */
function examples(): readonly string[] {
  return [...readFileSync(readme, 'utf8').matchAll(/```json\n(.*?)```/gs)].map(([, text]) => text ?? '');
}

it('the example of a workspace file in the README of core/app sets a workspace up', async () => {
  const [text = '', secrets = ''] = examples();
  const file = parseWorkspaceFile(text, 'example.json');
  if (!file.ok) throw new Error(JSON.stringify(file.error));
  const connectionIds = file.value.connections.map(({ id }) => id);
  expect(Object.keys(parseSecretsFile(secrets, 'secrets.json', connectionIds))).toEqual(connectionIds);

  const workspaceFolder = join(folder, 'workspace');
  const keystore = createFileKeystore(join(folder, 'keys'), {
    workspaceFolder,
    checksModes: process.platform !== 'win32',
  });
  if (!keystore.ok) throw new Error(keystore.error.message);
  const made = await initWorkspace({
    folder: workspaceFolder,
    file: file.value,
    clock: () => new ManualClock(Date.parse('2026-09-01T08:00:00.000Z')),
    random: seededRandom('example'),
    log: silentLog,
    keystore: keystore.value,
    saveSecrets: () => {},
  });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  expect(made.value.connections).toEqual(['crm', 'billing', 'erp']);
  expect(made.value.mappings).toBe(file.value.mappings.length);
  expect(made.value.people.every(({ hasNewKey }) => hasNewKey)).toBe(true);
});
