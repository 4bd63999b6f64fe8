import type { ScreenId } from '../scope/screens.ts';

/** What waits in each screen. */
export function useNavCounts(): Partial<Record<ScreenId, number>> {
  return {};
}
