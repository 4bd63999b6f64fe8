import type { Clock } from '#core/base/clock.ts';
import type { Log } from '#core/base/log.ts';
import type { Failure, Result } from '#core/base/result.ts';
import type { Command, CommandType } from '#core/domain/command.ts';
import type { Day } from '#core/domain/day.ts';
import type { EntityKind, Observation, Ordering } from '#core/domain/entity.ts';
import type { Money } from '#core/domain/money.ts';
import type { ConnectionId, ExternalId, SystemRole } from '#core/domain/refs.ts';
import type { RateGovernor } from './rate-governor.ts';
import type { ConnectionObserver } from './request-observer.ts';

/** Opaque position in a stream; only the connector that made it can read it. */
export type Cursor = string;

/** The live lane follows changes; the backfill lane walks history and yields to it. */
export type Lane = 'live' | 'backfill';

export interface StreamCapability {
  readonly name: string;
  readonly kinds: readonly EntityKind[];
  /** How changes are found: a feed of events, a modified-since query, or re-reading everything. */
  readonly incremental: 'events' | 'modified-since' | 'full';
  /** Whether the source can count (and sum) the stream for the completeness check. */
  readonly hasTotals: boolean;
}

export interface Capabilities {
  readonly vendor: string;
  readonly role: SystemRole;
  readonly apiVersion: string;
  readonly streams: readonly StreamCapability[];
  readonly commands: readonly CommandType[];
  /** How long the source's own event log reaches back; null where it has none. */
  readonly eventLogDays: number | null;
}

/** A record as the vendor sent it. `body` is the vendor's JSON text of this one record, verbatim. */
export interface SourceRecord {
  readonly stream: string;
  readonly externalId: ExternalId;
  readonly body: string;
}

export interface PullRequest {
  readonly stream: string;
  readonly cursor: Cursor | null;
  readonly lane: Lane;
  readonly signal?: AbortSignal;
}

export interface PullPage {
  readonly records: readonly SourceRecord[];
  /** Where to go on. Committed together with the records of this page. */
  readonly cursor: Cursor;
  /** Nothing more at this moment; the cursor is where the next run starts. */
  readonly isLast: boolean;
}

/** What the source itself says the stream holds, for the completeness check; sums per currency of document totals. */
export interface StreamTotals {
  readonly count: number;
  readonly sums: readonly Money[];
  /** The same, split the way the source can (NetSuite: by document type), where it can. */
  readonly groups?: readonly { readonly name: string; readonly count: number; readonly sum: Money | null }[];
}

/** The source says that a record is gone and shows nothing more of it: the last state known stands, marked deleted. */
export interface Deletion {
  readonly kind: EntityKind;
  readonly externalId: ExternalId;
  readonly ordering: Ordering;
  readonly effectiveOn: Day;
}

export type PullFailureCode =
  | 'RATE_LIMITED'
  | 'MAINTENANCE'
  | 'UNREACHABLE'
  | 'TIMED_OUT'
  | 'AUTHENTICATION_REFUSED'
  | 'PERMISSION_DENIED'
  | 'CURSOR_EXPIRED'
  | 'API_VERSION_RETIRED'
  | 'RESPONSE_INVALID'
  | 'NOT_ADVANCING'
  | 'CANCELLED';

/** Technical trouble with a vendor: never a business exception, never a dead letter. */
export interface PullFailure extends Failure<PullFailureCode> {
  /** Not before this instant on the clock port, where the vendor said so. */
  readonly retryAtMs?: number;
}

export type QuarantineCode = 'SHAPE_UNKNOWN' | 'VALUE_INVALID' | 'MONEY_INVALID';

/** A record that cannot be read: kept with its bytes, never coerced; `where` is the JSON path. */
export interface Quarantine extends Failure<QuarantineCode> {
  readonly expected?: string;
  readonly found?: string;
}

/** The exact request that will be sent: a canonical JSON text of method, path and body. Its hash is what is approved. */
export type CommandPayload = string;

export interface SendContext {
  readonly externalId: string;
  readonly attempt: number;
  readonly signal?: AbortSignal;
}

