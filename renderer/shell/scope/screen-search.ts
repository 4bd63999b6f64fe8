import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type * as z from 'zod';
import { type GoOptions, given, type SearchValues } from './navigation.tsx';

export type SetSearch<Search> = (patch: Partial<Search>, options?: GoOptions) => void;

/**
 * What the address says about this screen, checked by its schema, and how to change it. Addresses are typed by hand and
 * pasted from mail: a schema catches what does not fit and never throws.
 */
export function useScreenSearch<Schema extends z.ZodType<object>>(
  schema: Schema,
): readonly [z.output<Schema>, SetSearch<z.output<Schema>>] {
  const raw: SearchValues = useSearch({ strict: false });
  const navigate = useNavigate();
  const search = useMemo(() => schema.parse(raw), [schema, raw]);
  const setSearch = useCallback<SetSearch<z.output<Schema>>>(
    (patch, { replace = false } = {}) => {
      void navigate({
        to: '.',
        search: (previous: SearchValues) => given({ ...previous, ...patch }),
        replace,
      } as never);
    },
    [navigate],
  );
  return [search, setSearch];
}
