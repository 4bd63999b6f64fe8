import { useCallback } from 'react';
import * as z from 'zod';
import { api } from '../api/api.ts';
import { useRead } from '../api/reading.ts';
import { useScreenSearch, useSetSearch } from './screen-search.ts';

const scopeSearch = z.object({
  entity: z.string().optional().catch(undefined),
  period: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional()
    .catch(undefined),
});

export type PeriodState = 'open' | 'soft-close' | 'locked' | 'closed' | 'unknown';

/** What every screen is seen through. */
export interface Scope {
  /** null: all of them. */
  readonly legalEntity: string | null;
  readonly period: string;
  /** Of the chosen entity; of several, the state of the one that is least closed. */
  readonly periodState: PeriodState;
  readonly legalEntities: readonly string[];
  readonly periods: readonly string[];
  readonly businessDay: string;
}

const openness: readonly PeriodState[] = ['open', 'unknown', 'soft-close', 'locked', 'closed'];

/** The state of a period for one entity; for all of them, that of the least closed one. */
export function openest(
  states: readonly { readonly legalEntity: string; readonly state: PeriodState }[],
  legalEntity: string | null,
): PeriodState {
  const heard = states.filter((one) => legalEntity === null || one.legalEntity === legalEntity);
  return openness.find((state) => heard.some((one) => one.state === state)) ?? 'open';
}

/** The scope of the address, or null until the workspace has said what there is. */
export function useScope(): Scope | null {
  const [{ entity, period: asked }] = useScreenSearch(scopeSearch);
  const { data } = useRead(api.scope.get, undefined);
  if (!data) return null;
  const period = asked ?? data.workingPeriod;
  const legalEntity = entity !== undefined && data.legalEntities.includes(entity) ? entity : null;
  const states = data.periods.find((one) => one.period === period)?.states ?? [];
  return {
    legalEntity,
    period,
    periodState: openest(states, legalEntity),
    legalEntities: data.legalEntities,
    periods: data.periods.map((one) => one.period),
    businessDay: data.businessDay,
  };
}

export function useSetScope(): (scope: { entity?: string | null; period?: string }) => void {
  const setSearch = useSetSearch<z.output<typeof scopeSearch>>();
  return useCallback(
    ({ entity, period }) => {
      setSearch({
        ...(entity === undefined ? {} : { entity: entity ?? undefined }),
        ...(period === undefined ? {} : { period }),
      });
    },
    [setSearch],
  );
}
