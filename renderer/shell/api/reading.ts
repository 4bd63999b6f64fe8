import {
  keepPreviousData,
  queryOptions,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
} from '@tanstack/react-query';
import type { CallOptions, CallPlace } from './api.ts';
import type { ApiFailure } from './api-failure.ts';

type Reader<Input, Output> = ((input: Input, options?: CallOptions) => Promise<Output>) & CallPlace;

export interface ReadOptions {
  /** False asks nothing yet. */
  readonly enabled?: boolean;
  /** Keeps what was shown while a new question is answered; on unless said otherwise. */
  readonly keepsPrevious?: boolean;
}

/** The cache entry of a question: its area first, so that a push about the area finds it. */
export function reading<Input, Output>(call: Reader<Input, Output>, input: Input) {
  return queryOptions<Output, ApiFailure>({
    queryKey: [call.area, call.path, input],
    queryFn: ({ signal }) => call(input, { signal }),
  });
}

/** Asks a question and keeps its answer current: a push about its area asks again, a superseded question is cancelled. */
export function useRead<Input, Output>(
  call: Reader<Input, Output>,
  input: Input,
  { enabled = true, keepsPrevious = true }: ReadOptions = {},
): UseQueryResult<Output, ApiFailure> {
  return useQuery({
    ...reading(call, input),
    enabled,
    ...(keepsPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

export interface ChangeOptions<Input, Output> {
  readonly onDone?: (output: Output, input: Input) => void;
  readonly onRefused?: (failure: ApiFailure, input: Input) => void;
}

/** Changes something. What it changed is shown when the host says so, by its push. */
export function useChange<Input, Output>(
  call: Reader<Input, Output>,
  { onDone, onRefused }: ChangeOptions<Input, Output> = {},
): UseMutationResult<Output, ApiFailure, Input> {
  return useMutation<Output, ApiFailure, Input>({
    mutationFn: (input) => call(input),
    ...(onDone ? { onSuccess: (output, input) => onDone(output, input) } : {}),
    ...(onRefused ? { onError: (failure, input) => onRefused(failure, input) } : {}),
  });
}
