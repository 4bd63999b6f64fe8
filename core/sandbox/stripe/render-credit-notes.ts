import { lineId } from './ids.ts';
import { taxesByRate } from './invoice-lines.ts';
import { EMBEDDED_LINES, rates, taxAmounts } from './render-invoices.ts';
import { type Json, listOf } from './render-parties.ts';
import type { CreditNoteLine, CreditNoteRow } from './rows.ts';
import type { StripeState } from './state.ts';

export function renderCreditNoteLine(
  state: StripeState,
  note: string,
  line: CreditNoteLine,
  index: number,
): Json {
  return {
    id: lineId('cnli', note, index),
    object: 'credit_note_line_item',
    amount: line.amount,
    amount_excluding_tax: line.amount,
    description: line.description,
    discount_amount: 0,
    discount_amounts: [],
    ...(line.invoiceLine === null ? {} : { invoice_line_item: line.invoiceLine }),
    livemode: false,
    quantity: line.quantity,
    tax_amounts: taxAmounts(line.taxes),
    tax_rates: rates(
      state,
      line.taxes.map((tax) => tax.rate),
    ),
    type: line.type,
    unit_amount: line.unitAmount,
    unit_amount_decimal: line.unitAmount === null ? null : String(line.unitAmount),
    unit_amount_excluding_tax: line.unitAmount === null ? null : String(line.unitAmount),
  };
}

export function renderCreditNote(state: StripeState, row: CreditNoteRow): Json {
  return {
    id: row.id,
    object: 'credit_note',
    amount: row.total,
    amount_shipping: 0,
    created: row.created,
    currency: row.currency,
    customer: row.customer,
    customer_balance_transaction: row.balanceTransaction,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: row.effectiveAt,
    invoice: row.invoice,
    lines: listOf(
      `/v1/credit_notes/${row.id}/lines`,
      row.lines
        .slice(0, EMBEDDED_LINES)
        .map((line, index) => renderCreditNoteLine(state, row.id, line, index)),
      row.lines.length > EMBEDDED_LINES,
    ),
    livemode: false,
    memo: row.memo,
    metadata: row.metadata,
    number: row.number,
    out_of_band_amount: row.outOfBandAmount,
    pdf: `https://pay.stripe.com/credit_notes/${state.accountId}/test_${row.id}/pdf`,
    reason: row.reason,
    refund: row.refund,
    shipping_cost: null,
    status: row.status,
    subtotal: row.subtotal,
    subtotal_excluding_tax: row.subtotal,
    tax_amounts: taxAmounts(taxesByRate(row.lines)),
    total: row.total,
    total_excluding_tax: row.subtotal,
    type: row.type,
    voided_at: row.voidedAt,
  };
}
