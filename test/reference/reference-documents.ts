import { commands } from '#core/host/commands/all.ts';
import { commandHelp, overallHelp } from '#core/host/help.ts';
import { exceptionCatalogue, type ExceptionKind } from '#core/exceptions/catalogue.ts';
import { actions, permissions, roles } from '#core/policy/permissions.ts';

export interface ReferenceDocument {
  /** From the root of the project. */
  readonly path: string;
  readonly text: string;
}

/** Pages that are made from the code: what they list cannot differ from what runs. */
export function referenceDocuments(): readonly ReferenceDocument[] {
  return [
    { path: 'docs/reference/exceptions.md', text: exceptionsPage(exceptionCatalogue) },
    { path: 'docs/reference/permissions.md', text: permissionsPage() },
    { path: 'docs/reference/commands.md', text: commandsPage() },
  ];
}

function page(title: string, source: string, body: readonly string[]): string {
  const note = `<!-- Made by \`npm run reference\` from ${source}. Change it there. -->`;
  return `${[`# ${title}`, '', note, '', ...body].join('\n').trimEnd()}\n`;
}

export function exceptionsPage(catalogue: Readonly<Record<string, ExceptionKind>>): string {
  const rows = Object.entries(catalogue)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([code, { ownerRole, effect, fix, blocks }]) => [
      `\`${code}\``,
      ownerRole,
      blocks ? 'yes' : 'no',
      effect,
      fix,
    ]);
  return page('Exceptions', '`core/exceptions/catalogue.ts`', [
    'Something that finance must resolve. Codes are stable: they are never renamed or reused. An exception resolves by itself',
    'when its cause is gone; technical trouble with a vendor is retried and is none. *Blocks* says whether a posting waits for',
    'it.',
    '',
    ...table(['code', 'owner', 'blocks', 'effect', 'fix'], rows),
  ]);
}

function permissionsPage(): string {
  const rows = actions.map((action) => [
    `\`${action}\``,
    ...roles.map((role) => (permissions[action].includes(role) ? '●' : '')),
  ]);
  return page('Permissions', '`core/policy/permissions.ts`', [
    'Who may do what. What is not marked is refused, and the refusal is journalled. Amount, legal entity, and who prepared or',
    'proposed what is being decided may refuse on top of it: whoever prepared a posting, or proposed a mapping in it, does not',
    'approve it. Tieout itself has no role.',
    '',
    ...table(['action', ...roles], rows),
  ]);
}

function commandsPage(): string {
  const sections = commands.flatMap((command) => [
    '',
    `## tieout ${command.name}`,
    '',
    '```text',
    commandHelp(command).text.split('\n\nExit codes:')[0] ?? '',
    '```',
  ]);
  return page('The command line', 'the `--help` of the commands', [
    '`npm run -s tieout -- <command>` in the project, or `npx tieout <command>`. With `--json` a command prints one JSON document',
    'on standard output and nothing else there; progress and log lines go to standard error.',
    '',
    '```text',
    overallHelp(commands).text,
    '```',
    ...sections,
  ]);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
