import { CustomerRepository } from '../storage/repositories/customers.ts';
import { type AnyStoredEntity, EntityRepository } from '../storage/repositories/entities.ts';
import { ExceptionRepository } from '../storage/repositories/exceptions.ts';
import { PostingRepository } from '../storage/repositories/postings.ts';
import type { Store } from '../storage/store.ts';

/**
 * The entities that an id of any kind means: a vendor's id, a document number, a contract number, our external id, a
 * posting, an exception or an entity of ours. Ids of several systems may coincide, so there may be several.
 */
export function findSeeds(store: Store, query: string): AnyStoredEntity[] {
  const entities = new EntityRepository(store);
  const postings = new PostingRepository(store);
  const exceptions = new ExceptionRepository(store);
  const customers = new CustomerRepository(store);
  const subjects = [
    query,
    ...[postings.get(query), postings.withExternalId(query)].flatMap((posting) =>
      posting ? [posting.subjectId] : [],
    ),
    ...postings.withReference(query).map(({ subjectId }) => subjectId),
    exceptions.get(query)?.subjectId ?? '',
  ];
  const found = [
    ...subjects.map((id) => entities.get(id)).filter((stored) => stored !== null),
    ...entities.withExternalId(query),
    ...entities.numbered(query),
    ...entities.ofContract(query, 'order'),
    ...entities.ofContract(query, 'subscription'),
    ...entities.ofContract(query, 'opportunity'),
    ...customers
      .refsOf(query)
      .map(({ connection_id, external_id }) => entities.find(connection_id, 'customer', external_id))
      .filter((stored) => stored !== null),
  ] as AnyStoredEntity[];
  const byId = new Map(found.map((stored) => [stored.id, stored]));
  return [...byId.values()];
}
