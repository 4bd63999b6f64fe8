import { dayNumber } from '#core/domain/day.ts';
import type { BreakFinding } from '#core/reconciliation/classify-break.ts';
import type { StoredEntity } from '#core/storage/repositories/entities.ts';
import type { Books } from '#core/workflow/books.ts';
import { cashInTransitDays, type FoundBreak, type MatchedPair } from './match-sides.ts';
import type { SideDocument } from './sides.ts';

/**
 * What only the books know and two bare documents do not show: cash in transit over the period's end, an edit of a
 * document that somebody else wrote, an item that is not the mapped one.
 */
export function refineFinding(books: Books, found: FoundBreak): BreakFinding {
  return cashInTransit(found) ?? editedByHand(books, found) ?? found.finding;
}

function cashInTransit({ left, right, finding }: FoundBreak): BreakFinding | null {
  if (finding.class !== 'cut-off' || !left || !right || left.scope !== 'cash') return null;
  const days = dayNumber(right.on) - dayNumber(left.on);
  if (days < 0 || days > cashInTransitDays) return null;
  return {
    class: 'timing',
    explanation: `Received on ${left.on}, in the ERP's bank on ${right.on}: ${days} days in transit over the period's end.`,
    evidence: finding.evidence,
  };
}

/** The amounts differ and the last hand on the document is not the one that wrote it. */
function editedByHand(books: Books, { left, right, finding }: FoundBreak): BreakFinding | null {
  if (!left || !right || left.amount.minor === right.amount.minor || finding.class !== 'missing') return null;
  const document = books.entities.get(right.entityId) as StoredEntity<'ledger-document'> | null;
  if (!document) return null;
  const { createdById, lastModifiedById, lastModifiedBy } = document.entity;
  if (lastModifiedById === null || createdById === lastModifiedById) return null;
  return {
    class: 'manual-edit',
    explanation: `${right.externalId} was changed by ${lastModifiedBy ?? lastModifiedById} after it was written.`,
    evidence: { ...finding.evidence, changedBy: lastModifiedBy ?? lastModifiedById },
  };
}

/** A matched pair whose ERP lines are on other items than the mapping says: the amounts agree, the accounts will not. */
export function findWrongItems(books: Books, pair: MatchedPair): FoundBreak | null {
  if (pair.left.scope !== 'receivables') return null;
  const expected = expectedItems(books, pair.left);
  const document = books.entities.get(pair.right.entityId) as StoredEntity<'ledger-document'> | null;
  if (expected === null || !document) return null;
  const found = document.entity.lines
    .map(({ itemExternalId }) => itemExternalId)
    .filter((id) => id !== null)
    .map(bareId)
    .sort();
  if (found.length === 0 || found.join(' ') === expected.join(' ')) return null;
  return {
    left: pair.left,
    right: pair.right,
    finding: {
      class: 'mapping',
      explanation: `${pair.right.externalId} is on the items ${found.join(', ')} where the mapping says ${expected.join(', ')}.`,
      evidence: { field: 'item', expected: expected.join(' '), found: found.join(' ') },
    },
  };
}

function expectedItems(books: Books, left: SideDocument): string[] | null {
  const stored = books.entities.get(left.entityId);
  if (!stored || (stored.kind !== 'invoice' && stored.kind !== 'credit-note')) return null;
  const items = stored.entity.lines.map(({ productExternalId }) => {
    const product =
      productExternalId === null ? null : books.find(stored.connectionId, 'product', productExternalId);
    if (!product) return null;
    const { legalEntity } = left;
    const answer = books.mapping.resolve({
      type: 'item',
      key: product.entity.code,
      legalEntity,
      on: left.on,
    });
    return answer.kind === 'found' ? bareId(String(answer.target['itemId'])) : null;
  });
  const known = items.filter((item) => item !== null);
  return known.length === items.length ? known.sort() : null;
}

/** "item:12" and "12" are the same item. */
function bareId(id: string): string {
  return id.slice(id.indexOf(':') + 1);
}
