import { addDays } from '#core/domain/day.ts';
import type { Invoice } from './company-model.ts';
import { shareOf } from './exact-amounts.ts';
import { withPayment } from './document-builder.ts';
import type { Scene } from './scene.ts';

export interface PaymentHabits {
  /** A customer whose next invoice would eat up the credit does not pay too much. */
  readonly overpays: boolean;
}

const BEHAVIOURS = [
  { upTo: 66, name: 'in full' },
  { upTo: 72, name: 'half' },
  { upTo: 80, name: 'second attempt' },
  { upTo: 84, name: 'declined' },
  { upTo: 87, name: 'too much' },
  { upTo: 100, name: 'not yet' },
] as const;

/** How the customer pays: in full, in part, at the second attempt, not at all, or too much; never on the last day. */
export function withPayments(
  scene: Pick<Scene, 'calendar' | 'random'>,
  invoice: Invoice,
  habits: PaymentHabits = { overpays: true },
): Invoice {
  const { calendar, random } = scene;
  const draw = random.integer(1, 100);
  const behaviour = BEHAVIOURS.find((one) => draw <= one.upTo)?.name ?? 'not yet';
  const on = addDays(invoice.issuedOn, random.integer(0, 13));
  const tooMuchMinor = random.integer(1, 40) * 100;
  const lastPaymentOn = addDays(calendar.lastDay, -1);
  if (on > lastPaymentOn || invoice.totalMinor <= 0) return invoice;
  const whole = { on, amountMinor: invoice.totalMinor };
  switch (behaviour) {
    case 'in full':
      return withPayment(invoice, whole);
    case 'half':
      return withPayment(invoice, { on, amountMinor: shareOf(invoice.totalMinor, 1, 2) });
    case 'declined':
      return withPayment(invoice, { ...whole, failureCode: 'insufficient_funds' });
    case 'second attempt': {
      const failed = withPayment(invoice, { ...whole, failureCode: 'expired_card' });
      const again = addDays(on, 2);
      return again > lastPaymentOn ? failed : withPayment(failed, { ...whole, on: again });
    }
    case 'too much':
      return habits.overpays
        ? withPayment(invoice, { on, amountMinor: invoice.totalMinor + tooMuchMinor })
        : withPayment(invoice, whole);
    case 'not yet':
      return invoice;
  }
}
