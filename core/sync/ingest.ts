import { hash } from 'node:crypto';
import { canonicalJson, type CanonicalValue } from '../base/canonical-json.ts';
import { type Clock, toInstant } from '../base/clock.ts';
import type { Ids } from '../base/ids.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Connection, Deletion, Quarantine, SourceRecord } from '../connectors/sdk/connector.ts';
import { nameChange } from '../domain/entity-change.ts';
import type { Entity, Observation } from '../domain/entity.ts';
import type { Lineage } from '../domain/refs.ts';
import { fromWire } from '../domain/wire.ts';
import { sha256 } from '../journal/digest.ts';
import type { EventDraft } from '../journal/event.ts';
import type { Recorder } from '../journal/projection.ts';
import { EntityRepository, type StoredEntity } from '../storage/repositories/entities.ts';
import { ObservationRepository } from '../storage/repositories/observations.ts';
import { SourceRecordRepository } from '../storage/repositories/source-records.ts';
import type { Store } from '../storage/store.ts';
import { placeInOrder } from './ordering.ts';

export interface IngestFigures {
  readonly records: number;
  readonly changed: number;
  readonly duplicates: number;
  readonly quarantined: number;
  readonly parked: number;
  readonly superseded: number;
  readonly conflicts: number;
}

export interface IngestPorts {
  readonly store: Store;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly ids: Ids;
}

type Figures = { -readonly [Name in keyof IngestFigures]: number };

const actor = 'tieout:sync';

/** Takes vendors' records in: bytes kept, meaning translated, facts journalled; unchanged records leave no trace. */
export class Ingest {
  readonly #ports: IngestPorts;
  readonly #sourceRecords: SourceRecordRepository;
  readonly #entities: EntityRepository;
  readonly #observations: ObservationRepository;

  constructor(ports: IngestPorts) {
    this.#ports = ports;
    this.#sourceRecords = new SourceRecordRepository(ports.store);
    this.#entities = new EntityRepository(ports.store);
    this.#observations = new ObservationRepository(ports.store);
  }

