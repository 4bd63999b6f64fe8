import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type * as z from 'zod';
import { type GoOptions, given, type SearchValues } from './navigation.tsx';

export type SetSearch<Search> = (patch: Partial<Search>, options?: GoOptions) => void;

/**
 * What the address says about this screen, checked by its schema, and how to change it. Addresses are typed by hand and
 * pasted from mail: a schema catches what does not fit and never throws. Only a change of what the schema names is one: a part
 * of a screen that does not follow the open row leaves it out of its schema.
 */
export function useScreenSearch<Schema extends z.ZodType<object>>(
  schema: Schema,
): readonly [z.output<Schema>, SetSearch<z.output<Schema>>] {
  const search = useSearch({
    strict: false,
    select: (raw: SearchValues) => schema.parse(raw),
    structuralSharing: true,
  } as never) as z.output<Schema>;
  return [search, useSetSearch()];
}

/** How to change what the address says about this screen, where it need not be known. */
export function useSetSearch<Search extends object>(): SetSearch<Search> {
  const navigate = useNavigate();
  return useCallback<SetSearch<Search>>(
    (patch, { replace = false } = {}) => {
      void navigate({
        to: '.',
        search: (previous: SearchValues) => given({ ...previous, ...patch }),
        replace,
      } as never);
    },
    [navigate],
  );
}
