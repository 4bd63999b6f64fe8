import { type Random, seededRandom } from '#core/base/random.ts';
import { addMonths } from '#core/domain/day.ts';
import type { Customer, CustomerHistory } from './company-model.ts';
import { annualMinor } from './contract-builder.ts';
import { buildCustomer } from './customer-builder.ts';
import { ANNUAL_STORIES, meteredUsage, monthlySeats } from './ordinary-stories.ts';
import { PLANTED_BREAKS } from './planted-breaks.ts';
import type { PlantedCase, PlantedHistory } from './planted-customer.ts';
import { PENDING_ORDERS, PLANTED_EXCEPTIONS } from './planted-exceptions.ts';
import { dayIn, instant, sampleCalendar, type SampleCalendar } from './sample-calendar.ts';

export interface CompanyOptions {
  readonly seed: number | string;
  /** How many months, ending with the one that is being closed. */
  readonly months?: number;
  readonly firstMonth?: string;
  /** Billing invoices a month, about; up to 100,000. */
  readonly invoices?: number;
  /** False: no breaks, exceptions or pending orders. */
  readonly planted?: boolean;
}

export interface Company {
  readonly seed: number | string;
  readonly calendar: SampleCalendar;
  /** Every customer with its history, one at a time: planted cases first, so that small and large samples share them. */
  histories(): Generator<PlantedHistory>;
}

const SMALL_INVOICES = 120;
const RECURRING_SHARE_PERCENT = 45;

/**
 * The sample company "Northwind Metrics" in time. Pure: the same options give the same company, and a customer does not
 * depend on the others. Nothing is kept, so any size fits in memory.
 */
export function generateCompany(options: CompanyOptions): Company {
  const calendar = sampleCalendar(options.months ?? 1, options.firstMonth);
  const invoices = options.invoices ?? SMALL_INVOICES;
  const cases =
    options.planted === false ? [] : [...PLANTED_BREAKS, ...PLANTED_EXCEPTIONS, ...PENDING_ORDERS];
  const root = seededRandom(`northwind ${options.seed}`);
  return {
    seed: options.seed,
    calendar,
    *histories() {
      let number = 1;
      for (const plant of cases) {
        yield withArr(plantOne(calendar, plant, number, root));
        number += 1;
      }
      for (const month of ordinaryMonths(calendar, Math.max(0, invoices - PLANTED_BREAKS.length))) {
        yield withArr(ordinary(calendar, month, number, root));
        number += 1;
      }
    },
  };
}

type Slot =
  | { readonly kind: 'monthly' }
  | { readonly kind: 'usage' }
  | { readonly kind: 'annual'; readonly month: string; readonly story: Story };
type Story = (typeof ANNUAL_STORIES)[number][1];

/** Has no factor in common with 100: going by it meets every per cent of the stories before any twice. */
const STORY_STEP = 37;

/** One slot per ordinary customer: recurring ones bill in every month, annual ones in theirs. */
function* ordinaryMonths(calendar: SampleCalendar, invoicesAMonth: number): Generator<Slot> {
  const recurring = Math.round((invoicesAMonth * RECURRING_SHARE_PERCENT) / 100);
  const usage = Math.round(recurring * 0.4);
  for (let index = 0; index < recurring; index += 1) yield { kind: index < usage ? 'usage' : 'monthly' };
  for (const month of calendar.months) {
    for (let index = recurring; index < invoicesAMonth; index += 1) {
      yield { kind: 'annual', month, story: storyAt((index * STORY_STEP) % 100) };
    }
  }
}

function plantOne(
  calendar: SampleCalendar,
  plant: PlantedCase,
  number: number,
  root: Random,
): PlantedHistory {
  return plant({ calendar, number, random: root.child(`customer ${number}`) });
}

function ordinary(calendar: SampleCalendar, slot: Slot, number: number, root: Random): PlantedHistory {
  const random = root.child(`customer ${number}`);
  const firstDay = dayIn(calendar.months[0] as string, 1);
  const sinceMs = instant(addMonths(firstDay, -random.integer(14, 40)), 9);
  const customer = buildCustomer(number, random, { sinceMs });
  const month = slot.kind === 'annual' ? slot.month : calendar.lastMonth;
  const scene = { calendar, month, customer, random };
  const story = slot.kind === 'monthly' ? monthlySeats : slot.kind === 'usage' ? meteredUsage : slot.story;
  return { history: { customer, ...story(scene) }, breaks: [], exceptions: [], pendingOrderKeys: [] };
}

/** The story at a position of 0 to 99, so that every kind has its share even in a small sample. */
function storyAt(position: number): Story {
  let left = position;
  for (const [weight, story] of ANNUAL_STORIES) {
    if (left < weight) return story;
    left -= weight;
  }
  return (ANNUAL_STORIES[0] as (typeof ANNUAL_STORIES)[number])[1];
}

/** The CRM's recurring revenue is what billing runs. */
function withArr(one: PlantedHistory): PlantedHistory {
  const { history } = one;
  const customer: Customer = {
    ...history.customer,
    arrMinor: annualMinor(history.customer, history.subscription),
  };
  const complete: CustomerHistory = { ...history, customer };
  return { ...one, history: complete };
}
