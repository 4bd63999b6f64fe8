import { type Random, seededRandom } from '#core/base/random.ts';
import { type DocumentSet, DocumentSetBuilder, Vocabulary } from '#core/reconciliation/document-set.ts';
import { type MatchPass, matchPass } from '#core/reconciliation/rules.ts';

/** Two sides of generated documents. */
export interface Sides {
  readonly left: DocumentSet;
  readonly right: DocumentSet;
}

export const toleranceMinor = 50;
export const daysAfter = 3;

/** Exact; then amount and date tolerance within a customer; then one to up to four. */
export const benchmarkPasses: readonly MatchPass[] = [
  matchPass({ id: 'exact', keys: ['reference', 'customer'] }),
  matchPass({
    id: 'tolerance',
    keys: ['customer'],
    amount: { belowMinor: toleranceMinor, aboveMinor: toleranceMinor },
    days: { beforeDays: 0, afterDays: daysAfter },
  }),
  matchPass({
    id: 'split',
    keys: ['customer'],
    shape: 'one-to-many',
    days: { beforeDays: 0, afterDays: daysAfter },
  }),
];

const currencies = ['USD', 'EUR', 'GBP'];
const firstDay = 20_454;
const days = 90;

/**
 * `count` left documents and 7 % more on the right. Of the left ones 1.5 % are missing on the right, 3 % are paid in two
 * to four parts with references of their own, 5 % differ by up to 50 minor units and three days, the rest are equal; 1 %
 * of what is on the right is there twice. The rest of the right is missing on the left. Both sides are shuffled.
 */
export function friendlySides(count: number, seed = 'friendly'): Sides {
  const random = seededRandom(seed);
  const customers = Math.max(1, Math.floor(count / 20));
  const rightCount = Math.round(count * 1.07);
  const right = new DraftColumns(rightCount + 8);
  const left = new DraftColumns(count);
  for (let at = 0; at < count; at += 1) {
    const draft = {
      number: at,
      part: 0,
      customer: random.integer(0, customers - 1),
      amountMinor: random.integer(1_00, 50_000_00),
      day: firstDay + random.integer(0, days - 1),
    };
    left.add(draft);
    addCounterparts(random, right, draft);
  }
  let extra = 0;
  while (right.count < rightCount) {
    right.add({
      number: count + extra,
      part: 8,
      customer: random.integer(0, customers - 1),
      amountMinor: random.integer(1_00, 50_000_00),
      day: firstDay + random.integer(0, days - 1),
    });
    extra += 1;
  }
  return build(random, left, right, customers);
}

interface DraftRow {
  readonly number: number;
  readonly part: number;
  readonly customer: number;
  readonly amountMinor: number;
  readonly day: number;
}

function addCounterparts(random: Random, right: DraftColumns, draft: DraftRow): void {
  const draw = random.next();
  if (draw < 0.015) return;
  if (draw < 0.045) {
    addParts(random, right, draft);
    return;
  }
  const counterpart =
    draw < 0.095
      ? {
          ...draft,
          amountMinor: draft.amountMinor + random.pick([-1, 1]) * random.integer(1, toleranceMinor),
          day: draft.day + random.integer(0, daysAfter),
        }
      : draft;
  right.add(counterpart);
  if (random.chance(0.0105)) right.add(counterpart);
}

function addParts(random: Random, right: DraftColumns, draft: DraftRow): void {
  const parts = random.integer(2, 4);
  let rest = draft.amountMinor;
  for (let part = 1; part <= parts; part += 1) {
    const amountMinor =
      part === parts ? rest : random.integer(1, Math.max(1, Math.floor((rest * 2) / (parts - part + 1)) - 1));
    rest -= amountMinor;
    right.add({ ...draft, part, amountMinor, day: draft.day + random.integer(0, daysAfter) });
  }
}

/**
 * Few customers, three prices, four days and mostly no reference: nearly every document has thousands of equally good
 * candidates, and the tolerance pass meets crowds that differ by a few minor units.
 */
