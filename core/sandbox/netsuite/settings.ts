/** Behaviour of the account; every member may be changed while the organisation runs. */
export interface NetSuiteSettings {
  /** How long after a commit SuiteQL and filtered lists see it. */
  searchLagMs: number;
  /** Look-ups by external id (GET and PUT eid:) go through the lagged search instead of the truth. */
  eidLookupLagged: boolean;
  /** One external id per record type. Off: a PUT that cannot see the first document makes a second one. */
  uniqueExternalIds: boolean;
  /** The preference that refuses a document number used before. */
  refuseDuplicateTranIds: boolean;
  /** Concurrent REST requests the account may have; the rest is refused with 429. */
  concurrencyLimit: number;
  /** Concurrency the account has not given to named integrations. */
  unallocatedConcurrencyLimit: number;
  /** Time every authenticated request takes, held while it counts against the concurrency limit. */
  processingMs: number;
  /** How long a job asked for with `Prefer: respond-async` waits before it runs. */
  asyncJobDelayMs: number;
  /** Line dimensions that the forms require. */
  mandatoryDimensions: readonly ('department' | 'class' | 'location')[];
  mandatoryTaxCode: boolean;
  /** An application changes the last-modified date of the document it settles. */
  applicationTouchesDocument: boolean;
  /** Rows SuiteQL gives out at most, over all pages. */
  suiteqlMaxRows: number;
  /** Pages of a SuiteQL query without ORDER BY come from differently ordered result sets. */
  scatterUnorderedPages: boolean;
}

export const DEFAULT_SETTINGS: NetSuiteSettings = {
  searchLagMs: 0,
  eidLookupLagged: false,
  uniqueExternalIds: true,
  refuseDuplicateTranIds: false,
  concurrencyLimit: 15,
  unallocatedConcurrencyLimit: 15,
  processingMs: 0,
  asyncJobDelayMs: 1_000,
  mandatoryDimensions: [],
  mandatoryTaxCode: false,
  applicationTouchesDocument: true,
  suiteqlMaxRows: 100_000,
  scatterUnorderedPages: true,
};

/** Custom fields of the account; others are unknown properties. Names as NetSuite writes them, lower-case. */
export interface CustomFields {
  readonly customer: readonly string[];
  readonly transaction: readonly string[];
  readonly line: readonly string[];
}

export const DEFAULT_CUSTOM_FIELDS: CustomFields = {
  customer: ['custentity_crm_id', 'custentity_billing_id'],
  transaction: [],
  line: [],
};

/** One integration's certificate mapping ("OAuth 2.0 Client Credentials Setup"). */
export interface NetSuiteCredential {
  readonly clientId: string;
  /** The `kid` of the assertion. */
  readonly certificateId: string;
  /** SubjectPublicKeyInfo or X.509 certificate, PEM. */
  readonly publicKeyPem: string;
  readonly algorithm: 'PS256' | 'PS384' | 'PS512' | 'ES256' | 'ES384' | 'ES512';
  /** The user the integration acts as; shows as created by and last modified by. */
  readonly employeeId?: number;
  readonly employeeName?: string;
  /** May read governanceLimits. */
  readonly administrator?: boolean;
  readonly overridePeriodRestrictions?: boolean;
}
