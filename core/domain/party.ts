import type { CurrencyCode } from './currency.ts';
import type { ExternalId, LegalEntityCode, SystemRole } from './refs.ts';

/**
 * A customer as ONE system sees it. The canonical customer is merged from up to three of these; which system may say
 * what is in `attribute-ownership.ts`.
 */
export interface CustomerRecord {
  readonly kind: 'customer';
  readonly system: SystemRole;
  readonly legalName: string;
  readonly taxId: string | null;
  /** Whether tax can be computed for this customer: registration, exemption and address are in place. */
  readonly taxSetup: 'complete' | 'missing' | 'unknown';
  readonly country: string | null;
  readonly currency: CurrencyCode | null;
  readonly legalEntity: LegalEntityCode | null;
  readonly isActive: boolean;
  /** Ids of the same customer in the other systems, as this system records them. */
  readonly crmAccountId: ExternalId | null;
  readonly billingCustomerId: ExternalId | null;
  readonly erpCustomerId: ExternalId | null;
}
