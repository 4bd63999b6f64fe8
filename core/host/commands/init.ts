import { workspaceOptions } from '../arguments.ts';
import type { Command } from '../command.ts';

const { workspace, keys } = workspaceOptions;

export const initCommand: Command = {
  name: 'init',
  summary: 'Create a workspace from a reviewable configuration file, or from the sandbox',
  usage: ['--workspace DIR --config FILE [--secrets FILE]', '--workspace DIR --sample ACCESS.json'],
  details: `The configuration file holds connections, people, mappings and policy, and no secret. The secrets file is JSON:
{"<connection>": {"<secret>": "<value>"}}. Secrets and new private keys go into the folder of keys, readable by you
alone, and never into the workspace. All of it is made, or nothing.`,
  options: {
    workspace,
    keys,
    config: { value: 'FILE', help: 'The workspace file.' },
    secrets: { value: 'FILE', help: 'Secrets of the connections.' },
    sample: { value: 'FILE', help: 'What `tieout sandbox` wrote: wires the sample company.' },
  },
  run: async (context) => (await import('../make-workspace.ts')).makeWorkspace(context),
};
