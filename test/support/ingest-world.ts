import { openJournal } from '#core/app/open-journal.ts';
import { canonicalJson, type CanonicalValue } from '#core/base/canonical-json.ts';
import { ManualClock } from '#core/base/manual-clock.ts';
import { seededRandom } from '#core/base/random.ts';
import { err, ok } from '#core/base/result.ts';
import type { Connection, SourceRecord } from '#core/connectors/sdk/index.ts';
import type { Entity, Observation, Ordering } from '#core/domain/entity.ts';
import type { SystemRole } from '#core/domain/refs.ts';
import { fromWire } from '#core/domain/wire.ts';
import { ExceptionDesk } from '#core/exceptions/exception-desk.ts';
import { ExpectationDesk } from '#core/expectation/expectation-desk.ts';
import { ConnectionRepository } from '#core/storage/repositories/connections.ts';
import { WorkspaceRepository } from '#core/storage/repositories/workspace.ts';
import { openStore, type Store } from '#core/storage/store.ts';
import { PostingDesk } from '#core/sync/commands/posting-desk.ts';
import { Ingest } from '#core/sync/ingest.ts';
import { Books } from '#core/workflow/books.ts';
import type { MappingPort, PolicyPort } from '#core/workflow/ports.ts';
import { Workflow } from '#core/workflow/workflow.ts';

/** What a source says about one record, in the canonical words themselves. */
export interface Said {
  readonly connection: 'crm' | 'billing' | 'billing-acquired' | 'erp';
  readonly externalId: string;
  readonly entity: Entity;
  readonly ordering: Ordering;
  readonly effectiveOn: string;
}

function recordOf(said: Said): SourceRecord {
  const { externalId, entity, ordering, effectiveOn } = said;
  const body = canonicalJson({ entity, ordering, effectiveOn } as unknown as CanonicalValue);
  return { stream: entity.kind, externalId, body };
}

/** A source whose records are observations already: all that is under test is what becomes of their order. */
function plainConnection(id: string, role: SystemRole): Connection {
  const never = () => Promise.reject(new Error(`${id} is not asked for anything`));
  return {
    id,
    capabilities: { vendor: 'plain', role, apiVersion: '1', streams: [], commands: [], eventLogDays: null },
    searchLagMs: 0,
    identify: never,
    pull: never,
    fetch: never,
    totals: never,
    send: never,
    lookUp: never,
    close: () => Promise.resolve(),
    prepare: (command) =>
      // Like the real one: money goes out against something, never for nothing.
      command.type === 'refund.post' && command.applications.length === 0
        ? err({ code: 'APPLICATION_MISSING', message: 'a refund settles a credit memo' })
        : ok(canonicalJson(command as unknown as CanonicalValue)),
    translate(record) {
      const said = fromWire<Omit<Said, 'externalId'>>(JSON.parse(record.body));
      if (!('entity' in said)) return err({ code: 'RECORD_INVALID', message: 'no entity' } as never);
      const observation: Observation = { ...said, externalId: record.externalId };
      return ok([observation]);
    },
  };
}

const everythingMapped: MappingPort = {
  resolve: ({ type, key }) =>
    type === 'customer'
      ? { kind: 'missing' }
      : {
          kind: 'found',
          target: new Proxy({}, { get: () => `${type} ${key}` }),
          mappingId: `map ${type} ${key}`,
          version: 1,
          isFallback: false,
        },
};

const everythingAllowed: PolicyPort = {
  phase: () => 'post',
  holdReasons: () => [],
  periodState: () => 'open',
  closedPeriodRule: () => 'hold',
  earliestOpenDay: () => null,
  goLiveOn: () => null,
};

/** Ingest and workflow over real SQLite in memory, with mapping and policy out of the way and an ERP that takes everything. */
export function openIngestWorld() {
  const opened = openStore(':memory:');
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  const clock = new ManualClock(Date.parse('2026-10-05T08:00:00.000Z'));
  new WorkspaceRepository(store).create('ws', '2026-10-05T08:00:00.000Z', '{}');
  const holder = { name: 'test', processId: 1, since: '2026-10-05T08:00:00.000Z' };
  const shared = openJournal(store, clock, holder, seededRandom('ingest world'));
  const { journal, recorder } = shared;
  const connections = {
    crm: plainConnection('crm', 'crm'),
    billing: plainConnection('billing', 'billing'),
    'billing-acquired': plainConnection('billing-acquired', 'billing'),
    erp: plainConnection('erp', 'erp'),
  };
  saveConnections(store, Object.values(connections));
  const desk = new PostingDesk({
    ...shared,
    workspaceId: 'ws',
    connection: (id) => connections[id as keyof typeof connections],
  });
  const exceptions = new ExceptionDesk(shared);
  const books = new Books({
    store,
    clock,
    workspaceId: 'ws',
    mapping: everythingMapped,
    policy: everythingAllowed,
    roles: { crm: 'crm', billing: 'billing', 'billing-acquired': 'billing', erp: 'erp' },
  });
  const ingest = new Ingest(shared);
  const workflow = new Workflow({
    store,
    books,
    desk,
    exceptions,
    expectations: new ExpectationDesk(shared),
    countFallback: () => {},
  });
  const send = (): number => {
    const approved = desk.postings.inState('APPROVED');
    for (const posting of approved) {
      desk.record(posting, 'sending', { attempt: 1, notBeforeMs: 0 }, 'test');
      const from = books.entities.get(posting.subjectId)?.connectionId ?? '';
      const suffix = from === 'billing' ? '' : ` of ${from}`;
      const documentId = `erp ${posting.commandType} ${posting.sourceReference}${suffix}`;
      desk.record(posting, 'posted', { documentId, via: 'response' }, 'test');
    }
    return approved.length;
  };
  return {
    store,
    journal,
    recorder,
    books,
    desk,
    exceptions,
    take: (...said: readonly Said[]) =>
      said.map((one) => ingest.page(connections[one.connection], [recordOf(one)], () => {})),
    /** Decides and posts until nothing moves. */
    settle(): void {
      do workflow.run();
      while (send() > 0);
    },
    close: () => store.close(),
  };
}

function saveConnections(store: Store, connections: readonly Connection[]): void {
  const rows = new ConnectionRepository(store);
  for (const { id, capabilities } of connections) {
    rows.save({
      id,
      vendor: capabilities.vendor,
      role: capabilities.role,
      settings: '{}',
      environment: 'sandbox',
      api_version: capabilities.apiVersion,
    });
  }
}

export type IngestWorld = ReturnType<typeof openIngestWorld>;

/** Every order of the items, in the same order each time. */
export function* permutationsOf<T>(items: readonly T[]): Generator<T[]> {
  if (items.length <= 1) {
    yield [...items];
    return;
  }
  for (const [index, first] of items.entries()) {
    const others = [...items.slice(0, index), ...items.slice(index + 1)];
    for (const rest of permutationsOf(others)) yield [first, ...rest];
  }
}