export function adversarialSides(count: number, seed = 'adversarial'): Sides {
  const random = seededRandom(seed);
  const customers = 4;
  const rightCount = Math.round(count * 1.07);
  const [left, right] = [new DraftColumns(count), new DraftColumns(rightCount)];
  for (const [side, rows] of [[left, count] as const, [right, rightCount] as const]) {
    for (let at = 0; at < rows; at += 1) {
      const isCrowd = at % 2 === 0;
      side.add({
        number: at,
        part: random.chance(0.1) ? 0 : 9,
        customer: random.integer(0, customers - 1),
        amountMinor: isCrowd ? random.pick([99_00, 199_00, 499_00]) : random.integer(1, rows * 3),
        day: firstDay + random.integer(0, 3),
      });
    }
  }
  return build(random, left, right, customers);
}

class DraftColumns {
  count = 0;
  readonly number: Int32Array;
  readonly part: Uint8Array;
  readonly customer: Int32Array;
  readonly amountMinor: Float64Array;
  readonly day: Int32Array;

  constructor(capacity: number) {
    this.number = new Int32Array(capacity);
    this.part = new Uint8Array(capacity);
    this.customer = new Int32Array(capacity);
    this.amountMinor = new Float64Array(capacity);
    this.day = new Int32Array(capacity);
  }

  add(row: DraftRow): void {
    if (this.count === this.number.length) return;
    const at = this.count++;
    this.number[at] = row.number;
    this.part[at] = row.part;
    this.customer[at] = row.customer;
    this.amountMinor[at] = row.amountMinor;
    this.day[at] = row.day;
  }
}

function build(random: Random, left: DraftColumns, right: DraftColumns, customers: number): Sides {
  const vocabulary = new Vocabulary();
  const customerCodes = Array.from({ length: customers }, (_, at) =>
    vocabulary.customer.internText(`C${String(at).padStart(7, '0')}`),
  );
  const currencyCodes = currencies.map((code) => vocabulary.currency.internText(code));
  const fill = (columns: DraftColumns, prefix: string): DocumentSet => {
    const builder = new DocumentSetBuilder(vocabulary, columns.count);
    const order = shuffledOrder(random, columns.count);
    const text = new TextScratch();
    for (let at = 0; at < columns.count; at += 1) {
      const row = order[at] as number;
      const customer = columns.customer[row] as number;
      text.start(prefix).digits(row, 9).appendTo(builder.id);
      writeReference(text, columns, row).appendTo(builder.reference);
      text.start('').appendTo(builder.documentNumber).appendTo(builder.externalLink);
      builder.addCodes({
        customer: customerCodes[customer] as number,
        entity: -1,
        kind: -1,
        currency: currencyCodes[customer % currencies.length] as number,
        amountMinor: columns.amountMinor[row] as number,
        day: columns.day[row] as number,
      });
    }
    return builder.finish();
  };
  return { left: fill(left, 'B-'), right: fill(right, 'E-') };
}

function writeReference(text: TextScratch, columns: DraftColumns, row: number): TextScratch {
  const part = columns.part[row] as number;
  const number = columns.number[row] as number;
  if (part === 9) return text.start('');
  if (part === 0) return text.start('INV-').digits(number, 8);
  return text.start('PAY-').digits(number, 8).ascii('-').digits(part, 1);
}

/** Writes short texts as bytes, so that building millions of documents leaves no garbage to be measured. */
class TextScratch {
  readonly #bytes = new Uint8Array(64);
  #length = 0;

  start(prefix: string): this {
    this.#length = 0;
    return this.ascii(prefix);
  }

  ascii(text: string): this {
    for (let at = 0; at < text.length; at += 1) this.#bytes[this.#length++] = text.charCodeAt(at);
    return this;
  }

  digits(value: number, width: number): this {
    let rest = value;
    for (let at = this.#length + width - 1; at >= this.#length; at -= 1) {
      this.#bytes[at] = 48 + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    this.#length += width;
    return this;
  }

  appendTo(column: DocumentSetBuilder['id']): this {
    column.appendBytes(this.#bytes, 0, this.#length);
    return this;
  }
}

function shuffledOrder(random: Random, count: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at -= 1) {
    const other = random.integer(0, at);
    const value = order[at] as number;
    order[at] = order[other] as number;
    order[other] = value;
  }
  return order;
}
