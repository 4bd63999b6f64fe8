import { safe } from './arithmetic.ts';
import { mergeMetadata } from './customers.ts';
import type { ChargeRow, Metadata, RefundReason, RefundRow } from './rows.ts';
import type { StripeState } from './state.ts';
import { invalid } from './stripe-error.ts';

export interface RefundInput {
  readonly charge?: string;
  readonly paymentIntent?: string;
  /** Absent: all that is not refunded yet. */
  readonly amount?: number;
  readonly reason?: RefundReason;
  readonly status?: RefundRow['status'];
  readonly metadata?: Metadata | null;
}

export function createRefund(state: StripeState, input: RefundInput): RefundRow {
  const charge = refundedCharge(state, input);
  const left = charge.amount - charge.amountRefunded;
  if (charge.status !== 'succeeded')
    throw invalid(`Charge ${charge.id} is not succeeded and can't be refunded.`, 'charge');
  if (left === 0)
    throw invalid(`Charge ${charge.id} has already been refunded.`, undefined, 'charge_already_refunded');
  const amount = safe(input.amount ?? left);
  if (amount <= 0)
    throw invalid('This value must be greater than or equal to 1.', 'amount', 'parameter_invalid_integer');
  if (amount > left) {
    throw invalid(
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`,
      'amount',
    );
  }
  const row = state.insert(
    'refund',
    {
      ...state.fresh(charge.id.startsWith('py') ? 'pyr' : 're'),
      charge: charge.id,
      paymentIntent: charge.paymentIntent,
      amount,
      currency: charge.currency,
      status: input.status ?? 'succeeded',
      failureReason: null,
      reason: input.reason ?? null,
      metadata: mergeMetadata({}, input.metadata),
    },
    'refund.created',
  );
  state.update('charge', charge.id, { amountRefunded: charge.amountRefunded + amount }, 'charge.refunded');
  return row;
}

function refundedCharge(state: StripeState, input: RefundInput): ChargeRow {
  if (input.charge !== undefined) return state.find('charge', input.charge, 'charge');
  if (input.paymentIntent === undefined) {
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
    );
  }
  const intent = state.find('payment_intent', input.paymentIntent, 'payment_intent');
  if (intent.latestCharge === null) {
    throw invalid(
      `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
      'payment_intent',
    );
  }
  return state.get('charge', intent.latestCharge);
}

/** Metadata, or a later outcome: a refund that failed gives its amount back to the charge. */
export function updateRefund(
  state: StripeState,
  id: string,
  changes: { readonly metadata?: Metadata | null; readonly failureReason?: string },
): RefundRow {
  const before = state.find('refund', id, 'refund', 404);
  const failing = changes.failureReason !== undefined && before.status !== 'failed';
  const row = state.update(
    'refund',
    id,
    {
      metadata: mergeMetadata(before.metadata, changes.metadata),
      ...(failing ? { status: 'failed' as const, failureReason: changes.failureReason ?? null } : {}),
    },
    'charge.refund.updated',
  );
  state.emit('refund.updated', 'refund', row, before);
  if (failing) {
    const charge = state.get('charge', row.charge);
    state.update(
      'charge',
      charge.id,
      { amountRefunded: charge.amountRefunded - row.amount },
      'charge.updated',
    );
  }
  return row;
}
