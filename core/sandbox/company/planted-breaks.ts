import { addDays, periodOf } from '#core/domain/day.ts';
import type { LedgerTreatment, Invoice, LedgerOnlyDocument } from './company-model.ts';
import { withCredit, withPayment } from './document-builder.ts';
import { convertAt } from './exact-amounts.ts';
import type { LegalEntityCode } from './legal-entities.ts';
import {
  planted,
  plantContract,
  type PlantedCase,
  type PlantedContract,
  plantedHistory,
  plantInvoice,
  type PlantScene,
} from './planted-customer.ts';
import { dayIn, instant } from './sample-calendar.ts';
import type { BreakPlan } from './truth.ts';

/** Who has the case: the entity, which of its markets, and the day of the last month. */
interface Where {
  readonly entity: LegalEntityCode;
  readonly market?: number;
  readonly day: number;
}

function contractOf(scene: PlantScene, where: Where): PlantedContract {
  const on = dayIn(scene.calendar.lastMonth, where.day);
  return plantContract(scene, { entity: where.entity, market: where.market ?? 0 }, { on });
}

function breakOf(
  plan: Pick<BreakPlan, 'class' | 'kind' | 'key' | 'amountMinor' | 'note'> & Partial<BreakPlan>,
  period: string,
): BreakPlan {
  return { billingMinor: plan.amountMinor, erpMinor: plan.amountMinor, origin: 'legacy', period, ...plan };
}

/** An invoice whose ERP document deviates; `describe` says how, from the invoice. */
function invoiceCase(
  where: Where,
  treat: (invoice: Invoice, scene: PlantScene) => LedgerTreatment,
  describe: (invoice: Invoice) => Pick<BreakPlan, 'class' | 'amountMinor' | 'note'> & Partial<BreakPlan>,
): PlantedCase {
  return (scene) => {
    const contract = contractOf(scene, where);
    const plain = plantInvoice(scene, contract, { kind: 'as-is' });
    const invoice = { ...plain, ledger: treat(plain, scene) };
    const plan = breakOf(
      {
        kind: 'invoice',
        key: invoice.key,
        billingMinor: invoice.totalMinor,
        erpMinor: invoice.totalMinor,
        ...describe(invoice),
      },
      periodOf(invoice.issuedOn),
    );
    return planted(plantedHistory(contract, [invoice]), [plan]);
  };
}

const offBy = (where: Where, minor: number): PlantedCase =>
  invoiceCase(
    where,
    () => ({ kind: 'off-by', minor }),
    (invoice) => ({
      class: 'rounding',
      amountMinor: minor,
      erpMinor: invoice.totalMinor + minor,
      note: `the legacy integration rounded tax or price by ${minor}`,
    }),
  );

const edited = (where: Where, kind: 'edited' | 'edited-after-posting', byMinor: number): PlantedCase =>
  invoiceCase(
    where,
    (invoice) => ({ kind, totalMinor: invoice.totalMinor + byMinor }),
    (invoice) => ({
      class: 'manual-edit',
      amountMinor: byMinor,
      erpMinor: invoice.totalMinor + byMinor,
      origin: kind === 'edited' ? 'legacy' : 'after-posting',
      note: 'a bookkeeper changed the amount in the ERP',
    }),
  );

const twice = (where: Where, kind: 'twice' | 'copied-after-posting'): PlantedCase =>
  invoiceCase(
    where,
    () => ({ kind }),
    (invoice) => ({
      class: 'duplicate',
      amountMinor: invoice.totalMinor,
      origin: kind === 'twice' ? 'legacy' : 'after-posting',
      note: kind === 'twice' ? 'posted twice by the legacy integration' : 'a bookkeeper copied the document',
    }),
  );

const misplaced = (where: Where, ledger: LedgerTreatment, note: string): PlantedCase =>
  invoiceCase(
    where,
    () => ledger,
    (invoice) => ({ class: 'mapping', amountMinor: invoice.totalMinor, note }),
  );

