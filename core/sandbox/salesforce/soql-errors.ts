import { Refusal } from './refusal.ts';

/** The vendor quotes the statement around the place, puts a caret under it and says row and column. */
function placed(soql: string, at: number, message: string): string {
  const start = Math.max(0, at - 32);
  const snippet = soql.slice(start, at + 32).replaceAll(/\s/g, ' ');
  return `\n${snippet}\n${' '.repeat(at - start)}^\nERROR at Row:1:Column:${at + 1}\n${message}`;
}

export function malformedQuery(soql: string, at: number, message: string): Refusal {
  return new Refusal(400, 'MALFORMED_QUERY', placed(soql, at, message));
}

export function invalidQueryField(soql: string, at: number, message: string): Refusal {
  return new Refusal(400, 'INVALID_FIELD', placed(soql, at, message));
}

export function unknownColumn(soql: string, at: number, field: string, entity: string): Refusal {
  return invalidQueryField(
    soql,
    at,
    `No such column '${field}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

export function unknownObject(soql: string, at: number, name: string): Refusal {
  return new Refusal(
    400,
    'INVALID_TYPE',
    placed(
      soql,
      at,
      `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
    ),
  );
}
