import type { SyncProgress } from '../synchronise.ts';

export interface JobStage {
  readonly stage: string;
  readonly done: number;
  readonly of: number | null;
}

/** How far a sync run is, for people. */
export function stageOf(progress: SyncProgress): JobStage {
  switch (progress.what) {
    case 'pull':
      return {
        stage: `reading ${progress.connectionId} ${progress.stream}`,
        done: progress.records,
        of: null,
      };
    case 'decide':
      return { stage: 'deciding what follows', done: 0, of: progress.left };
    case 'send': {
      const { posted, rejected, unknown } = progress.report;
      return { stage: 'sending', done: posted, of: posted + rejected + unknown };
    }
    case 'wait':
      return { stage: 'waiting for a vendor', done: 0, of: null };
  }
}
