import { exceptionCatalogue, type ExceptionKind } from '#core/exceptions/catalogue.ts';
import { counted } from '#core/observe/verdict.ts';
import {
  type ExceptionFilter,
  ExceptionList,
  type ExceptionStandpoint,
} from '#core/storage/repositories/exception-list.ts';
import { PostingQueues } from '#core/storage/repositories/held-sums.ts';
import { ReconciliationLists } from '#core/storage/repositories/reconciliation-lists.ts';
import { ReconciliationRepository } from '#core/storage/repositories/reconciliations.ts';
import type { Core } from '../create-core.ts';
import { postingStandpoint } from '../router/may-decide.ts';
import { wireSums } from '../router/wire-totals.ts';
import type { Blocker, FoundBlocker } from './found-blocker.ts';
import type { SourceStand } from './sources.ts';
import { taskBlockers } from './task-blockers.ts';

export interface BlockerScope {
  readonly legalEntity: string | undefined;
  readonly period: string;
  readonly standpoint: ExceptionStandpoint;
  readonly sources: readonly SourceStand[];
}

const dayMs = 86_400_000;
const kinds: Readonly<Record<string, ExceptionKind>> = exceptionCatalogue;

/**
 * Everything in the way of signing a period off, by amount times age, largest first. Nothing is in the way only when every
 * task of the checklist is done.
 */
export function blockersOf(core: Core, actor: string, scope: BlockerScope): readonly FoundBlocker[] {
  const named = [
    ...exceptionBlockers(core, scope),
    ...heldBlockers(core, actor, scope),
    ...breakBlockers(core, scope),
    ...sourceBlockers(scope),
  ];
  const found = [...named, ...taskBlockers(core, scope, named)];
  const weights = new Map(found.map((one) => [one, weightOf(one.wire, scope.standpoint.thresholds)]));
  return found.sort((one, other) => (weights.get(other) ?? 0) - (weights.get(one) ?? 0));
}

/** What is in the way in counted nouns, largest first: all exceptions together, held postings together. */
export function inWords(found: readonly FoundBlocker[]): string[] {
  const counts = new Map<string, number>();
  for (const { noun, words, wire } of found) {
    const key = noun ?? words;
    counts.set(key, (counts.get(key) ?? 0) + (noun === null ? 0 : wire.totals.count));
  }
  return [...counts].map(([key, count]) => (count === 0 ? key : counted(count, key)));
}

/** "Mapping missing" for MAPPING_MISSING; names of systems stay in capitals. */
export function titleOfCode(code: string): string {
  const words = code
    .toLowerCase()
    .split('_')
    .map((word) => (word === 'erp' || word === 'crm' || word === 'fx' ? word.toUpperCase() : word));
  const text = words.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function exceptionBlockers(core: Core, { legalEntity, standpoint }: BlockerScope): FoundBlocker[] {
  const list = new ExceptionList(core.store);
  const base: ExceptionFilter = { queue: 'open', legalEntity };
  return list.countsByCode(base, standpoint).map(({ code }) => {
    const filter = { ...base, code };
    const [eldest] = list.page(
      filter,
      standpoint,
      { by: 'age', isDescending: false },
      { offset: 0, limit: 1 },
    );
    const kind = kinds[code];
    const title = titleOfCode(code);
    return {
      words: '',
      noun: 'open exception',
      wire: {
        id: `exceptions:${code}`,
        area: 'exceptions',
        title,
        detail: kind ? `${kind.effect} ${kind.fix}` : '',
        totals: wireSums(list.totals(filter, standpoint)),
        oldestAt: eldest?.item.raisedAt ?? null,
        ageDays: ageOf(eldest?.item.raisedAt ?? null, standpoint.nowAt),
        link: { screen: 'exceptions', search: { code } },
      },
    };
  });
}

function heldBlockers(core: Core, actor: string, { legalEntity, standpoint }: BlockerScope): FoundBlocker[] {
  const filter = { queue: 'held', legalEntity } as const;
  const totals = wireSums(core.desk.list.totals(filter, postingStandpoint(core, actor)));
  if (totals.count === 0) return [];
  const oldestAt = new PostingQueues(core.store).oldestHeldAt(legalEntity);
  return [
    {
      words: '',
      noun: 'held posting',
      wire: {
        id: 'held',
        area: 'held',
        title: 'Postings held for approval',
        detail: 'They are not in the ERP until a second person approves or rejects them.',
        totals,
        oldestAt,
        ageDays: ageOf(oldestAt, standpoint.nowAt),
        link: { screen: 'postings', search: {} },
      },
    },
  ];
}

function breakBlockers(core: Core, { legalEntity, period, standpoint }: BlockerScope): FoundBlocker[] {
  const newest = new ReconciliationRepository(core.store).newest(period);
  if (!newest || newest.state === 'undone') {
    return [
      {
        words: 'a reconciliation that was never run',
        noun: null,
        wire: {
          id: 'reconciliation:none',
          area: 'reconciliation',
          title: 'Not reconciled yet',
          detail: `Nobody has compared billing, ERP and CRM for ${period}. Run the reconciliation.`,
          totals: { count: 1, sums: [] },
          oldestAt: null,
          ageDays: 0,
          link: { screen: 'reconciliation', search: {} },
        },
      },
    ];
  }
  const totals = new ReconciliationLists(core.store).breakTotals({ period, legalEntity, state: 'open' });
  if (totals.count === 0) return [];
  return [
    {
      words: '',
      noun: 'unexplained break',
      wire: {
        id: 'reconciliation:breaks',
        area: 'reconciliation',
        title: 'Breaks without an explanation',
        detail: 'Billing, ERP or CRM differ, and neither Tieout nor a person accounts for it.',
        totals: { count: totals.count, sums: [...totals.sums] },
        oldestAt: newest.ran_at,
        ageDays: ageOf(newest.ran_at, standpoint.nowAt),
        link: { screen: 'reconciliation', search: { tab: 'breaks', state: 'open' } },
      },
    },
  ];
}

function sourceBlockers({ sources, standpoint }: BlockerScope): FoundBlocker[] {
  return sources
    .filter(({ health }) => health !== 'healthy' && health !== 'never-read')
    .map(({ connectionId, health, healthDetail, lastGoodAt }) => ({
      words: `${connectionId}, which is ${health}`,
      noun: null,
      wire: {
        id: `connections:${connectionId}`,
        area: 'connections' as const,
        title: `${connectionId} is ${health}`,
        detail: healthDetail,
        totals: { count: 1, sums: [] },
        oldestAt: lastGoodAt,
        ageDays: ageOf(lastGoodAt, standpoint.nowAt),
        link: { screen: 'connections', search: { connection: connectionId } },
      },
    }));
}

function ageOf(since: string | null, nowAt: string): number {
  return since === null ? 0 : Math.max(0, Math.floor((Date.parse(nowAt) - Date.parse(since)) / dayMs));
}

/** Amounts as multiples of the currency's hold threshold, so that currencies compare without being added, times age. */
function weightOf({ totals, ageDays, area }: Blocker, thresholds: ExceptionStandpoint['thresholds']): number {
  const amounts = totals.sums.map(({ currency, minor }) => {
    const threshold = thresholds[currency] ?? 100_000n;
    return Math.abs(Number(minor)) / Math.max(1, Number(threshold));
  });
  const largest = amounts.length === 0 ? 0 : Math.max(...amounts);
  const floor = area === 'connections' || area === 'reconciliation' ? 1 : 0.01 * totals.count;
  return Math.max(largest, floor) * (1 + ageDays);
}
