import { type Clock, toInstant } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type {
  Connection,
  Lane,
  PullFailure,
  PullPage,
  StreamCapability,
} from '../connectors/sdk/connector.ts';
import { money, type Money } from '../domain/money.ts';
import type { ConnectionRepository, CursorRow } from '../storage/repositories/connections.ts';
import { EntityRepository } from '../storage/repositories/entities.ts';
import type { Store } from '../storage/store.ts';
import type { Ingest, IngestFigures } from './ingest.ts';

export interface PullProgress {
  readonly connectionId: string;
  readonly stream: string;
  readonly pages: number;
  readonly records: number;
  readonly changed: number;
}

export interface PullReport {
  readonly connectionId: string;
  readonly stream: string;
  readonly figures: IngestFigures & { readonly pages: number };
  readonly failure: PullFailure | null;
}

export interface PullPorts {
  readonly store: Store;
  readonly connections: ConnectionRepository;
  readonly ingest: Ingest;
  readonly clock: Clock;
  readonly log: Log;
}

const nothing: IngestFigures & { pages: number } = {
  pages: 0,
  records: 0,
  changed: 0,
  duplicates: 0,
  quarantined: 0,
  parked: 0,
  superseded: 0,
  conflicts: 0,
};

export interface PullOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
}

/**
 * One run over a stream, page by page, in as many goes as one likes. Stopping it anywhere is safe: the cursor is committed
 * with the records that it covers.
 */
export class StreamWalk {
  readonly #ports: PullPorts;
  readonly #connection: Connection;
  readonly #stream: StreamCapability;
  readonly #options: PullOptions;
  readonly #connections: ConnectionRepository;
  readonly #runId: number;
  #figures = { ...nothing };
  #stand: CursorRow | null;

  constructor(ports: PullPorts, connection: Connection, stream: StreamCapability, options: PullOptions = {}) {
    this.#ports = ports;
    this.#connection = connection;
    this.#stream = stream;
    this.#options = options;
    this.#connections = ports.connections;
    this.#runId = this.#connections.startRun(connection.id, stream.name, toInstant(ports.clock.now()));
    this.#stand = this.#connections.cursor(connection.id, stream.name);
  }

  /** Goes on until the end, or through so many pages of history: then null, and there is more. What is live is never cut. */
  async advance(historyPagesMax: number): Promise<PullReport | null> {
    let ahead: ReturnType<Connection['pull']> | null = null;
    for (let pages = 0; ; pages += 1) {
      const lane = this.#stand?.is_caught_up ? 'live' : 'backfill';
      if (lane === 'backfill' && pages >= historyPagesMax) return null;
      const pulled = await (ahead ?? this.#pull(this.#stand?.cursor ?? null, lane));
      ahead = null;
      if (pulled.ok) {
        const page = pulled.value;
        const isCut = lane === 'backfill' && pages + 1 >= historyPagesMax;
        if (!page.isLast && !isCut) {
          ahead = this.#pullAhead(page.cursor, lane);
          // The request leaves before the thread is taken.
          await this.#ports.clock.sleep(0);
        }
        this.#take(page, lane);
        if (page.isLast) return this.#report(null);
      } else if (pulled.error.code === 'CURSOR_EXPIRED' && this.#stand?.cursor) {
        // The source's log no longer reaches back to where we stood. Whatever follows changes by that log is walked anew.
        this.#connections.forgetCursors(this.#connection.id, followersOf(this.#connection, this.#stream));
        this.#stand = null;
      } else {
        return this.end(pulled.error);
      }
    }
  }

  #pull(cursor: string | null, lane: Lane): ReturnType<Connection['pull']> {
    const { signal } = this.#options;
    return this.#connection.pull({ stream: this.#stream.name, cursor, lane, ...(signal ? { signal } : {}) });
  }

