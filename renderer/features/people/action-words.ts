import { plainWords } from '#renderer/format/plain-words.ts';

const words: Readonly<Record<string, string>> = {
  'workspace.read': 'See the workspace',
  'personal-data.read': 'See personal data',
  'connection.change': 'Change connections',
  'connection.enable-writes': 'Let a connection write',
  'sync.run': 'Run a sync',
  'sync.backfill': 'Read history again',
  'mapping.propose': 'Propose mappings',
  'mapping.approve': 'Approve mappings',
  'mapping.reject': 'Reject mappings',
  'freeze.override': 'Override the freeze of a close',
  'posting.edit': 'Edit postings',
  'posting.approve': 'Approve postings',
  'posting.reject': 'Reject postings',
  'posting.release': 'Release postings',
  'posting.withdraw': 'Withdraw postings',
  'posting.reverse': 'Reverse postings',
  'posting.replay': 'Send postings again',
  'posting.look-up': 'Look postings up in the ERP',
  'posting.settle-dead': 'Settle postings that failed for good',
  'exception.assign': 'Assign exceptions',
  'exception.resolve': 'Resolve exceptions',
  'exception.dismiss': 'Dismiss exceptions',
  'customer.merge': 'Link customers across systems',
  'period.soft-close': 'Soft-close a period',
  'period.close': 'Close a period',
  'period.request-reopen': 'Ask to reopen a period',
  'period.reopen': 'Reopen a period',
  'flow.change-phase': 'Switch flows on and off',
  'circuit.reset': 'Restart a flow that stopped itself',
  'policy.change': 'Change rules and thresholds',
  'people.change': 'Change people and roles',
  'people.delegate': 'Lend an own role',
  'reconciliation.run': 'Run a reconciliation',
  'reconciliation.match': 'Match and unmatch',
  'reconciliation.undo-run': 'Undo a matching run',
  'reconciliation.sign-off': 'Sign off a reconciliation',
  'close.prepare': 'Prepare close tasks',
  'close.review': 'Review close tasks',
  'close.assign': 'Assign close tasks',
  'close.change-template': 'Change the close checklist',
  'close.seal': 'Seal a period into a pack',
  'break.explain': 'Explain differences',
  'break.accept': 'Accept differences',
  'journal.verify': 'Verify the journal',
  'journal.rebuild': 'Rebuild from the journal',
  'journal.export': 'Export evidence',
  'access.review': 'Review access',
};

/** What an action lets people do, as they say it. */
export function actionWords(action: string): string {
  return words[action] ?? plainWords(action.replace('.', '-'));
}

export const wordedActions = Object.keys(words);
