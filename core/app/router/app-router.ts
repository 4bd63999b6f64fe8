import { sessionRouter } from './session-router.ts';
import { jobsRouter } from './jobs-router.ts';
import { changesRouter } from './changes-router.ts';
import { closeRouter } from './close-router.ts';
import { exceptionsRouter } from './exceptions-router.ts';
import { journalRouter } from './journal-router.ts';
import { mappingsRouter } from './mappings-router.ts';
import { packsRouter } from './packs-router.ts';
import { peopleRouter } from './people-router.ts';
import { policyRouter } from './policy-router.ts';
import { postingsRouter } from './postings-router.ts';
import { connectionsRouter } from './connections-router.ts';
import { navRouter } from './nav-router.ts';
import { overviewRouter } from './overview-router.ts';
import { searchRouter } from './search-router.ts';
import { serviceLevelsRouter } from './service-levels-router.ts';
import { router } from './procedure.ts';
import { reconciliationRouter } from './reconciliation-router.ts';
import { scopeRouter } from './scope-router.ts';
import { settingsRouter } from './settings-router.ts';
import { syncRouter } from './sync-router.ts';
import { traceRouter } from './trace-router.ts';

/** The one API of a workspace: every front door serves this, and nothing goes around it. */
export const appRouter = router({
  session: sessionRouter,
  changes: changesRouter,
  jobs: jobsRouter,
  sync: syncRouter,
  postings: postingsRouter,
  exceptions: exceptionsRouter,
  mappings: mappingsRouter,
  people: peopleRouter,
  policy: policyRouter,
  reconciliation: reconciliationRouter,
  close: closeRouter,
  packs: packsRouter,
  trace: traceRouter,
  journal: journalRouter,
  scope: scopeRouter,
  settings: settingsRouter,
  connections: connectionsRouter,
  nav: navRouter,
  overview: overviewRouter,
  search: searchRouter,
  serviceLevels: serviceLevelsRouter,
});

export type AppRouter = typeof appRouter;
