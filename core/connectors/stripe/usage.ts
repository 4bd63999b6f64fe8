import { z } from 'zod';
import { type Result, ok } from '#core/base/result.ts';
import type { PullFailure, PullPage, PullRequest, SourceRecord } from '../sdk/connector.ts';
import { countStalled, readCursor, writeCursor } from '../sdk/cursor.ts';
import { isMissing, type ReadOptions, type StripeClient } from './client.ts';
import { completeRecord, listAll } from './complete.ts';
import { type UsageCursor, usageCursor } from './cursors.ts';
import { headOf } from './resources.ts';

/** Each subscription of a page brings one more call per metered item. */
const pageSize = 25;

const meteredItems = z.looseObject({
  items: z.looseObject({
    data: z.array(
      z.looseObject({
        id: z.string(),
        price: z.looseObject({ recurring: z.looseObject({ usage_type: z.string() }).nullable() }),
      }),
    ),
  }),
});

/**
 * Usage summaries of every metered item, walked by subscription: Stripe tells of usage in no event, so each run reads
 * all. A summary names only its item, so the record holds the subscription's id beside the vendor's own text.
 */
export async function pullUsage(
  client: StripeClient,
  request: PullRequest,
  options: ReadOptions,
): Promise<Result<PullPage, PullFailure>> {
  const start: UsageCursor = { after: null, stalled: 0 };
  const position = request.cursor === null ? ok(start) : readCursor(usageCursor, request.cursor);
  if (!position.ok) return position;
  const { after, stalled } = position.value;
  const behind = after === null ? '' : `&starting_after=${encodeURIComponent(after)}`;
  const page = await client.list(`/v1/subscriptions?limit=${pageSize}&status=all${behind}`, options);
  if (!page.ok) return page;
  if (isMissing(page.value)) return ok({ records: [], cursor: writeCursor(start), isLast: false });
  const { elements, hasMore } = page.value;
  const summaries = await Promise.all(elements.map((text) => usageOf(client, text, options)));
  const records: SourceRecord[] = [];
  for (const summary of summaries) {
    if (!summary.ok) return summary;
    records.push(...summary.value);
  }
  const last = elements.at(-1);
  const next = last === undefined ? after : headOf(last).id;
  const progress = { recordCount: elements.length, hasMoved: next !== after, isLast: !hasMore };
  const count = countStalled(stalled, progress);
  if (!count.ok) return count;
  const cursor: UsageCursor = hasMore ? { after: next, stalled: count.value } : start;
  return ok({ records, cursor: writeCursor(cursor), isLast: !hasMore });
}

async function usageOf(
  client: StripeClient,
  text: string,
  options: ReadOptions,
): Promise<Result<SourceRecord[], PullFailure>> {
  const whole = await completeRecord(client, 'subscriptions', text, options);
  if (!whole.ok) return whole;
  const parsed = meteredItems.safeParse(JSON.parse(whole.value) as unknown);
  // A subscription that cannot be read is quarantined in its own stream.
  if (!parsed.success) return ok([]);
  const subscription = headOf(text).id;
  const records: SourceRecord[] = [];
  for (const item of parsed.data.items.data) {
    if (item.price.recurring?.usage_type !== 'metered') continue;
    const path = `/v1/subscription_items/${encodeURIComponent(item.id)}/usage_record_summaries?`;
    const summaries = await listAll(client, path, null, options);
    if (!summaries.ok) return summaries;
    records.push(...summaries.value.map((summary) => usageRecord(subscription, summary)));
  }
  return ok(records);
}

function usageRecord(subscription: string, summary: string): SourceRecord {
  const body = `{"subscription":${JSON.stringify(subscription)},"summary":${summary}}`;
  return { stream: 'usage-summaries', externalId: headOf(summary).id, body };
}
