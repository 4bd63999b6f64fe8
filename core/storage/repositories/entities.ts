import { canonicalJson, type CanonicalValue } from '#core/base/canonical-json.ts';
import type { EntityKind, EntityOf, Ordering, RecordedEntity } from '#core/domain/entity.ts';
import { summarise } from '#core/domain/entity-summary.ts';
import { fromWire } from '#core/domain/wire.ts';
import type { Store } from '../store.ts';

export interface EntityRow {
  readonly id: string;
  readonly connection_id: string;
  readonly kind: EntityKind;
  readonly external_id: string;
  readonly version: number;
  readonly seq: number;
  readonly ordering: string;
  readonly content_hash: string;
  readonly is_deleted: number;
  readonly effective_on: string;
  readonly body: string;
}

/** A projected entity, with the connection it was read from and where it stands in the journal. */
export interface StoredEntity<Kind extends EntityKind = EntityKind> {
  readonly id: string;
  readonly connectionId: string;
  readonly kind: Kind;
  readonly externalId: string;
  readonly version: number;
  readonly seq: number;
  readonly ordering: Ordering;
  readonly contentHash: string;
  readonly isDeleted: boolean;
  readonly effectiveOn: string;
  readonly entity: EntityOf<Kind>;
}

/** A stored entity of any kind; its `kind` tells which. */
export type AnyStoredEntity = { [Kind in EntityKind]: StoredEntity<Kind> }[EntityKind];

const columns =
  'id, connection_id, kind, external_id, version, seq, ordering, content_hash, is_deleted, effective_on, body';

/** Reads and writes the projection of what the systems say. */
export class EntityRepository {
  readonly #statements;

