import { present } from '../base/assert.ts';
import type { Clock } from '../base/clock.ts';
import type { EntityKind } from '../domain/entity.ts';
import type { LedgerDocumentType } from '../domain/ledger.ts';
import type { SystemRole } from '../domain/refs.ts';
import { CustomerRepository, type CustomerRow } from '../storage/repositories/customers.ts';
import { ExceptionRepository } from '../storage/repositories/exceptions.ts';
import { EntityRepository, type StoredEntity } from '../storage/repositories/entities.ts';
import { type Posting, PostingRepository } from '../storage/repositories/postings.ts';
import type { Store } from '../storage/store.ts';
import type { MappingPort, PolicyPort } from './ports.ts';

export interface BooksPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly workspaceId: string;
  readonly mapping: MappingPort;
  readonly policy: PolicyPort;
  readonly roles: Readonly<Record<string, SystemRole>>;
}

/** A customer with its ids in each system. */
export interface KnownCustomer {
  readonly row: CustomerRow;
  readonly crmAccountId: string | null;
  readonly billingCustomerId: string | null;
  readonly erpCustomerId: string | null;
}

/** Everything that a workflow may read to decide: what the systems say, what was posted, mappings, policy, the time. */
export class Books {
  readonly entities: EntityRepository;
  readonly customers: CustomerRepository;
  readonly postings: PostingRepository;
  readonly exceptions: ExceptionRepository;
  readonly mapping: MappingPort;
  readonly policy: PolicyPort;
  readonly clock: Clock;
  readonly workspaceId: string;
  readonly #roles: Readonly<Record<string, SystemRole>>;

  constructor(ports: BooksPorts) {
    this.entities = new EntityRepository(ports.store);
    this.customers = new CustomerRepository(ports.store);
    this.postings = new PostingRepository(ports.store);
    this.exceptions = new ExceptionRepository(ports.store);
    this.mapping = ports.mapping;
    this.policy = ports.policy;
    this.clock = ports.clock;
    this.workspaceId = ports.workspaceId;
    this.#roles = ports.roles;
  }

  roleOf(connectionId: string): SystemRole {
    return present(this.#roles[connectionId], `role of connection ${connectionId}`);
  }

  /** The connection that plays a role. With several CRMs or ERPs, a legal entity's connection is configured by mapping. */
  connectionOf(role: SystemRole): string | null {
    const ids = Object.entries(this.#roles)
      .filter(([, other]) => other === role)
      .map(([id]) => id)
      .sort();
    return ids[0] ?? null;
  }

  /** The canonical customer behind one system's id. */
  customerOf(connectionId: string, externalId: string): KnownCustomer | null {
    const id =
      this.customers.idOf(connectionId, externalId) ??
      this.customers.idOf(`role:${this.roleOf(connectionId)}`, externalId);
    const row = id === null ? null : this.customers.get(id);
    if (!row) return null;
    const refs = this.customers.refsOf(row.id);
    const refOf = (role: SystemRole): string | null => {
      const connectionOfRole = this.connectionOf(role);
      const own = refs.find((ref) => ref.connection_id === connectionOfRole);
      const told = refs.find((ref) => ref.connection_id === `role:${role}`);
      return own?.external_id ?? told?.external_id ?? null;
    };
    return {
      row,
      crmAccountId: refOf('crm'),
      billingCustomerId: refOf('billing'),
      erpCustomerId: refOf('erp'),
    };
  }

  /** ERP documents that carry this reference, not voided, in the order in which the ERP numbered them. */
  ledgerDocuments(reference: string, type: LedgerDocumentType): StoredEntity<'ledger-document'>[] {
    return this.entities
      .numbered(reference)
      .filter((stored) => stored.kind === 'ledger-document')
      .filter(({ entity, isDeleted }) => entity.type === type && !entity.isVoid && !isDeleted)
      .sort((left, right) => compareIds(left.externalId, right.externalId));
  }

  /** The ERP document that an effect of this subject became, if it is posted. */
  postedDocument(subjectId: string, commandType: string): Posting | null {
    return (
      this.postings
        .ofSubject(subjectId)
        .find(
          ({ state, commandType: type, reversalOf }) =>
            state === 'POSTED' && type === commandType && !reversalOf,
        ) ?? null
    );
  }

  find<Kind extends EntityKind>(
    connectionId: string,
    kind: Kind,
    externalId: string,
  ): StoredEntity<Kind> | null {
    const stored = this.entities.find(connectionId, kind, externalId);
    return stored && !stored.isDeleted ? stored : null;
  }
}

function compareIds(left: string, right: string): number {
  return left.length === right.length ? (left < right ? -1 : 1) : left.length - right.length;
}
