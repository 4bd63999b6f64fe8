import type { CustomerRecord } from './party.ts';
import type { SystemRole } from './refs.ts';

/** Attributes of the canonical customer and the one system whose word counts for each. */
export const attributeOwners = {
  legalName: 'crm',
  taxSetup: 'crm',
  country: 'crm',
  legalEntity: 'crm',
  taxId: 'erp',
  currency: 'billing',
} as const satisfies Partial<Record<keyof CustomerRecord, SystemRole>>;

export type OwnedAttribute = keyof typeof attributeOwners;

export interface AttributeConflict {
  readonly attribute: OwnedAttribute;
  readonly ownerSystem: SystemRole;
  readonly ownerValue: string | null;
  readonly otherSystem: SystemRole;
  readonly otherValue: string;
}

export type CustomerViews = Readonly<Partial<Record<SystemRole, CustomerRecord>>>;

export type MergedCustomer = Readonly<Record<OwnedAttribute, string | null>>;

const attributes = Object.keys(attributeOwners) as OwnedAttribute[];
const systems: readonly SystemRole[] = ['crm', 'billing', 'erp'];

/**
 * One customer from what up to three systems say. The owner's value stands; where the owner has not spoken, the first
 * other system's value is shown until it does. No value of a non-owner ever replaces an owner's.
 */
export function mergeCustomer(views: CustomerViews): MergedCustomer {
  const merged = {} as Record<OwnedAttribute, string | null>;
  for (const attribute of attributes) {
    const order = [attributeOwners[attribute], ...systems];
    merged[attribute] =
      order.map((system) => valueOf(views[system], attribute)).find((value) => value !== null) ?? null;
  }
  return merged;
}

/** Where another system contradicts the owner; shown to people, never resolved by overwriting. */
export function findConflicts(views: CustomerViews): AttributeConflict[] {
  const conflicts: AttributeConflict[] = [];
  for (const attribute of attributes) {
    const ownerSystem = attributeOwners[attribute];
    const ownerValue = valueOf(views[ownerSystem], attribute);
    if (ownerValue === null) continue;
    for (const otherSystem of systems) {
      const otherValue = otherSystem === ownerSystem ? null : valueOf(views[otherSystem], attribute);
      if (otherValue !== null && fold(otherValue) !== fold(ownerValue)) {
        conflicts.push({ attribute, ownerSystem, ownerValue, otherSystem, otherValue });
      }
    }
  }
  return conflicts;
}

function valueOf(view: CustomerRecord | undefined, attribute: OwnedAttribute): string | null {
  const value = view?.[attribute];
  return value === undefined || value === null || value === '' || value === 'unknown' ? null : value;
}

/** Spelling that is no difference to a person: case, spaces, dots and commas. */
function fold(value: string): string {
  return value
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s.,]+/g, '');
}
