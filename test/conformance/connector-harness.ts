import type { ManualClock } from '#core/base/manual-clock.ts';
import type {
  Connection,
  Connector,
  LookUpOutcome,
  QuarantineCode,
  SendOutcome,
} from '#core/connectors/sdk/index.ts';
import type { Command } from '#core/domain/command.ts';
import type { Entity } from '#core/domain/entity.ts';
import type { CommitLog } from '#core/sandbox/kit/commit-log.ts';
import type { FaultPorts, FaultRule } from '#core/sandbox/kit/faults.ts';
import type { RequestLog } from '#core/sandbox/kit/request-log.ts';

export interface WorldOptions {
  /** Documents in `stream` at the start; several share a change stamp. */
  readonly documentCount?: number;
  readonly pageSize?: number;
  /** Time until the vendor's search shows a commit, where the vendor has such a lag. */
  readonly searchLagMs?: number;
}

/** One vendor organisation behind a real loopback server, with hands in it that no API sees. */
export interface VendorWorld {
  readonly clock: ManualClock;
  readonly faults: FaultPorts;
  readonly requests: RequestLog;
  readonly commits: () => CommitLog;
  readonly accountId: string;
  /** A connection of its own: own governor, own token, own sockets. Closed with the world. */
  connect(settings?: Readonly<Record<string, unknown>>): Connection;
  /** What `stream` really holds now: id to the text that `digest` gives for it. */
  truth(): ReadonlyMap<string, string>;
  /** Creates a document by hand. */
  insert(): void;
  /** Changes one document by hand. */
  update(externalId: string): void;
  /** Deletes one document by hand; absent where the vendor deletes nothing of this stream. */
  remove?(externalId: string): void;
  /** Makes every access token worthless. */
  revokeTokens(): void;
  /** From now on the credentials are refused. */
  refuseCredentials(): void;
  /** Stops listening, so that connecting is refused. */
  stopListening(): Promise<void>;
  close(): Promise<void>;
}

export interface Drift {
  readonly name: string;
  /** Changes the verbatim text of a record of `stream`; the texts it looks for must be there. */
  readonly change: (body: string) => string;
  /** Null: taken as before. */
  readonly quarantine: { readonly code: QuarantineCode; readonly where: string } | null;
}

/** What the cases must know of a vendor. Everything else they find out through the connector. */
export interface VendorHarness {
  readonly vendor: string;
  readonly connector: Connector;
  start(options?: WorldOptions): Promise<VendorWorld>;
  /** Name of the stream the paging cases walk. */
  readonly stream: string;
  /** Stream that tells deletions of it, or all its changes; null where the records themselves say so. */
  readonly deletionStream: string | null;
  /** The comparable text of an entity of `stream`. */
  readonly digest: (entity: Entity) => string;
  /** Path of the token endpoint, or null for a vendor with fixed keys. */
  readonly tokenPath: string | null;
  /** How a read is recognised by the fault ports. */
  readonly readPathPattern: string;
  /** A page of `stream` that promises more and holds nothing. */
  readonly emptyPageWithMore: Extract<FaultRule['action'], object>;
  readonly drifts: readonly Drift[];
  /** Commands that can be sent to a fresh world, each creating one document or changing one record. */
  readonly commands: readonly {
    readonly name: string;
    readonly make: (world: VendorWorld, number: number) => Command;
    /** What `prepare` must refuse, made from it. */
    readonly spoil: (command: Command) => Command;
  }[];
  /** Commits of commands by their external id (or what the vendor has instead). */
  readonly commitsOf: (world: VendorWorld, externalId: string) => number;
  /** What the vendor may say where two faults look alike to it, by fault name; else the general table holds. */
  readonly sendExceptions?: Readonly<Record<string, readonly SendOutcome['kind'][]>>;
  readonly lookUpExceptions?: Readonly<Record<string, readonly LookUpOutcome['kind'][]>>;
}