const dated = (where: Where, daysAfterMonth: number): PlantedCase =>
  invoiceCase(
    where,
    (_invoice, scene) => {
      const tranDate = addDays(scene.calendar.lastDay, daysAfterMonth);
      return { kind: 'dated', tranDate, postedAtMs: instant(tranDate, 9) };
    },
    (invoice) => ({
      class: 'cut-off',
      amountMinor: invoice.totalMinor,
      note: 'dated in the next period in the ERP',
    }),
  );

const forgotten = (where: Where): PlantedCase =>
  invoiceCase(
    where,
    () => ({ kind: 'absent' }),
    (invoice) => ({
      class: 'missing',
      amountMinor: invoice.totalMinor,
      erpMinor: null,
      origin: 'forgotten',
      note: 'the legacy integration never posted it',
    }),
  );

const converted = (where: Where, currency: 'EUR' | 'GBP', rate: string, note: string): PlantedCase =>
  invoiceCase(
    where,
    () => ({ kind: 'converted', currency, rate }),
    (invoice) => ({
      class: 'fx',
      amountMinor: invoice.totalMinor,
      erpMinor: convertAt(invoice.totalMinor, rate),
      note,
    }),
  );

/** Paid on the month's last day; the bank's line, and so the ERP's cash, is of the next month. */
function lateCash(where: Where, daysAfterMonth: number): PlantedCase {
  return (scene) => {
    const contract = contractOf(scene, where);
    const { lastDay } = scene.calendar;
    const tranDate = addDays(lastDay, daysAfterMonth);
    const open = plantInvoice(scene, contract, { kind: 'as-is' });
    const ledger = { kind: 'dated' as const, tranDate, postedAtMs: instant(tranDate, 9) };
    const invoice = withPayment(open, { on: lastDay, amountMinor: open.totalMinor, ledger });
    const plan = breakOf(
      {
        class: 'timing',
        kind: 'payment',
        key: `${invoice.key}/P1`,
        amountMinor: invoice.totalMinor,
        note: `cash dated ${tranDate} in the ERP`,
      },
      periodOf(lastDay),
    );
    return planted(plantedHistory(contract, [invoice]), [plan]);
  };
}

/** A payment of the legacy part whose ERP cash deviates. */
function paymentCase(
  where: Where,
  ledger: LedgerTreatment,
  describe: (amountMinor: number) => Pick<BreakPlan, 'class' | 'amountMinor' | 'note'> & Partial<BreakPlan>,
): PlantedCase {
  return (scene) => {
    const contract = contractOf(scene, where);
    const open = plantInvoice(scene, contract, { kind: 'as-is' });
    const on = addDays(open.issuedOn, 2);
    const invoice = withPayment(open, { on, amountMinor: open.totalMinor, ledger });
    const plan = breakOf(
      {
        kind: 'payment',
        key: `${invoice.key}/P1`,
        billingMinor: invoice.totalMinor,
        erpMinor: invoice.totalMinor,
        ...describe(invoice.totalMinor),
      },
      periodOf(on),
    );
    return planted(plantedHistory(contract, [invoice]), [plan]);
  };
}

/** A credit note of the legacy part whose ERP credit memo deviates. */
function creditCase(
  where: Where,
  ledger: LedgerTreatment | ((scene: PlantScene) => LedgerTreatment),
  describe: (amountMinor: number) => Pick<BreakPlan, 'class' | 'amountMinor' | 'note'> & Partial<BreakPlan>,
): PlantedCase {
  return (scene) => {
    const contract = contractOf(scene, where);
    const open = plantInvoice(scene, contract, { kind: 'as-is' });
    const on = addDays(open.issuedOn, 3);
    const invoice = withCredit(open, {
      on,
      reason: 'product_unsatisfactory',
      lineIndex: 0,
      part: [1, 4],
      refunded: false,
      ledger: typeof ledger === 'function' ? ledger(scene) : ledger,
    });
    const [credit] = invoice.credits as [Invoice['credits'][number]];
    const plan = breakOf(
      {
        kind: 'credit-note',
        key: credit.key,
        billingMinor: credit.totalMinor,
        erpMinor: credit.totalMinor,
        ...describe(credit.totalMinor),
      },
      periodOf(on),
    );
    return planted(plantedHistory(contract, [invoice]), [plan]);
  };
}

