import { api } from '../api/api.ts';
import { useRead } from '../api/reading.ts';
import { useScope } from '../scope/scope.ts';
import { isScreenId, type ScreenId } from '../scope/screens.ts';

/** What waits in each screen for whoever is signed in, through the scope: the host counts it as it lists it. */
export function useNavCounts(): Partial<Record<ScreenId, number>> {
  const scope = useScope();
  const { data } = useRead(
    api.nav.counts,
    {
      ...(scope?.legalEntity ? { legalEntity: scope.legalEntity } : {}),
      ...(scope ? { period: scope.period } : {}),
    },
    { enabled: scope !== null },
  );
  return Object.fromEntries(Object.entries(data?.counts ?? {}).filter(([screen]) => isScreenId(screen)));
}
