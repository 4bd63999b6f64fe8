import type { Clock } from '../base/clock.ts';
import { createIds, type Ids } from '../base/ids.ts';
import type { Random } from '../base/random.ts';
import { createCloseProjector } from '../close/close-projector.ts';
import { createExceptionProjector } from '../exceptions/exception-projector.ts';
import { createExpectationProjector } from '../expectation/expectation-projector.ts';
import { Journal } from '../journal/journal.ts';
import { Recorder } from '../journal/projection.ts';
import { createMappingProjector } from '../mapping/mapping-projector.ts';
import { createActivityProjector } from '../observe/activity-projector.ts';
import { createPeopleProjector } from '../policy/people-projector.ts';
import { createPolicyProjector } from '../policy/policy-projector.ts';
import { type Holder, startEpoch } from '../storage/owner-lock.ts';
import { WorkspaceRepository } from '../storage/repositories/workspace.ts';
import type { Store } from '../storage/store.ts';
import { createPostingProjector } from '../sync/commands/posting-projector.ts';
import { createCustomerProjector } from '../sync/customer-projector.ts';
import { createEntityProjector } from '../sync/entity-projector.ts';
import { createObservationProjector } from '../sync/observation-projector.ts';
import { Marking } from '../workflow/marking.ts';
import { createReconciliationProjector } from './reconcile/reconciliation-projector.ts';

/** What every desk writes through. */
export interface OpenJournal {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly journal: Journal;
  readonly recorder: Recorder;
  /** Stops when another process owns the workspace by now. */
  assertOwner(): void;
}

/** Starts a new epoch on a store and puts the journal and every projection on it. */
export function openJournal(store: Store, clock: Clock, holder: Holder, random: Random): OpenJournal {
  return journalOn(store, clock, startEpoch(store, holder), random);
}

/** The journal and every projection on a store whose epoch is known. */
export function journalOn(store: Store, clock: Clock, epoch: number, random: Random): OpenJournal {
  const journal = new Journal(store, clock, epoch);
  const recorder = new Recorder(store, journal, [
    createEntityProjector(store),
    createCustomerProjector(store),
    createObservationProjector(store),
    createPostingProjector(store),
    createExceptionProjector(store),
    createExpectationProjector(store),
    createMappingProjector(store),
    createPeopleProjector(store),
    createPolicyProjector(store),
    createReconciliationProjector(store),
    createCloseProjector(store),
    createActivityProjector(store),
  ]);
  const marking = new Marking(store);
  const workspace = new WorkspaceRepository(store);
  recorder.onAppended((events) => marking.follow(events));
  return {
    store,
    clock,
    ids: createIds(clock, random.child('ids')),
    journal,
    recorder,
    assertOwner() {
      const now = workspace.get()?.epoch;
      if (now !== epoch) {
        throw new Error(`this process owned epoch ${epoch}; epoch ${now} owns the workspace now`);
      }
    },
  };
}
