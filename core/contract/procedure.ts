import * as z from 'zod';

/** One procedure of the API as both sides know it: what goes in, what comes out, and whether it changes anything. */
export interface Procedure<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly kind: 'query' | 'mutation';
  readonly input: Input;
  readonly output: Output;
}

/** For procedures that take nothing. */
export const nothing = z.void();

/** Reads; asked with GET, may be asked again at any time. */
export function query<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): Procedure<Input, Output> & { readonly kind: 'query' } {
  return { kind: 'query', input, output };
}

/** Changes something; asked with POST. */
export function mutation<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): Procedure<Input, Output> & { readonly kind: 'mutation' } {
  return { kind: 'mutation', input, output };
}
