import {
  Archive,
  ArrowLeftRight,
  Ban,
  Blend,
  CalendarClock,
  CalendarX2,
  Check,
  CheckCheck,
  ChevronDown,
  ChevronsUp,
  ChevronUp,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleHelp,
  CirclePause,
  CircleSlash,
  CircleX,
  Clock,
  Copy,
  Diff,
  Eye,
  EyeOff,
  Ghost,
  Loader,
  Lock,
  LockKeyhole,
  type LucideIcon,
  Map as MapIcon,
  Minus,
  PencilLine,
  Send,
  SearchX,
  Undo2,
  Unlink,
  UserPen,
} from 'lucide-react';
import type { Tone } from './tone.ts';

export interface Status {
  readonly word: string;
  readonly tone: Tone;
  readonly icon: LucideIcon;
}

function status(word: string, tone: Tone, icon: LucideIcon): Status {
  return { word, tone, icon };
}

const posting: Readonly<Record<string, Status>> = {
  HELD: status('Held', 'warning', CirclePause),
  APPROVED: status('Approved', 'info', Check),
  SENDING: status('Sending', 'info', Send),
  POSTED: status('Posted', 'positive', CircleCheck),
  REJECTED: status('Rejected', 'negative', CircleX),
  UNKNOWN: status('Outcome unknown', 'warning', CircleHelp),
  DEAD: status('Dead', 'negative', Ban),
  REVERSING: status('Reversing', 'info', Undo2),
  REVERSED: status('Reversed', 'neutral', Undo2),
  WITHDRAWN: status('Withdrawn', 'neutral', CircleSlash),
  SHADOW: status('Shadow', 'neutral', Ghost),
};

const severity: Readonly<Record<string, Status>> = {
  critical: status('Critical', 'negative', ChevronsUp),
  high: status('High', 'negative', ChevronUp),
  medium: status('Medium', 'warning', Minus),
  low: status('Low', 'neutral', ChevronDown),
};

const exception: Readonly<Record<string, Status>> = {
  open: status('Open', 'warning', CircleAlert),
  snoozed: status('Snoozed', 'neutral', Clock),
  resolved: status('Resolved', 'positive', CircleCheck),
  dismissed: status('Dismissed', 'neutral', CircleSlash),
};

const breakClass: Readonly<Record<string, Status>> = {
  timing: status('Timing', 'info', Clock),
  'cut-off': status('Cut-off', 'warning', CalendarX2),
  mapping: status('Mapping', 'warning', MapIcon),
  rounding: status('Rounding', 'neutral', CircleDot),
  fx: status('Exchange rate', 'warning', ArrowLeftRight),
  missing: status('Missing', 'negative', SearchX),
  duplicate: status('Duplicate', 'negative', Copy),
  'manual-edit': status('Manual edit', 'negative', UserPen),
};

const breakState: Readonly<Record<string, Status>> = {
  open: status('Open', 'warning', CircleAlert),
  explained: status('Explained', 'info', PencilLine),
  accepted: status('Accepted', 'neutral', Check),
  matched: status('Matched', 'positive', CircleCheck),
};

const match: Readonly<Record<string, Status>> = {
  matched: status('Matched', 'positive', CheckCheck),
  suggested: status('Suggested', 'info', CircleDashed),
  ambiguous: status('Ambiguous', 'warning', Blend),
  unmatched: status('Unmatched', 'negative', Unlink),
};

const period: Readonly<Record<string, Status>> = {
  open: status('Open', 'info', CircleDot),
  'soft-close': status('Soft-closed', 'warning', LockKeyhole),
  locked: status('Locked', 'neutral', Lock),
  closed: status('Closed', 'neutral', Lock),
  unknown: status('Unknown', 'warning', CircleHelp),
};

const connection: Readonly<Record<string, Status>> = {
  healthy: status('Healthy', 'positive', CircleCheck),
  lagging: status('Lagging', 'warning', Clock),
  waiting: status('Waiting', 'warning', CirclePause),
  incomplete: status('Incomplete', 'negative', Diff),
  failing: status('Failing', 'negative', CircleX),
  'not-connected': status('Not connected', 'neutral', CircleSlash),
};

const mapping: Readonly<Record<string, Status>> = {
  draft: status('Draft', 'warning', PencilLine),
  scheduled: status('Scheduled', 'info', CalendarClock),
  live: status('Live', 'positive', CircleCheck),
  retired: status('Retired', 'neutral', Archive),
  rejected: status('Rejected', 'negative', CircleX),
};

const phase: Readonly<Record<string, Status>> = {
  observe: status('Observe', 'neutral', Eye),
  shadow: status('Shadow', 'neutral', EyeOff),
  'hold-all': status('Hold all', 'warning', CirclePause),
  post: status('Post', 'positive', Send),
};

const check: Readonly<Record<string, Status>> = {
  open: status('Open', 'warning', CircleDashed),
  blocked: status('Blocked', 'negative', CircleAlert),
  prepared: status('Prepared', 'info', PencilLine),
  reviewed: status('Reviewed', 'info', Check),
  done: status('Done', 'positive', CircleCheck),
  'signed-off': status('Signed off', 'positive', CheckCheck),
  suspended: status('Suspended', 'warning', Diff),
  current: status('Current', 'positive', CircleCheck),
  superseded: status('Superseded', 'neutral', Archive),
  undone: status('Undone', 'neutral', Undo2),
};

const job: Readonly<Record<string, Status>> = {
  queued: status('Queued', 'neutral', Clock),
  running: status('Running', 'info', Loader),
  done: status('Done', 'positive', CircleCheck),
  failed: status('Failed', 'negative', CircleX),
  cancelled: status('Cancelled', 'neutral', CircleSlash),
};

const catalogue = {
  posting,
  severity,
  exception,
  break: breakClass,
  'break-state': breakState,
  match,
  period,
  connection,
  mapping,
  phase,
  check,
  job,
} as const;

/** What a state belongs to; the same word can mean different things of different things. */
export type StatusKind = keyof typeof catalogue;

/** How a state is said. One that this catalogue does not know is shown by its own name, and calmly. */
export function statusOf(kind: StatusKind, state: string): Status {
  return catalogue[kind][state] ?? status(state, 'neutral', CircleHelp);
}
