import { present } from '#core/base/assert.ts';
import { periodOf } from '#core/domain/day.ts';
import type { NetSuiteOrganisation } from '../netsuite/organisation.ts';
import type { SalesforceOrganisation } from '../salesforce/salesforce-organisation.ts';
import type { StripeOrganisation } from '../stripe/organisation.ts';
import type { CustomerHistory } from './company-model.ts';
import type { Company } from './generate-company.ts';
import type { PlantedHistory } from './planted-customer.ts';
import { type BillingIds, seedBilling, seedBillingCatalogue } from './seed-billing.ts';
import { type CrmIds, linkCrm, seedCrm, seedCrmCatalogue } from './seed-crm.ts';
import { type LedgerIds, LedgerSeeder } from './seed-ledger.ts';
import { type SampleMapping, sampleMappings } from './sample-mappings.ts';
import { seedLedgerSetup } from './seed-ledger-setup.ts';
import type {
  BreakKind,
  ExceptionPlan,
  PendingOrder,
  PlantedBreak,
  PlantedException,
  SampleTruth,
} from './truth.ts';

export interface SampleOrganisations {
  readonly salesforce: SalesforceOrganisation;
  readonly stripe: StripeOrganisation;
  readonly netsuite: NetSuiteOrganisation;
}

interface Seeded {
  readonly planted: PlantedHistory;
  readonly crm: CrmIds;
  readonly billing: BillingIds;
  readonly ledger: LedgerIds;
}

type Counts = Record<BreakKind, { billing: number; erp: number }>;

/**
 * Puts the company into the three organisations, one customer at a time, and returns the truth about what is planted.
 * `onMappings` receives the mappings between the organisations' lists, for a workspace's configuration file.
 */
export function seedCompany(
  company: Company,
  organisations: SampleOrganisations,
  onMappings: (mappings: readonly SampleMapping[]) => void = () => {},
): SampleTruth {
  const { calendar } = company;
  const { salesforce, stripe, netsuite } = organisations;
  const crmCatalogue = seedCrmCatalogue(salesforce.store, calendar);
  const billingCatalogue = seedBillingCatalogue(stripe.store, calendar);
  const setup = seedLedgerSetup(netsuite.store, calendar);
  const seeder = new LedgerSeeder(netsuite, setup, calendar);
  onMappings(sampleMappings(setup, billingCatalogue, calendar));
  const breaks: PlantedBreak[] = [];
  const exceptions: PlantedException[] = [];
  const pendingOrders: PendingOrder[] = [];
  const documents: Counts = {
    invoice: { billing: 0, erp: 0 },
    'credit-note': { billing: 0, erp: 0 },
    payment: { billing: 0, erp: 0 },
    refund: { billing: 0, erp: 0 },
  };
  for (const planted of company.histories()) {
    const { history } = planted;
    const crm = seedCrm(salesforce.store, crmCatalogue, history);
    const billing = seedBilling(stripe.store, billingCatalogue, history, crm);
    const ledger = seeder.seed(history, billing, crm.accountId);
    linkCrm(salesforce.store, history, crm, {
      billingCustomerId: billing.customerId,
      billingSubscriptionId: billing.subscriptionId,
      erpCustomerId: ledger.customerId,
    });
    const seeded: Seeded = { planted, crm, billing, ledger };
    breaks.push(...planted.breaks.map((plan) => resolveBreak(seeded, plan, netsuite)));
    exceptions.push(...planted.exceptions.map((plan) => resolveException(seeded, plan)));
    pendingOrders.push(...planted.pendingOrderKeys.map((key) => resolvePending(seeded, key)));
    count(documents, history, ledger, calendar.lastMonth);
  }
  const { months, cutoverOn, todayMs } = calendar;
  return { seed: company.seed, months, cutoverOn, todayMs, breaks, exceptions, pendingOrders, documents };
}

function resolveBreak(
  { planted, billing, ledger }: Seeded,
  plan: PlantedHistory['breaks'][number],
  netsuite: NetSuiteOrganisation,
): PlantedBreak {
  const { customer } = planted.history;
  const billed = billing.documents.get(plan.key);
  const erpId = ledger.documents.get(plan.key);
  const erpDocument = erpId === undefined ? undefined : netsuite.store.document(erpId);
  return {
    class: plan.class,
    entity: customer.entity,
    currency: customer.currency,
    period: plan.period,
    kind: plan.kind,
    key: plan.key,
    billingId: billed?.id ?? null,
    billingNumber: billed?.number ?? null,
    erpId: erpId === undefined ? null : String(erpId),
    erpRef: erpDocument?.tranId ?? null,
    amountMinor: String(plan.amountMinor),
    billingMinor: plan.billingMinor === null ? null : String(plan.billingMinor),
    erpMinor: plan.erpMinor === null ? null : String(plan.erpMinor),
    origin: plan.origin,
    note: plan.note,
  };
}

function resolveException({ planted, crm, billing }: Seeded, plan: ExceptionPlan): PlantedException {
  const { entity, currency } = planted.history.customer;
  const sourceId =
    plan.source === 'billing'
      ? billing.documents.get(plan.key)?.id
      : (crm.orderIds.get(plan.key) ?? crm.opportunityIds.get(plan.key));
  return {
    code: plan.code,
    source: plan.source,
    key: plan.key,
    sourceId: present(sourceId, `no record of ${plan.key}`),
    entity,
    amountMinor: String(plan.amountMinor),
    currency,
  };
}

function resolvePending({ planted, crm }: Seeded, key: string): PendingOrder {
  const { customer, orders } = planted.history;
  const order = present(
    orders.find((one) => one.key === key),
    `no order ${key}`,
  );
  return {
    key,
    crmOrderId: present(crm.orderIds.get(key), `no CRM order ${key}`),
    type: order.type,
    entity: customer.entity,
    amountMinor: String(order.lines.reduce((sum, line) => sum + line.totalMinor, 0)),
    currency: customer.currency,
  };
}

/** Documents of the month that count: not voided invoices, not failed payments. */
function count(counts: Counts, history: CustomerHistory, ledger: LedgerIds, month: string): void {
  const add = (kind: BreakKind, key: string, on: string): void => {
    if (periodOf(on) !== month) return;
    counts[kind].billing += 1;
    if (ledger.documents.has(key)) counts[kind].erp += 1;
  };
  for (const invoice of history.invoices) {
    if (invoice.voidedAtMs === null) add('invoice', invoice.key, invoice.issuedOn);
    for (const payment of invoice.payments)
      if (payment.failureCode === null) add('payment', payment.key, payment.on);
    for (const credit of invoice.credits) {
      add('credit-note', credit.key, credit.on);
      if (credit.refund !== null) add('refund', credit.refund.key, credit.refund.on);
    }
  }
}
