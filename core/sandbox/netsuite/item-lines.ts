import { multiplyToMinor, percentOf, toMinor } from './decimal.ts';
import type { Values } from './body-reader.ts';
import { type DocumentWrite, mergeCustom, pick, requireInScope } from './document-head.ts';
import type { DocumentLine } from './model.ts';
import { missingValue } from './refusal.ts';

/** One line of the body, the line it changes if any, and where it stands. */
export interface LineInput {
  readonly values: Values;
  readonly before: DocumentLine | undefined;
  readonly number: number;
  readonly path: string;
}

interface LineContext {
  readonly write: DocumentWrite;
  readonly subsidiaryId: number;
  readonly precision: number;
}

/**
 * The lines after the write. The item sublist is keyed by `line`: a line of the body with a known number changes that
 * line, any other is added, and lines not mentioned stay unless the sublist is replaced. So the same PUT sent twice
 * without `replace=item` doubles the lines, as the vendor's documentation says ("Updating a Sublist").
 */
export function mergeLines(
  write: DocumentWrite,
  sublist: 'item' | 'line',
  build: (input: LineInput) => DocumentLine,
): readonly DocumentLine[] {
  const before = write.existing?.lines ?? [];
  const given = write.values[sublist];
  if (!Array.isArray(given)) return before;
  const kept = new Map(before.map((line) => [line.line, line]));
  const result = new Map<number, DocumentLine>(write.replace.has(sublist) ? [] : kept);
  let nextNumber = 1 + Math.max(0, ...result.keys());
  for (const [index, values] of (given as readonly Values[]).entries()) {
    const key = values['line'];
    const existing = typeof key === 'number' ? kept.get(key) : undefined;
    const number = existing?.line ?? nextNumber;
    nextNumber = Math.max(nextNumber, number + 1);
    result.set(number, build({ values, before: existing, number, path: `${sublist}.items[${index}]` }));
  }
  return [...result.values()];
}

/** Lines of an invoice or credit memo. */
export function itemLines(context: LineContext): readonly DocumentLine[] {
  return mergeLines(context.write, 'item', (input) => itemLine(context, input));
}

function itemLine(context: LineContext, input: LineInput): DocumentLine {
  const { values, before, number, path } = input;
  const { write, subsidiaryId, precision } = context;
  const itemId = pick<number>(values, 'item', before?.itemId ?? undefined);
  const item = itemId === null ? undefined : write.state.lists.serviceSaleItem.get(itemId);
  if (item === undefined) throw missingValue('Item', `${path}.item`);
  requireInScope(item.subsidiaryIds, subsidiaryId, 'item', `${path}.item`, item.id);
  const quantity = pick<string>(values, 'quantity', before?.quantity ?? undefined) ?? '1';
  const rate = pick<string>(values, 'rate', before?.rate ?? undefined);
  const amountMinor = lineAmount(values, before, quantity, rate, precision);
  if (amountMinor === null) throw missingValue('Amount', `${path}.amount`);
  const taxCodeId = pick<number>(values, 'taxCode', before?.taxCodeId ?? undefined);
  if (taxCodeId === null && write.state.settings.mandatoryTaxCode)
    throw missingValue('Tax Code', `${path}.taxCode`);
  return {
    line: number,
    itemId: item.id,
    accountId: null,
    entityId: null,
    description: pick(values, 'description', before?.description ?? undefined),
    quantity,
    rate,
    amountMinor,
    taxCodeId,
    taxMinor: lineTax(context, values, before, { amountMinor, taxCodeId }),
    ...dimensions(context, input),
    custom: mergeCustom(before?.custom ?? {}, values, write.state.customFields.line),
  };
}

function lineAmount(
  values: Values,
  before: DocumentLine | undefined,
  quantity: string,
  rate: string | null,
  precision: number,
): number | null {
  const given = values['amount'];
  if (typeof given === 'string') return toMinor(given, precision);
  const reprices = values['quantity'] !== undefined || values['rate'] !== undefined || before === undefined;
  if (!reprices) return before.amountMinor;
  return rate === null ? null : multiplyToMinor(quantity, rate, precision);
}

function lineTax(
  context: LineContext,
  values: Values,
  before: DocumentLine | undefined,
  after: { readonly amountMinor: number; readonly taxCodeId: number | null },
): number {
  const given = values['tax1Amt'];
  if (typeof given === 'string') return toMinor(given, context.precision);
  const unchanged = before?.amountMinor === after.amountMinor && before.taxCodeId === after.taxCodeId;
  if (unchanged) return before.taxMinor;
  if (after.taxCodeId === null) return 0;
  const code = context.write.state.lists.salesTaxItem.get(after.taxCodeId);
  return code === undefined ? 0 : percentOf(after.amountMinor, code.ratePercent);
}

const DIMENSION_FIELDS = [
  { property: 'department', field: 'departmentId', list: 'department', label: 'Department' },
  { property: 'class', field: 'classId', list: 'classification', label: 'Class' },
  { property: 'location', field: 'locationId', list: 'location', label: 'Location' },
] as const;

type DimensionIds = Pick<DocumentLine, 'departmentId' | 'classId' | 'locationId'>;

/** Department, class and location of a line: its own, else the header's. Checked for scope and for being mandatory. */
export function dimensions(
  { write, subsidiaryId }: Omit<LineContext, 'precision'>,
  { values, before, path }: LineInput,
): DimensionIds {
  const ids: Record<keyof DimensionIds, number | null> = {
    departmentId: null,
    classId: null,
    locationId: null,
  };
  for (const { property, field, list, label } of DIMENSION_FIELDS) {
    const own = pick<number>(values, property, before?.[field] ?? undefined);
    const id = own ?? pick<number>(write.values, property, undefined);
    if (id === null) {
      if (!write.state.settings.mandatoryDimensions.includes(property)) continue;
      throw missingValue(label, `${path}.${property}`);
    }
    const scope = write.state.lists[list].get(id)?.subsidiaryIds ?? null;
    requireInScope(scope, subsidiaryId, property, `${path}.${property}`, id);
    ids[field] = id;
  }
  return ids;
}
