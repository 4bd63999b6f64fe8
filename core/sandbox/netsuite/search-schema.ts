import type { CustomFields } from './settings.ts';

/** Columns of one SuiteQL table: name to declared type. The type decides how values are shown. */
export type TableColumns = Readonly<Record<string, 'INTEGER' | 'REAL' | 'TEXT' | 'DATE' | 'TIMESTAMP'>>;

const NAMED: TableColumns = {
  id: 'INTEGER',
  externalid: 'TEXT',
  name: 'TEXT',
  fullname: 'TEXT',
  parent: 'INTEGER',
  isinactive: 'TEXT',
  lastmodifieddate: 'TIMESTAMP',
};

const TABLES: Readonly<Record<string, TableColumns>> = {
  transaction: {
    id: 'INTEGER',
    externalid: 'TEXT',
    tranid: 'TEXT',
    transactionnumber: 'TEXT',
    trandate: 'DATE',
    duedate: 'DATE',
    type: 'TEXT',
    recordtype: 'TEXT',
    entity: 'INTEGER',
    subsidiary: 'INTEGER',
    currency: 'INTEGER',
    exchangerate: 'REAL',
    foreigntotal: 'REAL',
    foreignamountunpaid: 'REAL',
    foreignamountpaid: 'REAL',
    postingperiod: 'INTEGER',
    posting: 'TEXT',
    otherrefnum: 'TEXT',
    memo: 'TEXT',
    email: 'TEXT',
    status: 'TEXT',
    voided: 'TEXT',
    createddate: 'TIMESTAMP',
    lastmodifieddate: 'TIMESTAMP',
    createdby: 'INTEGER',
    lastmodifiedby: 'INTEGER',
  },
  transactionline: {
    transaction: 'INTEGER',
    id: 'INTEGER',
    linesequencenumber: 'INTEGER',
    mainline: 'TEXT',
    item: 'INTEGER',
    account: 'INTEGER',
    entity: 'INTEGER',
    subsidiary: 'INTEGER',
    quantity: 'REAL',
    rate: 'REAL',
    foreignamount: 'REAL',
    taxcode: 'INTEGER',
    taxamount: 'REAL',
    department: 'INTEGER',
    class: 'INTEGER',
    location: 'INTEGER',
    memo: 'TEXT',
  },
  nexttransactionlinelink: {
    previousdoc: 'INTEGER',
    previoustype: 'TEXT',
    nextdoc: 'INTEGER',
    nexttype: 'TEXT',
    linktype: 'TEXT',
    foreignamount: 'REAL',
  },
  customer: {
    id: 'INTEGER',
    externalid: 'TEXT',
    entityid: 'TEXT',
    companyname: 'TEXT',
    firstname: 'TEXT',
    lastname: 'TEXT',
    isperson: 'TEXT',
    email: 'TEXT',
    subsidiary: 'INTEGER',
    currency: 'INTEGER',
    vatregnumber: 'TEXT',
    isinactive: 'TEXT',
    datecreated: 'TIMESTAMP',
    lastmodifieddate: 'TIMESTAMP',
  },
  accountingperiod: {
    id: 'INTEGER',
    periodname: 'TEXT',
    startdate: 'DATE',
    enddate: 'DATE',
    parent: 'INTEGER',
    isquarter: 'TEXT',
    isyear: 'TEXT',
    isposting: 'TEXT',
    isadjust: 'TEXT',
    isinactive: 'TEXT',
    closed: 'TEXT',
    closedondate: 'DATE',
    arlocked: 'TEXT',
    aplocked: 'TEXT',
    alllocked: 'TEXT',
    allownonglchanges: 'TEXT',
    lastmodifieddate: 'TIMESTAMP',
  },
  subsidiary: { ...NAMED, currency: 'INTEGER', country: 'TEXT' },
  department: NAMED,
  classification: NAMED,
  location: NAMED,
  currency: {
    id: 'INTEGER',
    symbol: 'TEXT',
    name: 'TEXT',
    currencyprecision: 'INTEGER',
    isinactive: 'TEXT',
    lastmodifieddate: 'TIMESTAMP',
  },
  account: {
    id: 'INTEGER',
    externalid: 'TEXT',
    acctnumber: 'TEXT',
    accountsearchdisplayname: 'TEXT',
    acctname: 'TEXT',
    accttype: 'TEXT',
    isinactive: 'TEXT',
    lastmodifieddate: 'TIMESTAMP',
  },
  item: {
    id: 'INTEGER',
    externalid: 'TEXT',
    itemid: 'TEXT',
    displayname: 'TEXT',
    fullname: 'TEXT',
    itemtype: 'TEXT',
    isinactive: 'TEXT',
    lastmodifieddate: 'TIMESTAMP',
  },
  salestaxitem: {
    id: 'INTEGER',
    externalid: 'TEXT',
    itemid: 'TEXT',
    rate: 'REAL',
    isinactive: 'TEXT',
    lastmodifieddate: 'TIMESTAMP',
  },
  employee: { id: 'INTEGER', entityid: 'TEXT', email: 'TEXT' },
  deletedrecord: {
    recordid: 'INTEGER',
    type: 'TEXT',
    name: 'TEXT',
    externalid: 'TEXT',
    deleteddate: 'TIMESTAMP',
    deletedby: 'INTEGER',
    context: 'TEXT',
  },
  dual: { dummy: 'TEXT' },
  // Not of NetSuite: what BUILTIN.DF looks names up in.
  ns_display_name: { kind: 'TEXT', id: 'TEXT', name: 'TEXT' },
};

/** The account's SuiteQL tables, with its custom fields as columns. */
export function searchTables(custom: CustomFields): Readonly<Record<string, TableColumns>> {
  const columns = (names: readonly string[]): TableColumns =>
    Object.fromEntries(names.map((name) => [name, 'TEXT' as const]));
  return {
    ...TABLES,
    transaction: { ...TABLES['transaction'], ...columns(custom.transaction) },
    transactionline: { ...TABLES['transactionline'], ...columns(custom.line) },
    customer: { ...TABLES['customer'], ...columns(custom.customer) },
  };
}

const PRIMARY_KEYS: Readonly<Record<string, string>> = {
  transactionline: 'PRIMARY KEY ("transaction", id)',
  nexttransactionlinelink: 'PRIMARY KEY (nextdoc, previousdoc)',
  ns_display_name: 'PRIMARY KEY (kind, id)',
  deletedrecord: '',
  dual: '',
};

/** The SQL that creates those tables. */
export function searchDdl(tables: Readonly<Record<string, TableColumns>>): string {
  const creates = Object.entries(tables).map(([table, columns]) => {
    const key = PRIMARY_KEYS[table];
    const parts = Object.entries(columns).map(([name, type]) =>
      key === undefined && name === 'id' ? 'id INTEGER PRIMARY KEY' : `"${name}" ${type}`,
    );
    if (key !== undefined && key !== '') parts.push(key);
    return `CREATE TABLE "${table}" (${parts.join(', ')});`;
  });
  return `${creates.join('\n')}
CREATE INDEX transaction_external ON "transaction" (externalid);
CREATE INDEX transaction_modified ON "transaction" (lastmodifieddate);
CREATE INDEX customer_external ON customer (externalid);
CREATE INDEX link_previous ON nexttransactionlinelink (previousdoc);
INSERT INTO dual (dummy) VALUES ('X');`;
}