  /**
   * One page in one transaction, `commitCursor` included: after a crash either the page and its cursor are there or
   * neither is.
   */
  page(
    connection: Connection,
    records: readonly SourceRecord[],
    commitCursor: (taken: IngestFigures) => void,
  ): IngestFigures {
    return this.#ports.store.transact(() => {
      const figures: Figures = {
        records: records.length,
        changed: 0,
        duplicates: 0,
        quarantined: 0,
        parked: 0,
        superseded: 0,
        conflicts: 0,
      };
      for (const record of records) this.#record(connection, record, figures);
      commitCursor(figures);
      this.#ports.store.reached('W05');
      return figures;
    });
  }

  #record(connection: Connection, record: SourceRecord, figures: Figures): void {
    const contentHash = hash('sha256', record.body, 'buffer');
    const known = this.#sourceRecords.latestHash(connection.id, record.stream, record.externalId);
    if (known?.equals(contentHash)) {
      figures.duplicates += 1;
      return;
    }
    const translated = read(connection, record);
    const sourceRecordId = this.#sourceRecords.insert({
      connectionId: connection.id,
      stream: record.stream,
      externalId: record.externalId,
      contentHash,
      apiVersion: connection.capabilities.apiVersion,
      receivedAt: toInstant(this.#ports.clock.now()),
      body: record.body,
      quarantine: translated.ok ? null : JSON.stringify(translated.error),
    });
    this.#ports.store.reached('W01');
    if (!translated.ok) {
      figures.quarantined += 1;
      this.#quarantine(connection, record, translated.error, sourceRecordId);
      return;
    }
    const before = figures.changed;
    for (const observation of translated.value.observations) {
      const lineage: Lineage = {
        connectionId: connection.id,
        stream: record.stream,
        externalId: observation.externalId,
        contentHash: contentHash.toString('hex'),
      };
      this.#observe(observation, lineage, figures);
    }
    this.#delete(connection, record, translated.value.deletions, contentHash, figures);
    if (figures.changed === before) figures.duplicates += 1;
  }

  /** What the source says is gone: the last state known stands, marked deleted. What we never saw leaves no trace. */
  #delete(
    connection: Connection,
    record: SourceRecord,
    deletions: readonly Deletion[],
    contentHash: Buffer,
    figures: Figures,
  ): void {
    for (const deletion of deletions) {
      const existing = this.#entities.find(connection.id, deletion.kind, deletion.externalId);
      if (!existing || existing.isDeleted) continue;
      const lineage = {
        connectionId: connection.id,
        stream: record.stream,
        externalId: deletion.externalId,
        contentHash: contentHash.toString('hex'),
      };
      const observation: Observation = { ...deletion, entity: existing.entity, isDeleted: true };
      this.#observe(observation, lineage, figures);
    }
  }

  #observe(observation: Observation, lineage: Lineage, figures: Figures): void {
    const existing = this.#entities.find(
      lineage.connectionId,
      observation.entity.kind,
      observation.externalId,
    );
    const contentHash = contentHashOf(observation);
    const place = placeInOrder(observation.ordering, existing, contentHash);
    switch (place.kind) {
      case 'unchanged':
        return;
      case 'superseded':
        figures.superseded += 1;
        this.#ports.recorder.recordAll([
          this.#setAside('superseded', observation, lineage, existing, place.reason),
        ]);
        return;
      case 'conflict':
        figures.conflicts += 1;
        this.#ports.recorder.recordAll([
          this.#setAside('conflicted', observation, lineage, existing, place.reason),
        ]);
        return;
      case 'parked':
        figures.parked += 1;
        this.#ports.recorder.recordAll([
          this.#setAside('parked', observation, lineage, existing, place.reason),
        ]);
        return;
      case 'applied':
        figures.changed += 1;
        this.#apply(observation, lineage, existing, contentHash);
        this.#unparkNext(observation, lineage, figures);
    }
  }

  #apply(
    observation: Observation,
    lineage: Lineage,
    existing: StoredEntity | null,
    contentHash: string,
  ): void {
    const id = existing?.id ?? this.#ports.ids.next(prefixOf(observation.entity));
    const version = (existing?.version ?? 0) + 1;
    const { entity } = observation;
    this.#ports.recorder.recordAll([
      {
        type: nameChange(existing?.entity ?? null, entity, observation.isDeleted ?? false),
        aggregateId: id,
        aggregateVersion: version,
        idempotencyKey: `${id}/${version}`,
        correlationId: id,
        actor,
        source: lineage,
        effectiveOn: observation.effectiveOn,
        legalEntity: 'legalEntity' in entity ? (entity.legalEntity ?? null) : null,
        payload: {
          contentHash,
          recorded: {
            effectiveOn: observation.effectiveOn,
            entity: entity as unknown as CanonicalValue,
            id,
            isDeleted: observation.isDeleted ?? false,
            lineage: lineage as unknown as CanonicalValue,
            ordering: observation.ordering as unknown as CanonicalValue,
            version,
          },
        },
      },
    ]);
  }

  /** A later version that waited for the one just applied is applied now. */
  #unparkNext(observation: Observation, lineage: Lineage, figures: Figures): void {
    if (observation.ordering.by !== 'sequence') return;
    const next = observation.ordering.version + 1;
    const waitingId = waitingIdOf(lineage, observation.entity);
    const parked = this.#observations.parked(waitingId, next);
    if (!parked) return;
    const held = fromWire<{ observation: Observation; lineage: Lineage }>(JSON.parse(parked.body));
    const aggregateId = `${waitingId}#order`;
    const version = this.#ports.recorder.journal.nextVersion(aggregateId);
    this.#ports.recorder.recordAll([
      {
        type: 'observation.unparked',
        aggregateId,
        aggregateVersion: version,
        idempotencyKey: `${aggregateId}/${version}`,
        correlationId: waitingId,
        actor,
        effectiveOn: held.observation.effectiveOn,
        payload: { entityId: waitingId, sourceVersion: next },
      },
    ]);
    this.#observe(held.observation, held.lineage, figures);
  }

  #setAside(
    what: 'parked' | 'superseded' | 'conflicted',
    observation: Observation,
    lineage: Lineage,
    existing: StoredEntity | null,
    reason: string,
  ): EventDraft {
    const entityId =
      what === 'parked'
        ? waitingIdOf(lineage, observation.entity)
        : (existing?.id ?? waitingIdOf(lineage, observation.entity));
    const aggregateId = `${entityId}#order`;
    const version = this.#ports.recorder.journal.nextVersion(aggregateId);
    return {
      type: `observation.${what}`,
      aggregateId,
      aggregateVersion: version,
      idempotencyKey: `${aggregateId}/${version}`,
      correlationId: entityId,
      actor,
      source: lineage,
      effectiveOn: observation.effectiveOn,
      payload: {
        entityId,
        reason,
        sourceVersion: observation.ordering.by === 'sequence' ? observation.ordering.version : undefined,
        observation: {
          observation: observation as unknown as CanonicalValue,
          lineage: lineage as unknown as CanonicalValue,
        },
        applied: existing ? (existing.entity as unknown as CanonicalValue) : null,
      },
    };
  }

  #quarantine(
    connection: Connection,
    record: SourceRecord,
    quarantine: Quarantine,
    sourceRecordId: number,
  ): void {
    const aggregateId = `record:${connection.id}/${record.stream}/${record.externalId}`;
    const version = this.#ports.recorder.journal.nextVersion(aggregateId);
    this.#ports.recorder.recordAll([
      {
        type: 'record.quarantined',
        aggregateId,
        aggregateVersion: version,
        idempotencyKey: `${aggregateId}/${version}`,
        correlationId: aggregateId,
        actor,
        effectiveOn: toInstant(this.#ports.clock.now()).slice(0, 10),
        payload: {
          connectionId: connection.id,
          stream: record.stream,
          externalId: record.externalId,
          sourceRecordId,
          code: quarantine.code,
          message: quarantine.message,
          where: quarantine.where,
          expected: quarantine.expected,
          found: quarantine.found,
        },
      },
    ]);
  }
}

