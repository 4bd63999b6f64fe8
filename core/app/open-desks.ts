import { toInstant } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { CloseDesk } from '../close/close-desk.ts';
import { ExceptionDesk } from '../exceptions/exception-desk.ts';
import { ExpectationDesk } from '../expectation/expectation-desk.ts';
import { fallbackUsedDraft } from '../mapping/fallback-log.ts';
import { MappingDesk } from '../mapping/mapping-desk.ts';
import { createErpPeriods } from '../policy/erp-periods-store.ts';
import { PeopleDesk } from '../policy/people-desk.ts';
import { PolicyDesk } from '../policy/policy-desk.ts';
import type { PostingRepository } from '../storage/repositories/postings.ts';
import { PostingDesk } from '../sync/commands/posting-desk.ts';
import { Sender } from '../sync/commands/sender.ts';
import { Books } from '../workflow/books.ts';
import { Workflow } from '../workflow/workflow.ts';
import type { OpenConnections } from './open-connections.ts';
import type { OpenJournal } from './open-journal.ts';
import { PostingPrecedents } from '../storage/repositories/posting-precedents.ts';
import { createPolicyPort, createSendGate } from './policy-port.ts';

/** Where the parts of the workspace are read and changed, each through its own events. */
export interface Desks {
  readonly people: PeopleDesk;
  readonly policy: PolicyDesk;
  readonly mapping: MappingDesk;
  readonly desk: PostingDesk;
  readonly exceptions: ExceptionDesk;
  readonly expectations: ExpectationDesk;
  readonly closes: CloseDesk;
  readonly books: Books;
  readonly workflow: Workflow;
  readonly sender: Sender;
}

export function openDesks(
  opened: OpenJournal,
  connections: OpenConnections,
  workspaceId: string,
  log: Log,
): Desks {
  const { store, recorder, clock, ids, journal } = opened;
  const shared = { store, recorder, clock, ids };
  const desk = new PostingDesk({ ...shared, workspaceId, connection: (id) => connections.of(id) });
  const people: PeopleDesk = new PeopleDesk({ ...shared, roleLimits: () => policy.policy().roleLimits });
  const policy: PolicyDesk = new PolicyDesk({
    ...shared,
    gate: (request) => people.gate(request),
    erpPeriods: createErpPeriods(store, recorder),
    isGreen: (flow) => isGreen(desk.postings, flow),
  });
  const mapping = new MappingDesk({
    ...shared,
    gate: (request) => people.gate(request),
    frozenPeriod: (legalEntity) => policy.frozenPeriod(legalEntity),
  });
  const precedents = new PostingPrecedents(store);
  const books = new Books({
    store,
    clock,
    workspaceId,
    mapping: { resolve: (query) => mapping.live().resolve(query) },
    policy: createPolicyPort(policy, precedents),
    roles: connections.roles,
  });
  const exceptions = new ExceptionDesk(shared);
  const expectations = new ExpectationDesk(shared);
  const closes = new CloseDesk(shared);
  const workflow = new Workflow({
    store,
    books,
    desk,
    exceptions,
    expectations,
    countFallback: (mappingId, { id: postingId, legalEntity, subjectId }) => {
      const effectiveOn = toInstant(clock.now()).slice(0, 10);
      recorder.record([
        fallbackUsedDraft({ mappingId, postingId, legalEntity, effectiveOn, correlationId: subjectId }),
      ]);
    },
  });
  const sender = new Sender({
    desk,
    clock,
    log,
    connections: connections.all,
    mayStillSend: createSendGate({
      policy,
      people,
      mapping,
      journal,
      postings: desk.postings,
      precedents,
      clock,
    }),
    assertOwner: () => opened.assertOwner(),
  });
  return { people, policy, mapping, desk, exceptions, expectations, closes, books, workflow, sender };
}

/** A flow that others may build on: nothing of it is refused, lost or of unknown outcome. */
function isGreen(postings: PostingRepository, flow: string): boolean {
  const troubled = ['REJECTED', 'UNKNOWN', 'DEAD'];
  return !postings.counts().some((row) => row.flow === flow && troubled.includes(row.state));
}
