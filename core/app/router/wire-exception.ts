import { toInstant } from '#core/base/clock.ts';
import type { WireException } from '#core/contract/exceptions.ts';
import { summarise } from '#core/domain/entity-summary.ts';
import { type ExceptionCode, exceptionCatalogue, type ExceptionKind } from '#core/exceptions/catalogue.ts';
import { actsAtOnce, fixOfCode, type SuggestedFix } from '#core/exceptions/fix-kinds.ts';
import { resolveWithinMs } from '#core/exceptions/service-level.ts';
import type { ExceptionStandpoint, ListedException } from '#core/storage/repositories/exception-list.ts';
import type { Core } from '../create-core.ts';
import { wireMoney } from './wire-totals.ts';

const kinds: Readonly<Record<string, ExceptionKind>> = exceptionCatalogue;
const lookFirst: SuggestedFix = {
  kind: 'compare',
  title: 'Compare both sides',
  effect: 'Opens the trace with what each system says.',
};

/** Who asks, when, and what the policy calls much: what queues and severities are measured by. */
export function standpointOf(core: Core, person: string): ExceptionStandpoint {
  return {
    person,
    nowAt: toInstant(core.clock.now()),
    thresholds: core.policy.policy().holdThresholds,
  };
}

export function wireFix(code: string): WireException['suggestedFix'] {
  const fix = code in fixOfCode ? fixOfCode[code as ExceptionCode] : lookFirst;
  return { ...fix, actsAtOnce: actsAtOnce(fix.kind) };
}

export function wirePerson(core: Core, id: string): { id: string; name: string } {
  return { id, name: core.people.people().find(id)?.name ?? id };
}

export function wireException(core: Core, listed: ListedException, nowAt: string): WireException {
  const { item, severity } = listed;
  const dueAt = toInstant(Date.parse(item.raisedAt) + resolveWithinMs[severity]);
  return {
    id: item.id,
    code: item.code,
    state: item.state,
    ownerRole: item.ownerRole,
    effect: kinds[item.code]?.effect ?? '',
    causeKey: item.causeKey,
    subjectId: item.subjectId,
    subject: subjectOf(core, item.subjectId, item.causeKey),
    postingId: item.postingId,
    legalEntity: item.legalEntity,
    period: item.period,
    amount: item.amount && wireMoney(item.amount),
    severity,
    message: item.message,
    fix: item.fix,
    suggestedFix: wireFix(item.code),
    raisedAt: item.raisedAt,
    dueAt,
    isOverdue: (item.resolvedAt ?? nowAt) > dueAt,
    resolvedAt: item.resolvedAt,
    resolution: item.resolution,
    assignee: item.assignee === null ? null : wirePerson(core, item.assignee),
    snoozedUntil: item.snoozedUntil,
    noteCount: item.noteCount,
    version: item.version,
  };
}

/** What an exception is about, as people call it; what no system has is named by its cause. */
function subjectOf(core: Core, subjectId: string, causeKey: string): WireException['subject'] {
  const stored = core.books.entities.get(subjectId);
  if (!stored) {
    const name = subjectId === 'records' ? causeKey.slice(causeKey.indexOf(':') + 1) : subjectId;
    return { kind: 'record', label: name, customer: null };
  }
  const { number, contractNumber } = summarise(stored.entity);
  return {
    kind: stored.kind,
    label: number ?? contractNumber ?? stored.externalId,
    customer: customerNameOf(core, subjectId),
  };
}

/** The customer behind a record, by name. */
function customerNameOf(core: Core, subjectId: string): string | null {
  const stored = core.books.entities.get(subjectId);
  if (!stored) return null;
  if (stored.kind === 'customer') return stored.entity.legalName;
  const { customerExternalId } = summarise(stored.entity);
  if (customerExternalId === null) return null;
  return core.books.customerOf(stored.connectionId, customerExternalId)?.row.legal_name ?? null;
}