interface Reading {
  readonly observations: readonly Observation[];
  readonly deletions: readonly Deletion[];
}

function read(connection: Connection, record: SourceRecord): Result<Reading, Quarantine> {
  try {
    const observations = connection.translate(record);
    if (!observations.ok) return observations;
    const deletions = connection.translateDeletions?.(record) ?? ok([]);
    if (!deletions.ok) return deletions;
    return ok({ observations: observations.value, deletions: deletions.value });
  } catch (cause) {
    // A record that the connector's code breaks on is set aside like any other it cannot read: the next one goes on.
    const message = cause instanceof Error ? cause.message : String(cause);
    return err({
      code: 'SHAPE_UNKNOWN',
      message: `the connector failed on this record: ${message}`,
      where: '$',
      expected: 'a record that the connector can read',
      found: 'one that it breaks on',
    });
  }
}

/** What an observation says, without when we saw it: equal hashes mean that nothing changed. */
function contentHashOf(observation: Observation): string {
  return sha256(
    canonicalJson({
      entity: observation.entity as unknown as CanonicalValue,
      isDeleted: observation.isDeleted ?? false,
      version: observation.ordering.by === 'sequence' ? observation.ordering.version : null,
    }),
  );
}

/** A parked version may come before the entity exists, so it waits under the source's own name for it. */
function waitingIdOf(lineage: Lineage, entity: Entity): string {
  return `${lineage.connectionId}/${entity.kind}/${lineage.externalId}`;
}

const prefixes: Readonly<Record<Entity['kind'], string>> = {
  customer: 'cus',
  product: 'prd',
  'price-book': 'pbk',
  opportunity: 'opp',
  order: 'ord',
  subscription: 'sub',
  'usage-summary': 'usg',
  invoice: 'inv',
  'credit-note': 'crn',
  payment: 'pay',
  refund: 'rfd',
  'ledger-document': 'led',
  'accounting-period': 'per',
  subsidiary: 'sbd',
  'ledger-reference': 'ref',
};

function prefixOf(entity: Entity): string {
  return prefixes[entity.kind];
}
