import type { CommercialLine } from '#core/domain/contract.ts';
import type { CurrencyCode } from '#core/domain/currency.ts';
import type { JsonNumber } from '#core/connectors/sdk/index.ts';
import { decimalAt, dayOrNullAt } from '../reading.ts';

interface Line {
  readonly Id: string;
  readonly Quantity: JsonNumber;
  readonly UnitPrice: JsonNumber;
  readonly TotalPrice: JsonNumber;
  readonly ServiceDate: string | null;
  readonly IsDeleted: boolean;
}

/** What the two kinds of lines keep in different places. */
interface LineParts {
  readonly productCode: string;
  readonly endDate: string | null;
}

/** The lines of a document. Deleted lines belong only to a document that is deleted itself. */
export function translateLines<L extends Line>(
  lines: readonly L[],
  path: string,
  document: { readonly currency: CurrencyCode; readonly isDeleted: boolean },
  partsOf: (line: L) => LineParts,
): CommercialLine[] {
  return lines.flatMap((line, index) => {
    if (line.IsDeleted && !document.isDeleted) return [];
    const where = `${path}.records[${index}]`;
    const { productCode, endDate } = partsOf(line);
    return {
      id: line.Id,
      productCode,
      quantity: Number(line.Quantity.text),
      unitPrice: decimalAt(line.UnitPrice, document.currency, `${where}.UnitPrice`),
      total: decimalAt(line.TotalPrice, document.currency, `${where}.TotalPrice`),
      startOn: dayOrNullAt(line.ServiceDate, `${where}.ServiceDate`),
      endOn: dayOrNullAt(endDate, `${where}.EndDate`),
    };
  });
}
