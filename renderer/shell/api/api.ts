import type * as z from 'zod';
import { api as procedures, type Area } from '#core/contract/api.ts';
import type { Procedure } from '#core/contract/procedure.ts';
import { callHost } from './transport.ts';

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** Where a call belongs: the first part of its cache key, and what a push about that area makes stale. */
export interface CallPlace {
  readonly area: Area;
  readonly path: string;
}

type Asked<P> =
  P extends Procedure<infer Input, infer Output>
    ? Input extends z.ZodVoid
      ? (input?: undefined, options?: CallOptions) => Promise<z.output<Output>>
      : (input: z.input<Input>, options?: CallOptions) => Promise<z.output<Output>>
    : never;

/** A procedure of the contract as a function. */
export type Call<P = Procedure> = Asked<P> & CallPlace;

export type Api = {
  readonly [A in Area]: {
    readonly [Name in keyof (typeof procedures)[A]]: Call<(typeof procedures)[A][Name]>;
  };
};

function callOf(area: string, name: string, { kind }: Procedure): CallPlace {
  const path = `${area}.${name}`;
  const call = (input: unknown, options?: CallOptions) => callHost(kind, path, input, options?.signal);
  return Object.assign(call, { area: area as Area, path });
}

/** Every procedure of the contract, as `api.postings.list(input)`. */
export const api = Object.fromEntries(
  Object.entries(procedures).map(([area, ofArea]) => [
    area,
    Object.fromEntries(
      Object.entries(ofArea as Readonly<Record<string, Procedure>>).map(([name, one]) => [
        name,
        callOf(area, name, one),
      ]),
    ),
  ]),
) as unknown as Api;
