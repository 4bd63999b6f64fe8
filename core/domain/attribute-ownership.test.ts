import { describe, expect, it } from 'vitest';
import { findConflicts, mergeCustomer } from './attribute-ownership.ts';
import type { CustomerRecord } from './party.ts';

const record = (system: CustomerRecord['system'], more: Partial<CustomerRecord>): CustomerRecord => ({
  kind: 'customer',
  system,
  legalName: '',
  taxId: null,
  taxSetup: 'unknown',
  country: null,
  currency: null,
  legalEntity: null,
  isActive: true,
  crmAccountId: null,
  billingCustomerId: null,
  erpCustomerId: null,
  ...more,
});

describe('the canonical customer', () => {
  const crm = record('crm', { legalName: 'Acme GmbH', taxId: 'DE1', country: 'DE', taxSetup: 'complete' });
  const billing = record('billing', { legalName: 'ACME', country: 'AT', currency: 'EUR' });
  const erp = record('erp', { legalName: 'Acme G.m.b.H.', taxId: 'DE2' });

  it('takes each attribute from its owner', () => {
    const merged = mergeCustomer({ crm, billing, erp });
    expect(merged).toMatchObject({ legalName: 'Acme GmbH', taxId: 'DE2', country: 'DE', currency: 'EUR' });
  });

  it('shows another system’s value only while the owner has none', () => {
    expect(mergeCustomer({ billing }).legalName).toBe('ACME');
    expect(mergeCustomer({ crm, billing }).taxId).toBe('DE1');
  });

  it('shows contradictions, but no mere spelling', () => {
    const conflicts = findConflicts({ crm, billing, erp }).map(
      ({ attribute, otherSystem }) => `${attribute} ${otherSystem}`,
    );
    expect(conflicts.sort()).toEqual(['country billing', 'legalName billing', 'taxId crm']);
  });
});
