import type { Connection, PullFailure, StreamCapability } from '../connectors/sdk/index.ts';
import { SyncRunRepository } from '../storage/repositories/sync-runs.ts';
import { type PullOptions, type PullPorts, type PullReport, StreamWalk } from '../sync/pull.ts';

/** Pages of history that are read again before decisions and postings have their turn. */
const historyPages = 20;

const stopped: PullFailure = {
  code: 'CANCELLED',
  message: 'stopped before its end; the next run goes on where it stands',
};

/**
 * Reads in rounds. Live streams are read to their end in each of them. History that is walked again, for example because
 * the source's log no longer reached back, takes a slice at a time after them: it never keeps what happens now waiting, and
 * always moves on. History that was never read is read whole at once: nothing is decided on half of it.
 */
export class PullRounds {
  readonly #ports: PullPorts;
  readonly #options: PullOptions;
  readonly #runs: SyncRunRepository;
  readonly #paused = new Map<string, StreamWalk>();

  constructor(ports: PullPorts, options: PullOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#runs = new SyncRunRepository(ports.store);
  }

  /** Whether history is left over that the next round goes on with. */
  get hasMore(): boolean {
    return this.#paused.size > 0;
  }

  /** One round over these connections, at the same time; what it reports are the streams that came to their end. */
  async round(connections: readonly Connection[]): Promise<PullReport[]> {
    // All come to their end before a bug met in one of them is raised: none goes on unobserved.
    const perConnection = await Promise.allSettled(connections.map((connection) => this.#read(connection)));
    return perConnection.flatMap((settled) => {
      if (settled.status === 'rejected') throw settled.reason;
      return settled.value;
    });
  }

  /** Ends what is paused, where it stands. */
  stop(): PullReport[] {
    const reports = [...this.#paused.values()].map((walk) => walk.end(stopped));
    this.#paused.clear();
    return reports;
  }

  async #read(connection: Connection): Promise<PullReport[]> {
    const reports: PullReport[] = [];
    for (const { stream, isKnown } of this.#inOrder(connection)) {
      if (this.#options.signal?.aborted) break;
      const key = `${connection.id}\n${stream.name}`;
      const walk = this.#paused.get(key) ?? new StreamWalk(this.#ports, connection, stream, this.#options);
      this.#paused.delete(key);
      const report = await walk.advance(isKnown ? historyPages : Number.POSITIVE_INFINITY);
      if (report) reports.push(report);
      else {
        this.#paused.set(key, walk);
        // The slice of this round is used up; what follows in the order is history as well.
        break;
      }
    }
    return reports;
  }

  /**
   * Live ones first, and among them first what could not be read last time: a budget that never reaches to the end of the
   * list then still reaches each of them. Before everything was read once, the connector's own order counts.
   */
  #inOrder(connection: Connection): { readonly stream: StreamCapability; readonly isKnown: boolean }[] {
    const runs = this.#runs;
    const { id, capabilities } = connection;
    const streams = capabilities.streams.map((stream) => ({
      stream,
      isKnown: runs.newestGoodAt(id, stream.name) !== null,
      rank: this.#rankOf(id, stream.name),
    }));
    const isFirstWalk = streams.some(({ isKnown }) => !isKnown);
    return isFirstWalk ? streams : streams.sort((one, other) => one.rank - other.rank);
  }

  #rankOf(connectionId: string, stream: string): number {
    if (this.#ports.connections.cursor(connectionId, stream)?.is_caught_up !== 1) return 2;
    const hasFailed = (this.#runs.newest(connectionId, stream)?.failure_code ?? null) !== null;
    return hasFailed ? 0 : 1;
  }
}
