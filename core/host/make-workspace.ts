import { initWorkspace, type InitReport } from '../app/init-workspace.ts';
import { sampleWorkspace } from './sample-workspace.ts';
import { createSecretFiles } from '../app/secret-files.ts';
import { parseWorkspaceFile, type WorkspaceFile } from '../app/workspace-file.ts';
import { parseAccessFile } from './access-file.ts';
import type { Arguments } from './arguments.ts';
import type { CommandContext, Outcome } from './command.ts';
import { CommandFailure, usageFailure } from './command-failure.ts';
import { exitCodes } from './exit-codes.ts';
import { keystoreOf, logOf } from './open-workspace.ts';
import { readText } from './read-text.ts';
import { parseSecretsFile, type Secrets } from './secrets-file.ts';
import { createSystemClock } from './system-clock.ts';
import { createSystemRandom } from './system-random.ts';
import { printable, tableText } from './table-text.ts';
import { placesOf, type WorkspacePlaces } from './workspace-places.ts';

/** Makes a workspace from the file that the arguments name: all of it, or nothing. */
export async function makeWorkspace({ args, terminal }: CommandContext): Promise<Outcome> {
  args.atMost(0);
  const places = placesOf(args, terminal);
  const { file, secrets } = sourceOf(args);
  const made = await initWorkspace({
    folder: places.folder,
    file,
    clock: createSystemClock,
    random: createSystemRandom(),
    log: logOf(args, terminal),
    keystore: keystoreOf(places),
    saveSecrets: () => saveSecrets(places, secrets),
  });
  if (!made.ok) throw new CommandFailure(...made.error);
  const document = { workspace: places.folder, keys: places.keys, ...made.value };
  return { exitCode: exitCodes.ok, document, text: textOf(made.value, places) };
}

function sourceOf(args: Arguments): { readonly file: WorkspaceFile; readonly secrets: Secrets } {
  const sample = args.path('sample');
  const config = args.path('config');
  if ((sample === undefined) === (config === undefined)) {
    throw usageFailure(
      'A workspace is made from one file.',
      '--config, --sample',
      'Give --config FILE or --sample FILE.',
    );
  }
  if (sample !== undefined) return sampleWorkspace(parseAccessFile(readText(sample), sample));
  const path = args.path('config') ?? '';
  const file = parseWorkspaceFile(readText(path), path);
  if (!file.ok) throw new CommandFailure(...file.error);
  const secretsPath = args.path('secrets');
  if (secretsPath === undefined) return { file: file.value, secrets: {} };
  const ids = file.value.connections.map(({ id }) => id);
  return { file: file.value, secrets: parseSecretsFile(readText(secretsPath), secretsPath, ids) };
}

function saveSecrets({ secrets: folder }: WorkspacePlaces, secrets: Secrets): void {
  const files = createSecretFiles(folder);
  for (const [connectionId, named] of Object.entries(secrets)) {
    for (const [name, value] of Object.entries(named)) files.write(connectionId, name, value);
  }
}

function textOf(report: InitReport, places: WorkspacePlaces): string {
  const people = tableText(report.people, [
    { title: 'person', text: ({ id }) => id },
    { title: 'name', text: ({ name }) => name },
    { title: 'roles', text: ({ roles }) => roles.join(', ') },
    { title: 'key', text: ({ hasNewKey }) => (hasNewKey ? 'made' : 'theirs') },
  ]);
  return [
    `Workspace ${printable(report.name)} (${report.workspaceId}) is in ${places.folder}.`,
    `Private keys and secrets are in ${places.keys}; copy nothing of it into the workspace.`,
    `Connections: ${report.connections.join(', ')}. Mappings: ${report.mappings}.`,
    '',
    people,
  ].join('\n');
}
