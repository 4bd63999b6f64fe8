import { canonicalJson } from '#core/base/canonical-json.ts';
import { createIds, type Ids } from '#core/base/ids.ts';
import { ManualClock } from '#core/base/manual-clock.ts';
import { seededRandom, type Random } from '#core/base/random.ts';
import { contentId, sha256 } from '#core/journal/digest.ts';
import type { EventDraft } from '#core/journal/event.ts';

/**
 * Drafts as JSON text, as a vendor's page gives them: invoices, payments and held postings of the real payload types, 1 to
 * 2 KB each, members in the order in which connectors write them and not in canonical order.
 */
export interface SampleEvents {
  /** The next `count` drafts as JSON texts. */
  next(count: number): string[];
}

interface World {
  readonly random: Random;
  readonly clock: ManualClock;
  readonly ids: Ids;
  count: number;
}

const entities = ['NW-US', 'NW-UK', 'NW-DE'] as const;
const currencies = { 'NW-US': 'USD', 'NW-UK': 'GBP', 'NW-DE': 'EUR' } as const;
const startMs = Date.UTC(2026, 0, 5, 8);

export function sampleEvents(seed: number): SampleEvents {
  const random = seededRandom(seed);
  const clock = new ManualClock(startMs);
  const world: World = { random, clock, ids: createIds(clock, random.child('ids')), count: 0 };
  return {
    next: (count) =>
      Array.from({ length: count }, () => {
        world.count += 1;
        clock.advance(random.integer(0, 40));
        return textOf([invoice, payment, posting][world.count % 3]?.(world) as EventDraft);
      }),
  };
}

function textOf(draft: EventDraft): string {
  return JSON.stringify(draft, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

function externalId(world: World, prefix: string): string {
  return `${prefix}_1${contentId(prefix, String(world.random.integer(0, 1e9))).slice(0, 23)}`;
}

function dayOf(world: World): string {
  return new Date(world.clock.now()).toISOString().slice(0, 10);
}

function entityDraft(
  world: World,
  type: string,
  prefix: string,
  vendorId: string,
  entity: { readonly [key: string]: unknown },
): EventDraft {
  const id = world.ids.next(prefix);
  const day = dayOf(world);
  const lineage = {
    connectionId: 'billing',
    stream: `${prefix}oices`,
    externalId: vendorId,
    contentHash: sha256(vendorId),
  };
  const recorded = {
    id,
    version: 1,
    entity,
    ordering: { by: 'instant', at: new Date(world.clock.now()).toISOString() },
    effectiveOn: day,
    isDeleted: false,
    lineage,
  };
  return {
    type,
    aggregateId: id,
    aggregateVersion: 1,
    idempotencyKey: `${id}/1`,
    correlationId: id,
    actor: 'tieout:sync',
    source: lineage,
    effectiveOn: day,
    legalEntity: (entity['legalEntity'] as string | undefined) ?? null,
    payload: { recorded, contentHash: sha256(id) } as unknown as EventDraft['payload'],
  };
}

function invoice(world: World): EventDraft {
  const { random } = world;
  const legalEntity = random.pick(entities);
  const currency = currencies[legalEntity];
  const of = (minor: number) => ({ minor: String(minor), currency });
  const day = dayOf(world);
  const lines = Array.from({ length: random.integer(1, 4) }, (_, index) => ({
    id: externalId(world, 'il'),
    productExternalId: externalId(world, 'prod'),
    description: `${random.pick(['Northwind Platform – annual', 'Überwachung "Plus"', 'Metered API calls', 'Onboarding'])} (line ${index + 1})`,
    quantity: random.integer(1, 250),
    amount: of(random.integer(100, 9_000_000)),
    tax: of(random.integer(0, 900_000)),
    taxCode: random.pick(['txr_us_ny', 'txr_de_19', '']),
    startOn: day,
    endOn: day,
    isProration: random.chance(0.1),
  }));
  const total = random.integer(10_000, 99_000_000);
  return entityDraft(world, 'invoice.issued', 'inv', externalId(world, 'in'), {
    kind: 'invoice',
    number: `NW-${100_000 + world.count}`,
    customerExternalId: externalId(world, 'cus'),
    subscriptionExternalId: externalId(world, 'sub'),
    legalEntity,
    status: 'open',
    issuedOn: day,
    finalisedOn: day,
    dueOn: day,
    subtotal: of(total),
    tax: of(random.integer(0, 1_000_000)),
    total: of(total),
    paid: of(0),
    remaining: of(total),
    lines,
  });
}

function payment(world: World): EventDraft {
  const { random } = world;
  const currency = random.pick(['USD', 'EUR', 'GBP']);
  return entityDraft(world, 'payment.succeeded', 'pay', externalId(world, 'py'), {
    kind: 'payment',
    customerExternalId: externalId(world, 'cus'),
    invoiceExternalId: externalId(world, 'in'),
    status: 'succeeded',
    amount: { minor: String(random.integer(100, 9_000_000)), currency },
    refunded: { minor: '0', currency },
    receivedOn: dayOf(world),
    failureCode: null,
  });
}

function posting(world: World): EventDraft {
  const { random } = world;
  const id = world.ids.next('pst');
  const legalEntity = random.pick(entities);
  const currency = currencies[legalEntity];
  const day = dayOf(world);
  const total = { minor: String(random.integer(100, 9_000_000)), currency };
  const command = {
    type: 'payment.post',
    subsidiaryId: String(random.integer(1, 9)),
    customerId: String(random.integer(1_000, 9_999)),
    currencyId: '1',
    currency,
    postedOn: day,
    reference: `NW-${100_000 + world.count}`,
    memo: 'Tieout NW payment',
    accountId: '211',
    total,
    applications: [{ documentId: String(random.integer(10_000, 99_999)), amount: total }],
  };
  const bytes = canonicalJson(command);
  const subject = world.ids.next('pay');
  const key = contentId('ws', legalEntity, 'billing', subject, 'payment', '1');
  return {
    type: 'posting.held',
    aggregateId: id,
    aggregateVersion: 1,
    idempotencyKey: `${id}/1`,
    correlationId: subject,
    causationSeq: null,
    actor: 'tieout:workflow',
    source: null,
    effectiveOn: day,
    legalEntity,
    payload: {
      externalId: key,
      flow: 'cash',
      connectionId: 'erp',
      subjectId: subject,
      sourceReference: `NW-${100_000 + world.count}`,
      legalEntity,
      period: day.slice(0, 7),
      customerId: world.ids.next('cus'),
      amount: total,
      payload: bytes,
      payloadHash: sha256(bytes),
      command: command,
      mappingVersion: sha256(key).slice(0, 16),
      mappingIds: [world.ids.next('map'), world.ids.next('map')],
      preparedBy: 'tieout:workflow',
      holdReasons: [{ code: 'AMOUNT_LIMIT', message: 'Above the amount that needs no approval.' }],
      reversalOf: null,
      lane: 2,
    },
  };
}
