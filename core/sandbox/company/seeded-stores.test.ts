import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '#core/base/manual-clock.ts';
import { seededRandom } from '#core/base/random.ts';
import { createNetSuiteOrganisation } from '../netsuite/organisation.ts';
import { createSalesforceOrganisation } from '../salesforce/salesforce-organisation.ts';
import { createStripeOrganisation } from '../stripe/organisation.ts';
import { type CompanyOptions, generateCompany } from './generate-company.ts';
import { seedCompany } from './seed-company.ts';
import { compareStores } from './store-oracle.ts';

function seed(options: CompanyOptions) {
  const company = generateCompany(options);
  const clock = new ManualClock(company.calendar.todayMs);
  const random = seededRandom('seeded stores');
  const organisations = {
    salesforce: createSalesforceOrganisation({
      clock,
      random,
      orgId: '00D000000000001',
      credentials: { clientId: 'c', clientSecret: 's', username: 'u' },
    }),
    stripe: createStripeOrganisation({
      clock,
      random,
      accountId: 'acct_1',
      secretKey: 'sk',
      webhookSecret: 'wh',
    }),
    netsuite: createNetSuiteOrganisation({ clock, random, accountId: 'TSTDRV1', credentials: [] }),
  };
  return { organisations, truth: seedCompany(company, organisations) };
}

type Seeded = ReturnType<typeof seed>;

function digest({ organisations, truth }: Seeded): string {
  const hash = createHash('sha256').update(JSON.stringify(truth));
  const { salesforce, stripe, netsuite } = organisations;
  for (const name of ['Account', 'Opportunity', 'Order', 'OrderItem']) {
    hash.update(JSON.stringify([...salesforce.store.all(name)]));
  }
  for (const kind of ['customer', 'subscription', 'invoice', 'credit_note', 'charge', 'refund'] as const) {
    hash.update(JSON.stringify([...stripe.store.rows(kind)]));
  }
  for (const type of ['invoice', 'creditMemo', 'customerPayment', 'customerRefund'] as const) {
    hash.update(JSON.stringify([...netsuite.store.documentsOf(type)]));
  }
  return hash.digest('hex');
}

const shared = seed({ seed: 7 });

describe('the seeded organisations', () => {
  it('are the same for the same seed', () => {
    expect(digest(seed({ seed: 7 }))).toBe(digest(shared));
    expect(digest(seed({ seed: 8 }))).not.toBe(digest(shared));
  });

  it.each([
    ['one month', { seed: 7 }],
    ['another seed', { seed: 'quarter' }],
    ['three months', { seed: 9, months: 3 }],
    ['a larger company', { seed: 10, invoices: 900 }],
  ] as const)('differ exactly where planted: %s', (_what, options) => {
    const seeded = seed(options);
    const { organisations, truth } = seeded;
    const planted = truth.breaks
      .filter((one) => one.origin !== 'after-posting')
      .filter((one) => one.origin !== 'held' || isHeldBefore(seeded, one.billingId, truth.cutoverOn))
      .map((one) => `${one.class} ${one.kind} ${one.billingId ?? '-'} ${one.erpId ?? '-'}`);
    const found = compareStores(organisations, truth.cutoverOn).map(
      (one) => `${one.class} ${one.kind} ${one.billingId ?? '-'} ${one.erpId ?? '-'}`,
    );
    expect(found.sort()).toEqual(planted.sort());
  });

  it('have no difference at all without planting', () => {
    const { organisations, truth } = seed({ seed: 7, planted: false, months: 2 });
    expect(compareStores(organisations, truth.cutoverOn)).toEqual([]);
  });

  it('notice a difference that nobody planted', () => {
    const { organisations, truth } = seed({ seed: 7, planted: false });
    const [first, second] = [...organisations.netsuite.store.documentsOf('invoice')];
    organisations.netsuite.handEdit({
      action: 'change-amount',
      type: 'invoice',
      id: first?.id,
      totalMinor: (first?.totalMinor ?? 0) + 700,
    });
    organisations.netsuite.handEdit({ action: 'delete', type: 'invoice', id: second?.id });
    const found = compareStores(organisations, truth.cutoverOn);
    expect(found.map((one) => one.class).sort()).toContain('manual-edit');
    expect(found.map((one) => one.class).sort()).toContain('missing');
  });

  it('tie: what is applied to an ERP document never exceeds it, and equals what was paid and credited', () => {
    const { store } = shared.organisations.netsuite;
    for (const type of ['invoice', 'creditMemo', 'customerPayment', 'customerRefund'] as const) {
      for (const document of store.documentsOf(type)) {
        const lines = document.lines.reduce((sum, line) => sum + line.amountMinor + line.taxMinor, 0);
        if (document.lines.length > 0) expect(lines).toBe(document.totalMinor);
        const applied = [...store.applicationsOf(document.id), ...store.applicationsTo(document.id)];
        const total = applied.reduce((sum, one) => sum + one.amountMinor, 0);
        expect(store.remainingMinor(document.id)).toBe(document.totalMinor - total);
        expect(store.remainingMinor(document.id)).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('give the CRM the recurring revenue that billing runs', () => {
    const { salesforce, stripe } = shared.organisations;
    const prices = new Map([...stripe.store.rows('price')].map((price) => [price.id, price]));
    const byAccount = new Map<string, number>();
    for (const row of stripe.store.rows('subscription')) {
      if (row.status === 'canceled') continue;
      const yearly = row.items.reduce((sum, item) => {
        const price = prices.get(item.price);
        const times = price?.recurring?.interval === 'month' ? 12 : 1;
        return sum + (item.quantity ?? 0) * Number(price?.unitAmountDecimal) * times;
      }, 0);
      const account = row.metadata['crm_account_id'] as string;
      byAccount.set(account, (byAccount.get(account) ?? 0) + yearly);
    }
    for (const account of salesforce.store.all('Account')) {
      expect(account['ARR__c']).toBe(((byAccount.get(account.Id) ?? 0) / 100).toFixed(2));
    }
  });

  it('link each carried-out order to its subscription, and the pending ones to none', () => {
    const { salesforce, stripe } = shared.organisations;
    const pending = new Set(shared.truth.pendingOrders.map((one) => one.crmOrderId));
    const stopped = new Set(shared.truth.exceptions.map((one) => one.sourceId));
    const subscriptions = new Map([...stripe.store.rows('subscription')].map((row) => [row.id, row]));
    for (const order of salesforce.store.all('Order')) {
      const id = order['Billing_Subscription_Id__c'] ?? null;
      if (pending.has(order.Id) || stopped.has(order.Id)) {
        expect(id).toBeNull();
        continue;
      }
      // Training days are sold once: billed without a subscription.
      if (id === null) continue;
      expect(subscriptions.get(id as string)?.metadata['contract_number']).toBe(order['Contract_Number__c']);
    }
    expect(pending.size).toBe(11);
  });

  it('lay the edits that follow a posting', () => {
    const after = shared.truth.breaks.filter((one) => one.origin === 'after-posting');
    expect(after.map((one) => one.class).sort()).toEqual([
      'duplicate',
      'manual-edit',
      'manual-edit',
      'manual-edit',
    ]);
    expect(after.every((one) => one.erpId === null && one.billingNumber !== null)).toBe(true);
  });
});

/** A held document dated before the cut-over is missing from the start. */
function isHeldBefore({ organisations }: Seeded, billingId: string | null, cutoverOn: string): boolean {
  const { effectiveAt } = organisations.stripe.store.state.get('invoice', billingId ?? '');
  return new Date((effectiveAt ?? 0) * 1000).toISOString().slice(0, 10) < cutoverOn;
}
