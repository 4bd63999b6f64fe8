import { assert } from '#core/base/assert.ts';

/** The SuiteQL behind each stream. Dates and times are asked for as text, or they come in the user's own format. */

export const ledgerTypes = ['CustInvc', 'CustCred', 'CustPymt', 'CustRfnd', 'Journal'] as const;
export type LedgerTypeCode = (typeof ledgerTypes)[number];

/** Record types whose deletion matters to us, as `deletedrecord.type` writes them. */
export const deletableTypes = [
  'invoice',
  'creditmemo',
  'customerpayment',
  'customerrefund',
  'journalentry',
  'customer',
] as const;

/** A SELECT that is walked by (change stamp, id). */
export interface ChangeQuery {
  readonly select: string;
  /** Condition of its own, or empty. */
  readonly where: string;
  readonly stampColumn: string;
  readonly idColumn: string;
  /** Names of the two in a row of the result. */
  readonly stampField: string;
  readonly idField: string;
}

const instant = (column: string): string => `TO_CHAR(${column}, 'YYYY-MM-DD HH24:MI:SS')`;
const day = (column: string): string => `TO_CHAR(${column}, 'YYYY-MM-DD')`;
const quoted = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

export const transactionQuery: ChangeQuery = {
  select: `SELECT t.id, t.externalid, t.tranid, ${day('t.trandate')} AS trandate, ${day('t.duedate')} AS duedate, t.type,
 t.entity, t.subsidiary, t.currency, c.symbol AS currencysymbol, t.exchangerate, t.foreigntotal, t.foreignamountunpaid,
 t.foreignamountpaid, t.postingperiod, t.otherrefnum, t.memo, t.status, t.voided, ${instant('t.createddate')} AS createddate,
 ${instant('t.lastmodifieddate')} AS lastmodifieddate, t.createdby, t.lastmodifiedby,
 BUILTIN.DF(t.lastmodifiedby) AS lastmodifiedbyname
 FROM transaction t LEFT JOIN currency c ON c.id = t.currency`,
  where: `t.type IN (${quoted(ledgerTypes)})`,
  stampColumn: 't.lastmodifieddate',
  idColumn: 't.id',
  stampField: 'lastmodifieddate',
  idField: 'id',
};

/** The two fields are custom fields of the account: `crmid` and `billingid` in the result, where there are such fields. */
export function customerQuery(crmIdField: string | null, billingIdField: string | null): ChangeQuery {
  const crmId = crmIdField === null ? '' : `, cu.${crmIdField} AS crmid`;
  const billingId = billingIdField === null ? '' : `, cu.${billingIdField} AS billingid`;
  return {
    select: `SELECT cu.id, cu.externalid, cu.entityid, cu.companyname, cu.firstname, cu.lastname, cu.isperson, cu.subsidiary,
 cu.currency, c.symbol AS currencysymbol, cu.vatregnumber${crmId}${billingId}, cu.isinactive,
 ${instant('cu.datecreated')} AS datecreated, ${instant('cu.lastmodifieddate')} AS lastmodifieddate
 FROM customer cu LEFT JOIN currency c ON c.id = cu.currency`,
    where: '',
    stampColumn: 'cu.lastmodifieddate',
    idColumn: 'cu.id',
    stampField: 'lastmodifieddate',
    idField: 'id',
  };
}

export const deletionQuery: ChangeQuery = {
  select: `SELECT d.recordid, d.type, d.name, d.externalid, ${instant('d.deleteddate')} AS deleteddate, d.deletedby,
 BUILTIN.DF(d.deletedby) AS deletedbyname, d.context
 FROM deletedrecord d`,
  where: `d.type IN (${quoted(deletableTypes)})`,
  stampColumn: 'd.deleteddate',
  idColumn: 'd.recordid',
  stampField: 'deleteddate',
  idField: 'recordid',
};

/** A SELECT of a short list that is read whole, by id. `type` qualifies ids that are only unique within their table. */
export interface ListQuery {
  readonly type: string | null;
  readonly table: string;
  readonly columns: string;
}

export const periodLists: readonly ListQuery[] = [
  {
    type: null,
    table: 'accountingperiod',
    columns: `id, periodname, ${day('startdate')} AS startdate, ${day('enddate')} AS enddate, isquarter, isyear, isposting,
 isadjust, closed, arlocked, alllocked, ${instant('lastmodifieddate')} AS lastmodifieddate`,
  },
];

