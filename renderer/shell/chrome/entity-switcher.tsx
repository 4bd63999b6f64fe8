import type { ReactNode } from 'react';
import { useScope, useSetScope } from '../scope/scope.ts';
import { Switcher } from './switcher.tsx';

const everyEntity = '*';

/** Whose books are shown: one legal entity's, or all of them. */
export function EntitySwitcher(): ReactNode {
  const scope = useScope();
  const setScope = useSetScope();
  if (!scope) return null;
  const options = [
    { value: everyEntity, label: 'All entities' },
    ...scope.legalEntities.map((code) => ({ value: code, label: code })),
  ];
  const shown = scope.legalEntity ?? 'All entities';
  return (
    <Switcher
      layer="entity"
      label={`Legal entity: ${shown}`}
      value={scope.legalEntity ?? everyEntity}
      options={options}
      onChoose={(chosen) => setScope({ entity: chosen === everyEntity ? null : chosen })}
    >
      {shown}
    </Switcher>
  );
}
