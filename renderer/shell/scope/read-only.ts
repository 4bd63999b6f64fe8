import { useScope } from './scope.ts';

/** True where nothing can be changed: the chosen period is closed for the chosen entity. */
export function useReadOnly(): boolean {
  return useScope()?.periodState === 'closed';
}
