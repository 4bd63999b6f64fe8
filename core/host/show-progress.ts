import type { ApiProgress } from '../app/router/context.ts';
import type { Progress } from './progress.ts';

/** Progress of long work in a line of words. */
export function showProgress(line: Progress, progress: ApiProgress): void {
  line.show(textOf(progress));
}

function textOf(progress: ApiProgress): string {
  if (progress.topic !== 'sync') {
    const doing = progress.topic === 'journal.verify' ? 'verifying' : 'rebuilding';
    return `${doing}: ${grouped(progress.seq)} events`;
  }
  switch (progress.what) {
    case 'pull':
      return `reading ${progress.connectionId} ${progress.stream}: ${grouped(progress.records)} records, ${grouped(progress.changed)} changed`;
    case 'decide':
      return `deciding: ${grouped(progress.left)} left`;
    case 'send':
      return `sent: ${grouped(progress.report.posted)} posted, ${grouped(progress.report.rejected)} refused, ${grouped(progress.report.unknown)} unknown`;
    case 'wait':
      return `waiting until ${new Date(progress.untilMs).toISOString()} for a vendor`;
  }
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
