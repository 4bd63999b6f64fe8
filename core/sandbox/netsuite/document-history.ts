import { present } from '#core/base/assert.ts';
import type { EpochMs } from '#core/base/clock.ts';
import type { AccountState } from './account-state.ts';
import type { DocumentLine, DocumentType, SandboxDocument } from './model.ts';

export type NewLine = Partial<Omit<DocumentLine, 'line' | 'amountMinor'>> & { readonly amountMinor: number };

/** A document of the past, taken as it is: the caller vouches for its sense. */
export interface NewDocument {
  readonly type: DocumentType;
  readonly id?: number;
  readonly externalId?: string;
  readonly tranId?: string;
  readonly customerId?: number;
  readonly subsidiaryId: number;
  readonly currencyId: number;
  readonly exchangeRate?: string;
  /** YYYY-MM-DD; the posting period is the one of this day. */
  readonly tranDate: string;
  readonly dueDate?: string;
  readonly otherRefNum?: string;
  readonly memo?: string;
  readonly accountId?: number;
  readonly paymentMethod?: string;
  readonly lines?: readonly NewLine[];
  /** Payments and refunds; item documents and journals are added up from their lines. */
  readonly totalMinor?: number;
  readonly settles?: readonly { readonly documentId: number; readonly amountMinor: number }[];
  readonly custom?: Readonly<Record<string, string>>;
  /** When it was made; now when absent. */
  readonly atMs?: EpochMs;
  /** Who made it: a bookkeeper or a legacy integration. */
  readonly employeeId?: number;
}

/** The whole document from what was given: ids, number, period, rate and totals filled in. */
export function completeDocument(state: AccountState, input: NewDocument): SandboxDocument {
  const id = state.takeDocumentId(input.id);
  const atMs = input.atMs ?? state.clock.now();
  const by = input.employeeId ?? 0;
  const lines = (input.lines ?? []).map((line, index) => completeLine(line, index + 1));
  const period = present(state.periodOf(input.tranDate), `no period for ${input.tranDate}`);
  return {
    id,
    type: input.type,
    externalId: input.externalId ?? null,
    tranId: input.tranId ?? state.takeTranId(input.type),
    entityId: input.customerId ?? null,
    subsidiaryId: input.subsidiaryId,
    currencyId: input.currencyId,
    exchangeRate: input.exchangeRate ?? state.exchangeRate(input.currencyId, input.subsidiaryId),
    tranDate: input.tranDate,
    dueDate: input.dueDate ?? null,
    postingPeriodId: period.id,
    otherRefNum: input.otherRefNum ?? null,
    memo: input.memo ?? null,
    accountId: input.accountId ?? null,
    paymentMethod: input.paymentMethod ?? null,
    lines,
    ...totalsOf(input, lines),
    voided: false,
    custom: input.custom ?? {},
    createdAtMs: atMs,
    createdBy: by,
    modifiedAtMs: atMs,
    modifiedBy: by,
  };
}

function completeLine(line: NewLine, number: number): DocumentLine {
  return {
    itemId: null,
    accountId: null,
    entityId: null,
    description: null,
    quantity: null,
    rate: null,
    taxCodeId: null,
    taxMinor: 0,
    departmentId: null,
    classId: null,
    locationId: null,
    custom: {},
    ...line,
    line: number,
  };
}

function totalsOf(
  input: NewDocument,
  lines: readonly DocumentLine[],
): Pick<SandboxDocument, 'subtotalMinor' | 'taxMinor' | 'totalMinor'> {
  if (input.type === 'customerPayment' || input.type === 'customerRefund') {
    const totalMinor = present(input.totalMinor, 'a payment or refund is seeded with its total');
    return { subtotalMinor: totalMinor, taxMinor: 0, totalMinor };
  }
  if (input.type === 'journalEntry') {
    const totalMinor = lines.reduce((sum, line) => sum + Math.max(0, line.amountMinor), 0);
    return { subtotalMinor: totalMinor, taxMinor: 0, totalMinor };
  }
  const subtotalMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0);
  return { subtotalMinor, taxMinor, totalMinor: subtotalMinor + taxMinor };
}
