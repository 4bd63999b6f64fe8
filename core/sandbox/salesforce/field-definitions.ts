/** Field types of the org; `reference` holds another record's id, `currency` and `double` hold decimal text. */
export type FieldType =
  | 'id'
  | 'string'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'currency'
  | 'double'
  | 'picklist'
  | 'reference';

export interface FieldDefinition {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly custom: boolean;
  /** Characters for text, 0 otherwise. */
  readonly length: number;
  /** Decimal places of `currency` and `double`. */
  readonly scale: number;
  readonly required: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly externalId: boolean;
  readonly unique: boolean;
  /** Closed list of a restricted picklist. */
  readonly values: readonly string[];
  readonly referenceTo: string | null;
  /** Name of the parent in a field path ("Product2" in Product2.ProductCode). */
  readonly relationshipName: string | null;
  /** Name of the list of children in the parent ("OrderItems"). */
  readonly childRelationshipName: string | null;
}

export interface FieldOptions {
  readonly length?: number;
  readonly scale?: number;
  readonly required?: boolean;
  readonly readOnly?: boolean;
  readonly createOnly?: boolean;
  readonly externalId?: boolean;
  readonly unique?: boolean;
  readonly values?: readonly string[];
  readonly referenceTo?: string;
  readonly relationshipName?: string;
  readonly childRelationshipName?: string;
}

/** A field with the vendor's defaults: optional, writable, label from the name. */
export function field(name: string, type: FieldType, options: FieldOptions = {}): FieldDefinition {
  const custom = name.endsWith('__c');
  return {
    name,
    label: name.replace(/__c$/, '').replaceAll('_', ' '),
    type,
    custom,
    length: options.length ?? defaultLength(type),
    scale: options.scale ?? (type === 'currency' || type === 'double' ? 2 : 0),
    required: options.required ?? false,
    createable: !options.readOnly,
    updateable: !options.readOnly && !options.createOnly,
    externalId: options.externalId ?? false,
    unique: options.unique ?? false,
    values: options.values ?? [],
    referenceTo: options.referenceTo ?? null,
    relationshipName: options.relationshipName ?? null,
    childRelationshipName: options.childRelationshipName ?? null,
  };
}

/** A look-up to another object. */
export function reference(
  name: string,
  referenceTo: string,
  childRelationshipName: string | null,
  options: FieldOptions = {},
): FieldDefinition {
  const children = childRelationshipName === null ? {} : { childRelationshipName };
  const relationshipName = name.endsWith('Id') ? name.slice(0, -2) : name;
  return field(name, 'reference', { ...options, ...children, referenceTo, relationshipName });
}

function defaultLength(type: FieldType): number {
  if (type === 'id' || type === 'reference') return 18;
  return type === 'string' || type === 'picklist' ? 255 : 0;
}
