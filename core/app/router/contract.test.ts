import { expect, test } from 'vitest';
import * as z from 'zod';
import { api } from '#core/contract/api.ts';
import { appRouter } from './app-router.ts';

interface Served {
  readonly _def: { readonly type: string; readonly inputs: readonly unknown[]; readonly output?: unknown };
}

// `_def` is what tRPC itself calls it.
const served = appRouter._def.procedures as unknown as Readonly<Record<string, Served>>;
const promised = Object.entries(api).flatMap(([area, procedures]) =>
  Object.entries(procedures).map(([name, procedure]) => [`${area}.${name}`, procedure] as const),
);

test('the router serves exactly what the contract promises', () => {
  expect(promised.length).toBeGreaterThan(20);
  expect(Object.keys(served).sort()).toEqual(promised.map(([path]) => path).sort());
});

test.each(promised)('%s is served with the schemas of the contract', (path, { kind, input, output }) => {
  const { _def } = served[path] ?? { _def: { type: 'missing', inputs: [] } };
  expect(_def.type).toBe(kind);
  expect(_def.inputs[0]).toBe(input instanceof z.ZodVoid ? undefined : input);
  expect(_def.output).toBe(output);
});
