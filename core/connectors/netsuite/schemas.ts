import { z } from 'zod';

/** SuiteQL writes every value as text and leaves out what is null. */
const text = z.string();
const id = z.string().regex(/^-?\d+$/, 'expected an internal id');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected YYYY-MM-DD');
const stamp = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/, 'expected YYYY-MM-DD HH:MM:SS');
const flag = z.enum(['T', 'F']);
const whole = z.string().regex(/^\d+$/, 'expected a whole number');
/** Decimal text; read by `moneyFromDecimal`, which refuses separators. */
const decimal = z.string().min(1);

export const transactionRow = z.looseObject({
  id,
  externalid: text.optional(),
  tranid: text.optional(),
  trandate: day,
  type: text,
  entity: id.optional(),
  subsidiary: id,
  currency: id,
  currencysymbol: text,
  exchangerate: decimal.optional(),
  foreigntotal: decimal,
  foreignamountunpaid: decimal.optional(),
  postingperiod: id.optional(),
  otherrefnum: text.optional(),
  memo: text.optional(),
  status: text,
  voided: flag,
  lastmodifieddate: stamp,
  createdby: id.optional(),
  lastmodifiedby: id.optional(),
  lastmodifiedbyname: text.optional(),
});
export type TransactionRow = z.output<typeof transactionRow>;

export const lineRow = z.looseObject({
  transaction: id,
  id: whole,
  linesequencenumber: whole,
  mainline: flag,
  item: id.optional(),
  account: id.optional(),
  quantity: decimal.optional(),
  foreignamount: decimal.optional(),
  taxcode: id.optional(),
  taxamount: decimal.optional(),
  department: id.optional(),
  class: id.optional(),
  location: id.optional(),
});
export type LineRow = z.output<typeof lineRow>;

export const transactionRecord = z.strictObject({ transaction: transactionRow, lines: z.array(lineRow) });

export const customerRow = z.looseObject({
  id,
  externalid: text.optional(),
  entityid: text,
  companyname: text.optional(),
  firstname: text.optional(),
  lastname: text.optional(),
  isperson: flag.optional(),
  subsidiary: id.optional(),
  currencysymbol: text.optional(),
  vatregnumber: text.optional(),
  crmid: text.optional(),
  billingid: text.optional(),
  isinactive: flag,
  lastmodifieddate: stamp,
});

export const deletionRow = z.looseObject({
  recordid: id,
  type: text,
  name: text.optional(),
  externalid: text.optional(),
  deleteddate: stamp,
});

export const periodRow = z.looseObject({
  id,
  periodname: text,
  startdate: day,
  enddate: day,
  isquarter: flag,
  isyear: flag,
  isadjust: flag.optional(),
  closed: flag,
  arlocked: flag,
  alllocked: flag,
});

export const subsidiaryRow = z.looseObject({
  id,
  name: text,
  country: text.optional(),
  currency: id.optional(),
});

const listed = { id, isinactive: flag };

export const currencyRow = z.looseObject({ ...listed, symbol: text, name: text });
export const accountRow = z.looseObject({ ...listed, acctnumber: text.optional(), acctname: text });
export const itemRow = z.looseObject({ ...listed, itemid: text, displayname: text.optional() });
export const taxCodeRow = z.looseObject({ ...listed, itemid: text });
export const dimensionRow = z.looseObject({ ...listed, name: text, fullname: text.optional() });