export const subsidiaryLists: readonly ListQuery[] = [
  { type: null, table: 'subsidiary', columns: 'id, name, country, currency, isinactive' },
];

const named = 'id, name, fullname, isinactive';

export const referenceLists: readonly ListQuery[] = [
  { type: 'currency', table: 'currency', columns: 'id, symbol, name, currencyprecision, isinactive' },
  { type: 'account', table: 'account', columns: 'id, acctnumber, acctname, accttype, isinactive' },
  { type: 'item', table: 'item', columns: 'id, itemid, displayname, itemtype, isinactive' },
  { type: 'tax-code', table: 'salestaxitem', columns: 'id, itemid, rate, isinactive' },
  { type: 'department', table: 'department', columns: named },
  { type: 'class', table: 'classification', columns: named },
  { type: 'location', table: 'location', columns: named },
];

export function listSql(list: ListQuery, afterId: string): string {
  return `SELECT ${list.columns} FROM ${list.table} WHERE id > ${whole(afterId)} ORDER BY id`;
}

/** Lines of the given documents, after (document, line id) in that order. */
export function linesSql(
  documentIds: readonly string[],
  after: { document: string; line: string } | null,
): string {
  const rest =
    after === null
      ? ''
      : ` AND (tl.transaction > ${whole(after.document)} OR (tl.transaction = ${whole(after.document)} AND tl.id > ${whole(after.line)}))`;
  return `SELECT tl.transaction, tl.id, tl.linesequencenumber, tl.mainline, tl.item, tl.account, tl.quantity, tl.rate,
 tl.foreignamount, tl.taxcode, tl.taxamount, tl.department, tl.class, tl.location, tl.memo
 FROM transactionline tl WHERE tl.transaction IN (${documentIds.map(whole).join(', ')})${rest}
 ORDER BY tl.transaction, tl.id`;
}

/** Documents that the given ones settle. NetSuite need not mark a document as changed when something settles it. */
export function settledSql(documentIds: readonly string[], afterId: string): string {
  return `SELECT DISTINCT l.previousdoc FROM nexttransactionlinelink l
 WHERE l.nextdoc IN (${documentIds.map(whole).join(', ')}) AND l.previousdoc > ${whole(afterId)} ORDER BY l.previousdoc`;
}

/** Where a walk by change stamp stands: from a stamp on, or after one row. */
export interface ChangePosition {
  readonly from: string | null;
  readonly after: { readonly stamp: string; readonly id: string } | null;
}

/**
 * The next rows of a walk. By key and not by offset: a row that changes while we page moves behind us in an offset walk
 * and others slip through; here it only turns up again further on.
 */
export function changesSql(query: ChangeQuery, position: ChangePosition): string {
  const { stampColumn, idColumn } = query;
  const conditions = query.where === '' ? [] : [query.where];
  if (position.after !== null) {
    const at = stampLiteral(position.after.stamp);
    conditions.push(
      `(${stampColumn} > ${at} OR (${stampColumn} = ${at} AND ${idColumn} > ${whole(position.after.id)}))`,
    );
  } else if (position.from !== null) {
    conditions.push(`${stampColumn} >= ${stampLiteral(position.from)}`);
  }
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  return `${query.select}${where} ORDER BY ${stampColumn}, ${idColumn}`;
}

export function byIdSql(query: ChangeQuery, ids: readonly string[]): string {
  const own = query.where === '' ? '' : `${query.where} AND `;
  return `${query.select} WHERE ${own}${query.idColumn} IN (${ids.map(whole).join(', ')}) ORDER BY ${query.idColumn}`;
}

/** Internal ids that we page by; NetSuite's built-in negative ids are never among them. */
export const idPattern = /^\d{1,18}$/;

export const stampPattern = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

function stampLiteral(stamp: string): string {
  assert(stampPattern.test(stamp), `not a change stamp: ${stamp}`);
  return `TO_TIMESTAMP('${stamp}', 'YYYY-MM-DD HH24:MI:SS')`;
}

/** Only digits go into a query as a number. */
function whole(id: string): string {
  assert(idPattern.test(id), `not an internal id: ${id}`);
  return id;
}

/** Text as a SuiteQL literal. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
