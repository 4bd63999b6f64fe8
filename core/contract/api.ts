import { sessionApi } from './session.ts';
import { jobsApi } from './jobs.ts';
import { changesApi } from './changes.ts';
import { closeApi } from './close.ts';
import { exceptionsApi } from './exceptions.ts';
import { journalApi } from './journal.ts';
import { mappingsApi } from './mappings.ts';
import { packsApi } from './packs.ts';
import { peopleApi } from './people.ts';
import { policyApi } from './policy.ts';
import { postingsApi } from './postings.ts';
import { connectionsApi } from './connections.ts';
import { navApi } from './nav.ts';
import { overviewApi } from './overview.ts';
import { searchApi } from './search.ts';
import { serviceLevelsApi } from './service-levels.ts';
import type { Procedure } from './procedure.ts';
import { reconciliationApi } from './reconciliation.ts';
import { scopeApi } from './scope.ts';
import { settingsApi } from './settings.ts';
import { syncApi } from './sync.ts';
import { traceApi } from './trace.ts';

/** Every procedure by area: the whole of what a host serves and a client may ask. The router is checked against it. */
export const api = {
  session: sessionApi,
  changes: changesApi,
  jobs: jobsApi,
  sync: syncApi,
  postings: postingsApi,
  exceptions: exceptionsApi,
  mappings: mappingsApi,
  people: peopleApi,
  policy: policyApi,
  reconciliation: reconciliationApi,
  close: closeApi,
  packs: packsApi,
  trace: traceApi,
  journal: journalApi,
  scope: scopeApi,
  settings: settingsApi,
  connections: connectionsApi,
  nav: navApi,
  overview: overviewApi,
  search: searchApi,
  serviceLevels: serviceLevelsApi,
} as const satisfies Readonly<Record<string, Readonly<Record<string, Procedure>>>>;

export type Area = keyof typeof api;
