import { useSession } from '../session/session.ts';
import { useScope } from './scope.ts';

/** True where nothing can be changed: the chosen period is closed for the chosen entity, or it is a sealed pack. */
function useReadOnly(): boolean {
  const { sealed } = useSession();
  const isClosed = useScope()?.periodState === 'closed';
  return isClosed || sealed !== null;
}

/** Why nothing can be changed, in words for a tooltip; undefined where something can. */
export function useReadOnlyReason(): string | undefined {
  const { sealed } = useSession();
  const isReadOnly = useReadOnly();
  if (sealed !== null) return 'A sealed pack is read, not changed';
  return isReadOnly ? 'The period is closed' : undefined;
}
