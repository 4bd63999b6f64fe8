import type { FieldDefinition, FieldType } from './field-definitions.ts';
import { childRelationshipsOf, OBJECTS, type ObjectDefinition } from './object-schema.ts';

const SOAP_TYPES: Readonly<Record<FieldType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  currency: 'xsd:double',
  double: 'xsd:double',
  string: 'xsd:string',
  picklist: 'xsd:string',
};

/** GET /sobjects: the objects of the org. */
export function describeGlobalJson(version: string): string {
  return JSON.stringify({
    encoding: 'UTF-8',
    maxBatchSize: 200,
    sobjects: OBJECTS.map((object) => ({ ...summary(object), urls: urlsOf(object, version) })),
  });
}

/** GET /sobjects/{name}/describe. */
export function describeJson(object: ObjectDefinition, version: string): string {
  return JSON.stringify({
    actionOverrides: [],
    ...summary(object),
    childRelationships: childRelationshipsOf(object).map((one) => ({
      cascadeDelete: false,
      childSObject: one.childObject,
      deprecatedAndHidden: false,
      field: one.field,
      relationshipName: one.name,
      restrictedDelete: false,
    })),
    fields: object.fields.map(describeField),
    namedLayoutInfos: [],
    recordTypeInfos: [],
    supportedScopes: [],
    urls: urlsOf(object, version),
  });
}

function summary(object: ObjectDefinition) {
  return {
    activateable: false,
    createable: object.createable,
    custom: object.name.endsWith('__c'),
    customSetting: false,
    deletable: object.createable,
    deprecatedAndHidden: false,
    keyPrefix: object.keyPrefix,
    label: object.name,
    labelPlural: `${object.name}s`,
    layoutable: true,
    mergeable: object.name === 'Account',
    name: object.name,
    queryable: true,
    replicateable: true,
    retrieveable: true,
    searchable: true,
    triggerable: true,
    undeletable: object.createable,
    updateable: object.createable,
  };
}

function urlsOf(object: ObjectDefinition, version: string): Record<string, string> {
  const base = `/services/data/${version}/sobjects/${object.name}`;
  return { sobject: base, describe: `${base}/describe`, rowTemplate: `${base}/{ID}` };
}

function describeField(field: FieldDefinition) {
  const numeric = field.type === 'currency' || field.type === 'double';
  return {
    aggregatable: field.type !== 'boolean',
    autoNumber: false,
    byteLength: field.length * 3,
    calculated: false,
    caseSensitive: false,
    createable: field.createable,
    custom: field.custom,
    defaultValue: null,
    defaultedOnCreate: field.type === 'id' || field.type === 'boolean',
    deprecatedAndHidden: false,
    digits: 0,
    externalId: field.externalId,
    filterable: true,
    groupable: !numeric,
    idLookup: field.type === 'id' || field.externalId,
    label: field.label,
    length: field.length,
    name: field.name,
    nameField: field.name === 'Name',
    nillable: !field.required && field.type !== 'id' && field.type !== 'boolean',
    picklistValues: field.values.map((value) => ({
      active: true,
      defaultValue: false,
      label: value,
      validFor: null,
      value,
    })),
    precision: numeric ? 18 : 0,
    referenceTo: field.referenceTo === null ? [] : [field.referenceTo],
    relationshipName: field.relationshipName,
    restrictedPicklist: field.type === 'picklist',
    scale: field.scale,
    soapType: SOAP_TYPES[field.type],
    sortable: true,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable,
  };
}
