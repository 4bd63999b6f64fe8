/** What role a system plays; each connection has exactly one. */
export type SystemRole = 'crm' | 'billing' | 'erp';

/** One configured, credentialed use of a connector, named by the workspace ("crm", "billing", "billing-acquired"). */
export type ConnectionId = string;

/** A vendor's own id of a record, as the vendor writes it. Never parsed. */
export type ExternalId = string;

/** A legal entity of the company that keeps the books ("NW-US"). */
export type LegalEntityCode = string;

/** Where a canonical value came from: enough to find the vendor's bytes again. */
export interface Lineage {
  readonly connectionId: ConnectionId;
  readonly stream: string;
  readonly externalId: ExternalId;
  /** SHA-256 of the verbatim source record, hex. */
  readonly contentHash: string;
}
