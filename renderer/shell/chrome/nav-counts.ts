import { api } from '../api/api.ts';
import { useRead } from '../api/reading.ts';
import { useScope } from '../scope/scope.ts';
import type { ScreenId } from '../scope/screens.ts';

/** What waits in each screen: the counts of the lists behind them, in the scope of the address. */
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
  return data?.counts ?? {};
}
