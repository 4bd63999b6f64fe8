import { summarise } from '../domain/entity-summary.ts';
import type { AnyStoredEntity, StoredEntity } from '../storage/repositories/entities.ts';
import type { PostingRepository } from '../storage/repositories/postings.ts';

/** The nearest entity upstream that is in the chain. */
export function parentIn(
  stored: AnyStoredEntity,
  chain: readonly AnyStoredEntity[],
  postings: PostingRepository,
): AnyStoredEntity | null {
  const find = (kind: string, externalId: string | null) =>
    chain.find(
      (other) =>
        other.kind === kind && other.externalId === externalId && other.connectionId === stored.connectionId,
    ) ?? null;
  switch (stored.kind) {
    case 'order':
      return find('opportunity', stored.entity.opportunityExternalId);
    case 'subscription':
      return orderOf(stored, chain);
    case 'invoice':
      return find('subscription', stored.entity.subscriptionExternalId);
    case 'credit-note':
    case 'payment':
      return find('invoice', stored.entity.invoiceExternalId);
    case 'refund':
      return find('payment', stored.entity.paymentExternalId);
    case 'ledger-document': {
      const [posting] = postings.ofDocument(stored.connectionId, stored.externalId);
      const { reference } = stored.entity;
      const isSource = (other: AnyStoredEntity) =>
        other.kind !== 'ledger-document' &&
        (other.externalId === reference || summarise(other.entity).number === reference);
      return chain.find(({ id }) => id === posting?.subjectId) ?? chain.find(isSource) ?? null;
    }
    default:
      return null;
  }
}

/** The version of the contract that the subscription carries out, or else the newest one. */
function orderOf(
  { entity: { contractNumber, contractVersion } }: StoredEntity<'subscription'>,
  chain: readonly AnyStoredEntity[],
): AnyStoredEntity | null {
  const versions = chain
    .filter((other) => other.kind === 'order')
    .filter(({ entity }) => entity.contractNumber === contractNumber)
    .sort((one, other) => other.entity.contractVersion - one.entity.contractVersion);
  return versions.find(({ entity }) => entity.contractVersion === contractVersion) ?? versions[0] ?? null;
}
