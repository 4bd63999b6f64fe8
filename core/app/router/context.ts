import type { Log } from '#core/base/log.ts';
import type { Core } from '../create-core.ts';
import type { SyncProgress } from '../synchronise.ts';
import type { ApiSession } from './api-session.ts';

/** Progress of long work, by topic. */
export type ApiProgress =
  | ({ readonly topic: 'sync' } & SyncProgress)
  | { readonly topic: 'journal.verify' | 'journal.rebuild'; readonly seq: number };

/** What every call carries. The actor comes from the session that made the request, never from its input. */
export interface ApiContext {
  readonly core: Core;
  /** Who acts; '' before anyone signed in, which no gate lets through. */
  readonly actor: string;
  readonly session: ApiSession;
  readonly log: Log;
  readonly progress: (progress: ApiProgress) => void;
}
