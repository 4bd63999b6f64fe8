import { Popover } from '@base-ui/react/popover';
import { CircleCheck, CircleX, LoaderCircle, type LucideIcon, OctagonMinus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { WireJob } from '#core/contract/jobs.ts';
import { Button } from '#renderer/ui/button.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { api } from '../api/api.ts';
import { usePushes } from '../api/pushes.ts';
import { useChange } from '../api/reading.ts';
import { useLayer } from '../chrome/layers.ts';

/** Work that takes a while: what runs, how far it is, and the way to stop it. Results stay until they are dismissed. */
export function JobTray(): ReactNode {
  const jobs = usePushes((pushes) => pushes.jobs);
  const [isOpen, setOpen] = useLayer('jobs');
  const running = jobs.filter(isRunning);
  const [first] = running;
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger className="flex h-6 items-center gap-1.5 rounded-sm px-1.5 text-sm text-muted hover:bg-hover hover:text-text">
        {first ? <RunningWords job={first} more={running.length - 1} /> : idleWords(jobs)}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner side="top" align="end" sideOffset={6} className="z-40">
          <Popover.Popup className="floating w-110 max-w-[calc(100vw-16px)] rounded-lg bg-raised p-3 text-text shadow-float outline-none">
            <Popover.Title className="font-semibold">Work</Popover.Title>
            {jobs.length === 0 ? (
              <p className="mt-1 text-muted">Nothing is running and nothing has ended lately.</p>
            ) : (
              <ul className="mt-1 divide-y">
                {jobs.map((job) => (
                  <JobRow key={job.id} job={job} />
                ))}
              </ul>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function isRunning({ state }: WireJob): boolean {
  return state === 'running' || state === 'stopping';
}

function idleWords(jobs: readonly WireJob[]): string {
  if (jobs.length === 0) return 'No work running';
  return jobs.some(({ state }) => state === 'failed') ? 'Work failed' : 'Work done';
}

function RunningWords({ job, more }: { readonly job: WireJob; readonly more: number }): ReactNode {
  const format = useFormat();
  const progress = job.of === null ? '' : ` ${format.count(job.done)} of ${format.count(job.of)}`;
  return (
    <>
      <Icon icon={LoaderCircle} />
      {job.label}: {job.stage}
      {progress}
      {more > 0 && ` and ${format.count(more)} more`}
    </>
  );
}

const marks: Readonly<Record<WireJob['state'], readonly [icon: LucideIcon, look: string, word: string]>> = {
  running: [LoaderCircle, 'text-info', 'Running'],
  stopping: [LoaderCircle, 'text-warning', 'Stopping'],
  done: [CircleCheck, 'text-positive', 'Done'],
  failed: [CircleX, 'text-negative', 'Failed'],
  cancelled: [OctagonMinus, 'text-muted', 'Stopped'],
};

function JobRow({ job }: { readonly job: WireJob }): ReactNode {
  const format = useFormat();
  const cancel = useChange(api.jobs.cancel);
  const dismiss = useChange(api.jobs.dismiss);
  const [icon, look, word] = marks[job.state];
  const progress =
    job.of === null ? format.count(job.done) : `${format.count(job.done)} of ${format.count(job.of)}`;
  return (
    <li className="flex items-start gap-2 py-2">
      <span className={`mt-0.5 ${look}`}>
        <Icon icon={icon} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-medium">{job.label}</p>
        <p className="text-sm text-muted">
          {word}
          {isRunning(job) && `, ${job.stage}`}
          {job.done > 0 && `, ${progress}`}
        </p>
        {isRunning(job) && job.of !== null && (
          <progress className="mt-1 h-1 w-full" value={job.done} max={job.of} aria-label={job.label} />
        )}
        {job.failure && (
          <p className="text-sm text-negative">
            {job.failure.message} {job.failure.fix}
          </p>
        )}
      </div>
      {isRunning(job) ? (
        <Button
          onClick={() => cancel.mutate({ id: job.id })}
          refusal={job.canCancel ? undefined : 'It ends by itself in a moment'}
          isBusy={job.state === 'stopping'}
        >
          Cancel
        </Button>
      ) : (
        <Button variant="quiet" onClick={() => dismiss.mutate({ id: job.id })}>
          Dismiss
        </Button>
      )}
    </li>
  );
}