/** An ERP document about which billing knows nothing. */
function ledgerOnly(where: Where, kind: LedgerOnlyDocument['kind'], amountMinor: number): PlantedCase {
  return (scene) => {
    const contract = contractOf(scene, where);
    const invoice = plantInvoice(scene, contract, { kind: 'as-is' });
    const on = addDays(invoice.issuedOn, 1);
    const document: LedgerOnlyDocument = {
      key: `${contract.customer.key}/X1`,
      kind,
      on,
      atMs: instant(on, 16),
      reference:
        kind === 'invoice'
          ? `MANUAL-${contract.customer.number}`
          : `wire transfer ${contract.customer.number}`,
      product: 'NW-SEAT-A',
      amountMinor,
    };
    const plan: BreakPlan = {
      class: 'missing',
      kind: kind === 'invoice' ? 'invoice' : 'payment',
      key: document.key,
      period: periodOf(on),
      amountMinor,
      billingMinor: null,
      erpMinor: amountMinor,
      origin: 'legacy',
      note: 'typed into the ERP; billing has no such document',
    };
    return planted(plantedHistory(contract, [invoice], { ledgerOnly: [document] }), [plan]);
  };
}

const US = (day: number, market = 0): Where => ({ entity: 'NW-US', market, day });
const DE = (day: number, market = 0): Where => ({ entity: 'NW-DE', market, day });
const UK = (day: number, market = 0): Where => ({ entity: 'NW-UK', market, day });

/** Every class of break, over entities and currencies; days up to 12 are the legacy integration's. */
export const PLANTED_BREAKS: readonly PlantedCase[] = [
  lateCash(US(4), 1),
  lateCash(DE(7), 2),
  lateCash(UK(9), 3),
  dated(US(10), 1),
  dated(UK(11), 1),
  creditCase(
    DE(5),
    (scene) => {
      const tranDate = addDays(scene.calendar.lastDay, 2);
      return { kind: 'dated', tranDate, postedAtMs: instant(tranDate, 10) };
    },
    (amountMinor) => ({
      class: 'cut-off',
      amountMinor,
      note: 'credit memo dated in the next period in the ERP',
    }),
  ),
  misplaced(US(6), { kind: 'other-customer' }, 'booked on another customer'),
  misplaced(DE(8), { kind: 'other-entity', entity: 'NW-UK' }, 'booked in the British subsidiary'),
  misplaced(UK(3), { kind: 'other-item', product: 'NW-ANALYTICS' }, 'booked on another item'),
  offBy(US(2), 1),
  offBy(DE(3), -1),
  offBy(UK(6), 2),
  creditCase(US(8), { kind: 'off-by', minor: -1 }, (amountMinor) => ({
    class: 'rounding',
    amountMinor: -1,
    erpMinor: amountMinor - 1,
    note: 'the legacy integration rounded the credit by -1',
  })),
  converted(UK(5, 1), 'GBP', '0.86', 'booked in pounds, the base currency'),
  converted(DE(4, 3), 'EUR', '0.88', 'booked in euros at a stale rate'),
  forgotten(US(7)),
  paymentCase(DE(2), { kind: 'absent' }, (amountMinor) => ({
    class: 'missing',
    amountMinor,
    erpMinor: null,
    origin: 'forgotten',
    note: 'the legacy integration never posted the cash',
  })),
  ledgerOnly(UK(7), 'invoice', 123_450),
  ledgerOnly(DE(6), 'invoice', 98_765),
  ledgerOnly(US(5), 'customerPayment', 45_000),
  twice(US(9), 'twice'),
  paymentCase(DE(9), { kind: 'twice' }, (amountMinor) => ({
    class: 'duplicate',
    amountMinor,
    note: 'the cash was posted twice by the legacy integration',
  })),
  twice(UK(16), 'copied-after-posting'),
  edited(DE(10), 'edited', 25_000),
  edited(US(17), 'edited-after-posting', -10_000),
  edited(DE(18), 'edited-after-posting', 1_999),
  edited(UK(19), 'edited-after-posting', 50_000),
];