  constructor(store: Store) {
    const { sqlite } = store;
    const select = (where: string) =>
      sqlite.prepare<unknown[], EntityRow>(`SELECT ${columns} FROM entities WHERE ${where}`);
    this.#statements = {
      byExternalId: select('connection_id = ? AND kind = ? AND external_id = ?'),
      byId: select('id = ?'),
      byKind: select('kind = ? AND is_deleted = 0 ORDER BY id'),
      byNumber: select('number = +? ORDER BY id'),
      byContract: select('contract_number = +? AND kind = +? AND is_deleted = 0 ORDER BY id'),
      byParent: select('parent_external_id = +? AND kind = +? AND is_deleted = 0 ORDER BY id'),
      byAnyExternalId: select('external_id = +? ORDER BY kind, connection_id'),
      byKindAndDay: select('kind = ? AND happened_on >= ? AND happened_on <= ? ORDER BY id'),
      newestOfKind: select('kind = ? AND is_deleted = 0 ORDER BY happened_on DESC, id DESC LIMIT ?'),
      byCustomer: select('kind = +? AND customer_external_id = +? AND is_deleted = 0 ORDER BY id'),
      idByExternalId: sqlite
        .prepare<[string, string, string], string>(
          'SELECT id FROM entities WHERE connection_id = ? AND kind = ? AND external_id = ?',
        )
        .pluck(),
      idsByContract: sqlite
        .prepare<[string, string], string>(
          'SELECT id FROM entities WHERE contract_number = +? AND kind = +? AND is_deleted = 0 ORDER BY id',
        )
        .pluck(),
      idsByParent: sqlite
        .prepare<[string, string], string>(
          'SELECT id FROM entities WHERE parent_external_id = +? AND kind = +? AND is_deleted = 0 ORDER BY id',
        )
        .pluck(),
      named: sqlite.prepare<[string, string], { readonly id: string; readonly kind: EntityKind }>(
        `SELECT id, kind FROM entities WHERE number = +?
         UNION SELECT id, kind FROM entities WHERE external_id = +? ORDER BY id`,
      ),
      upsert: sqlite.prepare(
        `INSERT INTO entities (${columns}, legal_entity, customer_external_id, parent_external_id, number, contract_number,
           status, currency, amount_minor, open_minor, happened_on)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, seq = excluded.seq, ordering = excluded.ordering,
           content_hash = excluded.content_hash, is_deleted = excluded.is_deleted, effective_on = excluded.effective_on,
           body = excluded.body, legal_entity = excluded.legal_entity, customer_external_id = excluded.customer_external_id,
           parent_external_id = excluded.parent_external_id, number = excluded.number,
           contract_number = excluded.contract_number, status = excluded.status, currency = excluded.currency,
           amount_minor = excluded.amount_minor, open_minor = excluded.open_minor, happened_on = excluded.happened_on`,
      ),
      totals: sqlite.prepare<
        [string, string],
        { currency: string | null; count: number; total: number | null }
      >(
        `SELECT currency, count(*) AS count, sum(amount_minor) AS total FROM entities
         WHERE connection_id = ? AND kind = ? AND is_deleted = 0 GROUP BY currency`,
      ),
    };
  }

  find<Kind extends EntityKind>(
    connectionId: string,
    kind: Kind,
    externalId: string,
  ): StoredEntity<Kind> | null {
    return this.#one<Kind>(this.#statements.byExternalId.get(connectionId, kind, externalId));
  }

  get(id: string): AnyStoredEntity | null {
    return this.#one(this.#statements.byId.get(id)) as AnyStoredEntity | null;
  }

  /** The id alone, without reading what the entity says. */
  idOf(connectionId: string, kind: EntityKind, externalId: string): string | null {
    return this.#statements.idByExternalId.get(connectionId, kind, externalId) ?? null;
  }

  idsOfContract(contractNumber: string, kind: EntityKind): string[] {
    return this.#statements.idsByContract.all(contractNumber, kind);
  }

  childIdsOf(parentExternalId: string, kind: EntityKind): string[] {
    return this.#statements.idsByParent.all(parentExternalId, kind);
  }

  /** Whatever carries this as its human number or its external id. */
  named(numberOrExternalId: string): { readonly id: string; readonly kind: EntityKind }[] {
    return this.#statements.named.all(numberOrExternalId, numberOrExternalId);
  }

  ofKind<Kind extends EntityKind>(kind: Kind): StoredEntity<Kind>[] {
    return this.#statements.byKind.all(kind).map((row) => parse<Kind>(row));
  }

  /** So many of a kind whose own day is the latest, the newest first. */
  newestOfKind<Kind extends EntityKind>(kind: Kind, limit: number): StoredEntity<Kind>[] {
    return this.#statements.newestOfKind.all(kind, limit).map((row) => parse<Kind>(row));
  }

  /** Everything that carries this human number: an invoice, its ERP document by reference, an order … */
  numbered(number: string): AnyStoredEntity[] {
    return this.#statements.byNumber.all(number).map((row) => parse(row) as AnyStoredEntity);
  }

  ofContract<Kind extends EntityKind>(contractNumber: string, kind: Kind): StoredEntity<Kind>[] {
    return this.#statements.byContract.all(contractNumber, kind).map((row) => parse<Kind>(row));
  }

  childrenOf<Kind extends EntityKind>(parentExternalId: string, kind: Kind): StoredEntity<Kind>[] {
    return this.#statements.byParent.all(parentExternalId, kind).map((row) => parse<Kind>(row));
  }

  withExternalId(externalId: string): AnyStoredEntity[] {
    return this.#statements.byAnyExternalId.all(externalId).map((row) => parse(row) as AnyStoredEntity);
  }

  /** Entities of a kind whose own day lies in the range, both ends included. */
  between<Kind extends EntityKind>(kind: Kind, fromOn: string, toOn: string): StoredEntity<Kind>[] {
    return this.#statements.byKindAndDay.all(kind, fromOn, toOn).map((row) => parse<Kind>(row));
  }

  ofCustomer<Kind extends EntityKind>(kind: Kind, customerExternalId: string): StoredEntity<Kind>[] {
    return this.#statements.byCustomer.all(kind, customerExternalId).map((row) => parse<Kind>(row));
  }

  /** Count and sums of what the journal holds of a kind, for the completeness check. */
  totals(
    connectionId: string,
    kind: EntityKind,
  ): { currency: string | null; count: number; total: number | null }[] {
    return this.#statements.totals.all(connectionId, kind);
  }

  save(recorded: RecordedEntity, seq: number, contentHash: string): void {
    const summary = summarise(recorded.entity);
    this.#statements.upsert.run(
      recorded.id,
      recorded.lineage.connectionId,
      recorded.entity.kind,
      recorded.lineage.externalId,
      recorded.version,
      seq,
      canonicalJson(recorded.ordering),
      contentHash,
      recorded.isDeleted ? 1 : 0,
      recorded.effectiveOn,
      canonicalJson(recorded.entity as unknown as CanonicalValue),
      summary.legalEntity,
      summary.customerExternalId,
      summary.parentExternalId,
      summary.number,
      summary.contractNumber,
      summary.status,
      summary.amount?.currency ?? null,
      summary.amount === null ? null : Number(summary.amount.minor),
      summary.open === null ? null : Number(summary.open.minor),
      summary.happenedOn,
    );
  }

  #one<Kind extends EntityKind>(row: EntityRow | undefined): StoredEntity<Kind> | null {
    return row ? parse<Kind>(row) : null;
  }
}

function parse<Kind extends EntityKind>(row: EntityRow): StoredEntity<Kind> {
  return {
    id: row.id,
    connectionId: row.connection_id,
    kind: row.kind as Kind,
    externalId: row.external_id,
    version: row.version,
    seq: row.seq,
    ordering: JSON.parse(row.ordering) as Ordering,
    contentHash: row.content_hash,
    isDeleted: row.is_deleted === 1,
    effectiveOn: row.effective_on,
    entity: fromWire<EntityOf<Kind>>(JSON.parse(row.body)),
  };
}