  /**
   * Asks for the next page before the present one is taken in, so that the vendor works while we do. It is only read ahead:
   * what is taken in, and where we stand, move page by page.
   */
  #pullAhead(cursor: string | null, lane: Lane): ReturnType<Connection['pull']> {
    const ahead = this.#pull(cursor, lane);
    // A bug in it is met when it is awaited; when taking the present page fails, nobody awaits it any more.
    ahead.catch(() => {});
    return ahead;
  }

  #take(page: PullPage, lane: Lane): void {
    const [connectionId, stream] = [this.#connection.id, this.#stream.name];
    const at = toInstant(this.#ports.clock.now());
    const next: CursorRow = {
      connection_id: connectionId,
      stream,
      cursor: page.cursor,
      lane: page.isLast ? 'live' : lane,
      is_caught_up: page.isLast ? 1 : (this.#stand?.is_caught_up ?? 0),
      advanced_at: at,
    };
    const figures = { ...this.#figures, pages: this.#figures.pages + 1 };
    this.#ports.ingest.page(this.#connection, page.records, (taken) => {
      for (const name of Object.keys(taken) as (keyof IngestFigures)[]) figures[name] += taken[name];
      this.#connections.saveCursor(next);
      if (page.isLast) this.#connections.endRun(this.#runId, at, figures, null);
    });
    this.#stand = next;
    this.#figures = figures;
    this.#options.onProgress?.({ connectionId, stream, ...figures });
  }

  /** Ends the run, where it stands or with what stopped it. */
  end(failure: PullFailure | null): PullReport {
    const at = toInstant(this.#ports.clock.now());
    this.#connections.endRun(this.#runId, at, this.#figures, failure && kept(failure));
    return this.#report(failure);
  }

  #report(failure: PullFailure | null): PullReport {
    const figures = { ...this.#figures };
    return { connectionId: this.#connection.id, stream: this.#stream.name, figures, failure };
  }
}

/** Records of every stream of a connection that it could not be read, and why: its account did not answer, or is another. */
export function recordUnread(ports: PullPorts, connection: Connection, failure: PullFailure): void {
  const { connections } = ports;
  const at = toInstant(ports.clock.now());
  for (const { name } of connection.capabilities.streams)
    connections.endRun(connections.startRun(connection.id, name, at), at, nothing, kept(failure));
}

/** A failure as a run keeps it. */
function kept({ code, message, retryAtMs }: PullFailure) {
  return { code, message, retryAt: retryAtMs === undefined ? null : toInstant(retryAtMs) };
}

/** The streams that learn of changes through the same log as this one. */
function followersOf(connection: Connection, stream: StreamCapability): readonly string[] {
  const { streams } = connection.capabilities;
  const followers =
    stream.incremental === 'events' ? streams.filter(({ incremental }) => incremental === 'events') : [];
  return [stream.name, ...followers.map(({ name }) => name)];
}

export interface Completeness {
  readonly connectionId: string;
  readonly stream: string;
  readonly isComplete: boolean;
  readonly source: { readonly count: number; readonly sums: readonly Money[] };
  readonly journal: { readonly count: number; readonly sums: readonly Money[] };
}

/** Compares what the source says a stream holds with what the journal holds: counts, and sums per currency. */
export async function checkCompleteness(
  ports: PullPorts,
  connection: Connection,
  stream: StreamCapability,
  signal?: AbortSignal,
): Promise<Completeness | PullFailure> {
  const totals = await connection.totals(stream.name, signal);
  if (!totals.ok) return totals.error;
  const entities = new EntityRepository(ports.store);
  const rows = stream.kinds.flatMap((kind) => entities.totals(connection.id, kind));
  const count = rows.reduce((sum, row) => sum + row.count, 0);
  const sums = sumsOf(rows);
  const source = { count: totals.value.count, sums: sumsOf(totals.value.sums.map(asRow)) };
  const isComplete = count === source.count && (source.sums.length === 0 || sameSums(sums, source.sums));
  const text = (amounts: readonly Money[]) =>
    JSON.stringify(amounts.map(({ currency, minor }) => [currency, `${minor}`]));
  ports.connections.saveCompleteness({
    connection_id: connection.id,
    stream: stream.name,
    checked_at: toInstant(ports.clock.now()),
    source_count: source.count,
    journal_count: count,
    source_sums: text(source.sums),
    journal_sums: text(sums),
    is_complete: isComplete ? 1 : 0,
  });
  return { connectionId: connection.id, stream: stream.name, isComplete, source, journal: { count, sums } };
}

interface SumRow {
  readonly currency: string | null;
  readonly total: number | null;
}

function asRow(amount: Money): SumRow {
  return { currency: amount.currency, total: Number(amount.minor) };
}

function sumsOf(rows: readonly SumRow[]): Money[] {
  const byCurrency = new Map<string, bigint>();
  for (const { currency, total } of rows) {
    if (currency !== null) byCurrency.set(currency, (byCurrency.get(currency) ?? 0n) + BigInt(total ?? 0));
  }
  return [...byCurrency]
    .filter(([, minor]) => minor !== 0n)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([currency, minor]) => money(minor, currency));
}

function sameSums(left: readonly Money[], right: readonly Money[]): boolean {
  return (
    left.length === right.length &&
    left.every(
      (amount, index) => amount.currency === right[index]?.currency && amount.minor === right[index]?.minor,
    )
  );
}
