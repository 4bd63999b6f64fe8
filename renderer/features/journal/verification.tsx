import { type ReactNode } from 'react';
import { verifyOutput } from '#core/contract/journal.ts';
import type { WireJob } from '#core/contract/jobs.ts';
import { api } from '#renderer/shell/api/api.ts';
import { Unread } from '#renderer/shell/api/unread.tsx';
import { usePushes } from '#renderer/shell/api/pushes.ts';
import { useChange, useRead } from '#renderer/shell/api/reading.ts';
import { ScreenLink } from '#renderer/shell/scope/navigation.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { ProgressBar } from '#renderer/ui/progress-bar.tsx';
import { InstantText } from '#renderer/ui/time-text.tsx';

/** Whether a proof is under way; where its progress does not matter, since that moves all the time. */
export function useIsVerifying(): boolean {
  return usePushes(({ jobs }) => jobs.some(({ kind, endedAt }) => kind === 'verify' && endedAt === null));
}

/** The newest verification, as far as it is and as it ended. */
function useVerification(): WireJob | null {
  return usePushes((pushes) => pushes.jobs.find(({ kind }) => kind === 'verify') ?? null);
}

/** Progress of the proof with a way to stop it, then what it found until someone takes it away. */
export function Verification(): ReactNode {
  const job = useVerification();
  if (!job) return null;
  return (
    <div className="px-panel py-2">{job.endedAt === null ? <Running job={job} /> : <Ended job={job} />}</div>
  );
}

function Running({ job }: { readonly job: WireJob }): ReactNode {
  const cancel = useChange(api.jobs.cancel);
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <ProgressBar label={`Verifying: ${job.stage}`} done={job.done} total={job.of} />
      </div>
      <Button
        onClick={() => cancel.mutate({ id: job.id })}
        refusal={job.canCancel ? undefined : 'It is stopping'}
      >
        Stop
      </Button>
    </div>
  );
}

function Ended({ job }: { readonly job: WireJob }): ReactNode {
  const dismiss = useChange(api.jobs.dismiss);
  const away = (
    <Button variant="quiet" onClick={() => dismiss.mutate({ id: job.id })}>
      Dismiss
    </Button>
  );
  if (job.state === 'cancelled')
    return (
      <Banner tone="warning" actions={away}>
        Verification was stopped: nothing is proved, and nothing was changed.
      </Banner>
    );
  if (job.state === 'failed')
    return (
      <Banner tone="negative" actions={away}>
        Verification could not be finished: {job.failure?.message ?? 'something broke'}
      </Banner>
    );
  return <Found job={job} away={away} />;
}

function Found({ job, away }: { readonly job: WireJob; readonly away: ReactNode }): ReactNode {
  const format = useFormat();
  const read = useRead(api.jobs.result, { id: job.id });
  if (!read.data) return <Unread read={read} title="What the verification found could not be read" />;
  const parsed = verifyOutput.safeParse(read.data.result);
  if (!parsed.success) return null;
  const { events, isSound, problems, anchoredSeq, headHash } = parsed.data;
  const [first] = problems;
  if (isSound)
    return (
      <Banner tone="positive" actions={away}>
        All {format.count(events)} entries are proved, every projection agrees
        {anchoredSeq === null ? '' : `, and the anchor at ${format.count(anchoredSeq)} holds`}. Head{' '}
        <code>{headHash.slice(0, 16)}…</code>
        {job.endedAt === null ? null : (
          <>
            , <InstantText at={job.endedAt} style="time" />
          </>
        )}
      </Banner>
    );
  const seq = /^seq (\d+)$/.exec(first?.where ?? '')?.[1];
  return (
    <Banner tone="negative" actions={away}>
      <strong>{first?.message}</strong> {format.count(events)} entries before it are proved. {first?.fix}
      {seq === undefined ? null : (
        <>
          {' '}
          <ScreenLink to="journal" search={{ seq: Number(seq) }}>
            Open entry {format.count(Number(seq))}
          </ScreenLink>
        </>
      )}
      {problems.length > 1 ? ` ${format.count(problems.length - 1)} more found.` : ''}
    </Banner>
  );
}
