import { addDays } from '#core/domain/day.ts';
import type { Invoice } from './company-model.ts';
import { shareOf } from './exact-amounts.ts';
import { withPayment } from './document-builder.ts';
import type { Scene } from './scene.ts';

const BEHAVIOURS = [
  { upTo: 66, name: 'in full' },
  { upTo: 72, name: 'half' },
  { upTo: 80, name: 'second attempt' },
  { upTo: 84, name: 'declined' },
  { upTo: 100, name: 'not yet' },
] as const;

/** How the customer pays: in full, in part, at the second attempt, or not yet; never on the last day. */
export function withPayments(scene: Pick<Scene, 'calendar' | 'random'>, invoice: Invoice): Invoice {
  const { calendar, random } = scene;
  const draw = random.integer(1, 100);
  const behaviour = BEHAVIOURS.find((one) => draw <= one.upTo)?.name ?? 'not yet';
  const on = addDays(invoice.issuedOn, random.integer(0, 13));
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
    case 'not yet':
      return invoice;
  }
}
