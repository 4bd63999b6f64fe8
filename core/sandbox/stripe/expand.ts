import { type Json, listOf } from './render-parties.ts';
import { refundsOf, renderRow } from './render.ts';
import type { Kind } from './rows.ts';
import type { StripeState } from './state.ts';
import { invalid, StripeError } from './stripe-error.ts';

const DEPTH_MAX = 4;

const KIND_BY_PREFIX: Readonly<Record<string, Kind>> = {
  cus: 'customer',
  prod: 'product',
  price: 'price',
  txr: 'tax_rate',
  sub: 'subscription',
  in: 'invoice',
  ii: 'invoiceitem',
  cn: 'credit_note',
  ch: 'charge',
  py: 'charge',
  pi: 'payment_intent',
  pm: 'payment_method',
  re: 'refund',
  pyr: 'refund',
  cbtxn: 'customer_balance_transaction',
};

/** Members that can be expanded somewhere, or lead to one that can. */
const STEPS: ReadonlySet<string> = new Set(
  [
    'data lines items refunds subscriptions sources tax_ids invoice_settings',
    'customer subscription invoice latest_invoice charge latest_charge payment_intent price',
    'plan product default_price refund credit_note customer_balance_transaction payment_method default_payment_method',
    'default_source discounts invoice_item total_tax_amounts tax_amounts tax_rate latest_revision test_clock',
    'schedule',
  ].flatMap((words) => words.split(' ')),
);

/** Refuses, before anything is done, paths that lead nowhere on any object. */
export function checkPaths(paths: readonly string[]): void {
  for (const path of paths) {
    const steps = path.split('.');
    const depth = steps[0] === 'data' ? steps.length - 1 : steps.length;
    if (depth > DEPTH_MAX) {
      const message = `You cannot expand more than ${DEPTH_MAX} levels of a property. Property: ${path}`;
      throw invalid(message, 'expand');
    }
    const unknown = steps.find((step) => !STEPS.has(step));
    if (unknown !== undefined) throw cannot(path, unknown);
  }
}

/**
 * Replaces ids by their objects along the checked paths, in place. A path that leads nowhere on this object is refused
 * on reads; after a write, which is done by then, it is passed over.
 */
export function expandPaths(
  state: StripeState,
  root: Json,
  paths: readonly string[],
  isWrite: boolean,
): Json {
  for (const path of paths) {
    try {
      expandAlong(state, root, path.split('.'), path);
    } catch (error) {
      if (!isWrite || !(error instanceof StripeError)) throw error;
    }
  }
  return root;
}

function expandAlong(state: StripeState, node: Json, steps: readonly string[], path: string): void {
  const [step, ...rest] = steps;
  if (step === undefined) return;
  if (!(step in node)) {
    const included = includable(state, node, step);
    if (included === undefined) throw cannot(path, step);
    node[step] = included;
  }
  const value = node[step];
  if (value === null) return;
  if (typeof value === 'string') node[step] = objectOf(state, value, path, step);
  const next = node[step];
  if (Array.isArray(next)) {
    for (const [index, member] of next.entries()) {
      if (typeof member === 'string') next[index] = objectOf(state, member, path, step);
      expandAlong(state, next[index] as Json, rest, path);
    }
  } else if (typeof next === 'object' && next !== null) {
    expandAlong(state, next as Json, rest, path);
  } else {
    throw cannot(path, step);
  }
}

function objectOf(state: StripeState, id: string, path: string, step: string): Json {
  const kind = KIND_BY_PREFIX[id.slice(0, id.indexOf('_'))];
  const row = kind === undefined ? undefined : state.tables[kind].get(id);
  if (kind === undefined || row === undefined) throw cannot(path, step);
  return renderRow(state, kind, row);
}

/** Members that are there only when asked for. */
function includable(state: StripeState, node: Json, step: string): Json | undefined {
  const id = node['id'] as string;
  if (node['object'] === 'charge' && step === 'refunds') return refundsOf(state, id);
  if (node['object'] === 'customer' && step === 'subscriptions') {
    const live = state.tables.subscription.of('customer', id).filter((row) => row.status !== 'canceled');
    const data = live.reverse().map((row) => renderRow(state, 'subscription', row));
    return listOf(`/v1/customers/${id}/subscriptions`, data.slice(0, 10), data.length > 10);
  }
  if (node['object'] === 'customer' && (step === 'sources' || step === 'tax_ids')) {
    return listOf(`/v1/customers/${id}/${step}`, [], false);
  }
  return undefined;
}

function cannot(path: string, step: string): StripeError {
  const advice = path.startsWith('data.')
    ? ''
    : " You may want to try expanding the list with 'data.' first.";
  return invalid(`This property cannot be expanded (${step}).${advice}`, 'expand');
}