export type RejectionCode =
  | 'PERIOD_CLOSED'
  | 'REFERENCE_INVALID'
  | 'CUSTOMER_INVALID'
  | 'CURRENCY_INVALID'
  | 'TAX_INVALID'
  | 'AMOUNT_INVALID'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'PERMISSION_DENIED'
  | 'VALIDATION_FAILED';

export type NotSentReason =
  | 'UNREACHABLE'
  | 'RATE_LIMITED'
  | 'MAINTENANCE'
  | 'AUTHENTICATION_REFUSED'
  | 'CANCELLED';

/** What became of one attempt. `unknown` is never "failed": look up before anything else. */
export type SendOutcome =
  | { readonly kind: 'committed'; readonly documentId: ExternalId }
  | {
      readonly kind: 'rejected';
      readonly code: RejectionCode;
      readonly message: string;
      readonly where?: string;
    }
  | { readonly kind: 'unknown'; readonly reason: string }
  | {
      readonly kind: 'not-sent';
      readonly reason: NotSentReason;
      readonly message: string;
      readonly retryAtMs?: number;
    };

export interface FoundDocument {
  readonly documentId: ExternalId;
  readonly total: Money | null;
  readonly isVoid: boolean;
}

/** What the vendor holds under our external id. Anything but a clear answer is `failed`, and the posting stays unknown. */
export type LookUpOutcome =
  | { readonly kind: 'found'; readonly document: FoundDocument }
  | { readonly kind: 'absent' }
  | { readonly kind: 'several'; readonly documents: readonly FoundDocument[] }
  | { readonly kind: 'failed'; readonly failure: PullFailure };

export interface Account {
  /** The vendor's own id of the organisation, to which a workspace is bound. */
  readonly accountId: string;
  readonly environment: 'production' | 'sandbox';
}

export interface ConnectionPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly governor: RateGovernor;
  readonly observer?: ConnectionObserver | undefined;
  /** Reads a secret by name from the keystore at the moment of use; it is never kept in configuration. */
  readonly secret: (name: string) => Promise<string>;
}

export interface Connection {
  readonly id: ConnectionId;
  readonly capabilities: Capabilities;
  /** Longest time between a commit at the vendor and its look-up finding it. */
  readonly searchLagMs: number;
  identify(signal?: AbortSignal): Promise<Result<Account, PullFailure>>;
  pull(request: PullRequest): Promise<Result<PullPage, PullFailure>>;
  /** Fetches one record now: what a notification asks for. Null when the vendor says that it is gone. */
  fetch(
    stream: string,
    externalId: ExternalId,
    signal?: AbortSignal,
  ): Promise<Result<SourceRecord | null, PullFailure>>;
  totals(stream: string, signal?: AbortSignal): Promise<Result<StreamTotals, PullFailure>>;
  /** Pure: the same record always gives the same observations. One record may hold several entities. */
  translate(record: SourceRecord): Result<readonly Observation[], Quarantine>;
  /**
   * Pure: what a record of a stream like NetSuite's `deletions` says is gone. Where a source shows the deleted record
   * itself, `translate` gives it with `isDeleted` and this is absent or empty.
   */
  translateDeletions?(record: SourceRecord): Result<readonly Deletion[], Quarantine>;
  /** Pure: the exact bytes for a command, or what is wrong with it. `preparedOn` only where the vendor wants a date. */
  prepare(command: Command, externalId: string, preparedOn: Day): Result<CommandPayload, Failure>;
  send(payload: CommandPayload, context: SendContext): Promise<SendOutcome>;
  lookUp(payload: CommandPayload, context: SendContext): Promise<LookUpOutcome>;
  close(): Promise<void>;
}

/** Code for one vendor's API. `settings` come from the workspace's configuration file and hold no secret. */
export interface Connector {
  readonly capabilities: Capabilities;
  parseSettings(settings: unknown): Result<ConnectorSettings, readonly Failure[]>;
  connect(id: ConnectionId, settings: ConnectorSettings, ports: ConnectionPorts): Connection;
}

export interface ConnectorSettings {
  readonly baseUrl: string;
  readonly environment: 'production' | 'sandbox';
  readonly [key: string]: unknown;
}
