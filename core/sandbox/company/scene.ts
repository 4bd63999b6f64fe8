import type { Random } from '#core/base/random.ts';
import type { Customer } from './company-model.ts';
import type { SampleCalendar } from './sample-calendar.ts';

/** What a story needs to know: the month it plays in and the customer's own draws. */
export interface Scene {
  readonly calendar: SampleCalendar;
  readonly month: string;
  readonly customer: Customer;
  readonly random: Random;
}
