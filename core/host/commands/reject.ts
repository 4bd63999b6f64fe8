import { workspaceOptions } from '../arguments.ts';
import type { Command } from '../command.ts';
import { decideHeld, listHeld } from '../decide-held.ts';
import { choiceOptions } from './approve.ts';

export const rejectCommand: Command = {
  name: 'reject',
  summary: 'Reject held postings with a reason',
  usage: [
    '--list [--period YYYY-MM] [--entity CODE]',
    '(ID… | --all [--period YYYY-MM] [--entity CODE]) --reason TEXT --as PERSON [--yes]',
  ],
  details: `A rejected posting is not sent. When its source document changes, a new revision is prepared and asks again.`,
  options: { ...workspaceOptions, ...choiceOptions },
  run: (context) => {
    if (!context.args.flag('list')) return decideHeld(context, 'reject');
    context.args.atMost(0);
    return listHeld(context);
  },
};
