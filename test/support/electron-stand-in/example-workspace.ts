import { readFileSync } from 'node:fs';
import { initWorkspace } from '#core/app/init-workspace.ts';
import { parseWorkspaceFile } from '#core/app/workspace-file.ts';
import { ManualClock } from '#core/base/manual-clock.ts';
import { silentLog } from '#core/base/log.ts';
import { seededRandom } from '#core/base/random.ts';
import { createFileKeystore } from '#core/policy/file-keystore.ts';

const readme = new URL('../../../core/app/README.md', import.meta.url);

/** The workspace of the README's example, set up in `folder` with its keys in `<folder>.keys`: opens at once, has people, no facts. */
export async function makeExampleWorkspace(folder: string): Promise<void> {
  const [, text = ''] = /```json\n(.*?)```/s.exec(readFileSync(readme, 'utf8')) ?? [];
  const file = parseWorkspaceFile(text, 'example.json');
  if (!file.ok) throw new Error(JSON.stringify(file.error));
  const keystore = createFileKeystore(`${folder}.keys`, {
    workspaceFolder: folder,
    checksModes: process.platform !== 'win32',
  });
  if (!keystore.ok) throw new Error(keystore.error.message);
  const made = await initWorkspace({
    folder,
    file: file.value,
    clock: () => new ManualClock(Date.parse('2026-09-01T08:00:00.000Z')),
    random: seededRandom('desktop'),
    log: silentLog,
    keystore: keystore.value,
    saveSecrets: () => {},
  });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
}
