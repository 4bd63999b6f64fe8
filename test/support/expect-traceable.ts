import { expect } from 'vitest';
import type { TimedHop, Trace } from '#core/trace/hop.ts';
import { isConserved } from '#core/trace/conservation.ts';
import type { TinyWorld } from './tiny-world.ts';

/** What comes before an invoice, and is shared with others. */
const shared = new Set(['opportunity', 'order', 'subscription']);

/** One trace of every invoice is complete: by any of its ids the same hops, every unit accounted for at each. */
export function expectTraceable(tiny: TinyWorld): void {
  const wrong: string[] = [];
  for (const { externalId, entity } of tiny.core.books.entities.ofKind('invoice')) {
    if (entity.status === 'draft') continue;
    const whole = traced(tiny, externalId);
    const family = familyOf(whole);
    for (const { label, conservation } of whole.hops)
      if (conservation !== null && !isConserved(conservation)) wrong.push(`${label} is not conserved`);
    for (const { value, hopId } of whole.identifiers) {
      if (!family.has(hopId)) continue;
      const found = familyOf(traced(tiny, value));
      const missing = [...family].filter((id) => !found.has(id));
      if (missing.length > 0) wrong.push(`by ${value} ${missing.join(', ')} are not found`);
    }
    wrong.push(...unpostedOf(tiny, whole));
  }
  expect(wrong).toEqual([]);
}

function traced(tiny: TinyWorld, id: string): Trace {
  const trace = tiny.core.tracer.trace(id, tiny.core.journal.head().seq);
  if (!trace.ok) throw new Error(trace.error.message);
  return trace.value;
}

/** An invoice and what became of it, with the postings of all that. */
function familyOf({ hops }: Trace): ReadonlySet<string> {
  const upstream = new Set(hops.filter(({ kind }) => shared.has(kind)).map(({ id }) => id));
  return new Set(
    hops
      .filter(({ id, kind, fromId, isGhost }) => {
        const isOfUpstream = (kind === 'posting' || isGhost) && upstream.has(fromId ?? '');
        return !upstream.has(id) && !isOfUpstream;
      })
      .map(({ id }) => id),
  );
}

/** A document that we know of in the ERP stands beside the posting that made it. */
function unpostedOf(tiny: TinyWorld, { hops }: Trace): string[] {
  const isThere = (hop: TimedHop): boolean => {
    const posting = hop.kind === 'posting' ? tiny.core.desk.postings.get(hop.id) : null;
    if (
      !posting?.documentId ||
      !tiny.core.books.find(posting.connectionId, 'ledger-document', posting.documentId)
    )
      return true;
    return hops.some(
      ({ kind, externalId }) => kind === 'ledger-document' && externalId === posting.documentId,
    );
  };
  return hops.filter((hop) => !isThere(hop)).map(({ label }) => `${label}: its ERP document is not shown`);
}
