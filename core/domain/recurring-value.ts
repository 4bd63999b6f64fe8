import type { Subscription } from './contract.ts';
import { add, type Money, scale, zero } from './money.ts';

/** What a subscription's licensed items cost in a year at today's quantities. Usage is not recurring. */
export function annualValue(subscription: Subscription): Money {
  return subscription.items
    .filter(({ usage }) => usage === 'licensed')
    .map(({ unitAmount, quantity, interval }): Money => {
      if (unitAmount === null || interval === null) return zero(subscription.currency);
      return scale(unitAmount, BigInt(quantity) * (interval === 'month' ? 12n : 1n), 1n, 'half-even');
    })
    .reduce(add, zero(subscription.currency));
}

/** What one of its periods costs at today's licences; null for usage, which is only known when the period is over. */
export function periodValue(subscription: Subscription): Money | null {
  const annual = annualValue(subscription);
  if (annual.minor === 0n) return null;
  const isMonthly = subscription.items.some(
    ({ interval, usage }) => usage === 'licensed' && interval === 'month',
  );
  return isMonthly ? scale(annual, 1n, 12n, 'half-even') : annual;
}
