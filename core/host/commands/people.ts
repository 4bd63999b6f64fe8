import { workspaceOptions } from '../arguments.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { withWorkspace } from '../with-workspace.ts';
import { tableText } from '../table-text.ts';

export const peopleCommand: Command = {
  name: 'people',
  summary: 'List the people of the workspace with their roles and limits',
  usage: ['--workspace DIR'],
  details: `Shows who may do what. Addresses are not shown, and private keys are never here.`,
  options: workspaceOptions,
  run: (context) => {
    context.args.atMost(0);
    return withWorkspace(context, { action: 'workspace.read', isDecision: false }, async ({ client }) => {
      const found = await client.people.list.query();
      const text = tableText(found.people, [
        { title: 'person', text: ({ id }) => id },
        { title: 'name', text: ({ name }) => name },
        { title: 'active', text: ({ isActive }) => (isActive ? 'yes' : 'no') },
        { title: 'roles', text: ({ roles }) => roles.join(', ') },
        { title: 'entities', text: ({ limits }) => limits.legalEntities?.join(', ') ?? 'all' },
      ]);
      return { exitCode: exitCodes.ok, document: found, text };
    });
  },
};
