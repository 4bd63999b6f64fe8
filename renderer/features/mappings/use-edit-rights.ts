import { useMemo } from 'react';
import { useReadOnlyReason } from '#renderer/shell/scope/read-only.ts';
import { useScope } from '#renderer/shell/scope/scope.ts';
import { usePersonName, useSession } from '#renderer/shell/session/session.ts';
import type { EditRights } from './mappings-columns.tsx';

const noEntities: readonly string[] = [];

/** What the signed-in person may write here, the same object until that changes. */
export function useEditRights(): EditRights {
  const session = useSession();
  const scope = useScope();
  const nameOf = usePersonName();
  const refusal = useReadOnlyReason() ?? session.refusalOf('mapping.propose');
  const you = session.you.id;
  const entities = scope?.legalEntities ?? noEntities;
  return useMemo(() => ({ refusal, you, entities, nameOf }), [refusal, you, entities, nameOf]);
}
