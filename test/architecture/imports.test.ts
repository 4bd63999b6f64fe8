import { expect, it } from 'vitest';
import { importViolations, placeOf } from './import-rules.ts';
import { importsOf } from './module-imports.ts';
import { isCode, projectFiles } from './project-files.ts';
import { linesOf } from './violation.ts';

const files = projectFiles(isCode);
const paths = new Set(
  projectFiles((path) => isCode(path) || /\.(?:json|css)$/.test(path)).map((file) => file.path),
);

/** What the rules say of one file with this text. */
function verdict(path: string, text: string): string {
  return linesOf(importViolations([{ path, text }], () => true)).join('\n');
}

it('finds the files and the imports it is meant to judge', () => {
  const imports = files.flatMap(importsOf);
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((file) => file.path.startsWith('core/')).length).toBeGreaterThan(30);
  expect(imports.length).toBeGreaterThan(files.length);
});

it('lets every folder import only what its row allows', () => {
  expect(linesOf(importViolations(files, (path) => paths.has(path)))).toEqual([]);
});

it('puts a file into the most exact row', () => {
  expect(placeOf('core/connectors/sdk/http.ts')?.folder).toBe('core/connectors/sdk');
  expect(placeOf('core/connectors/stripe/translate/invoices.ts')?.folder).toBe('core/connectors/stripe');
  expect(placeOf('core/elsewhere/thing.ts')).toBeUndefined();
});

it.each([
  ['a static import', `import { x } from '#core/storage/open.ts';`],
  ['an import for its effect', `import '#core/storage/open.ts';`],
  ['a type-only import', `import type { X } from '#core/storage/open.ts';`],
  ['an import type', `type X = import('#core/storage/open.ts').X;`],
  ['a dynamic import', `const x = await import('#core/storage/open.ts');`],
  ['a re-export', `export { x } from '#core/storage/open.ts'; export const y = 1;`],
  ['a relative import', `import { x } from '../storage/open.ts';`],
  ['a worker', `new Worker(new URL('../storage/open.ts', import.meta.url));`],
  ['a require', `const x = require('#core/storage/open.ts');`],
])('sees %s against the direction', (_kind, text) => {
  expect(verdict('core/domain/money.ts', text)).toContain('core/domain may not import core/storage');
});

it.each([
  ['a vendor importing another', 'core/connectors/stripe/client.ts', '#core/connectors/netsuite/client.ts'],
  ['a vendor importing storage', 'core/connectors/stripe/client.ts', '#core/storage/open.ts'],
  ['a vendor importing the journal', 'core/connectors/stripe/client.ts', '#core/journal/append.ts'],
  ['an engine importing another', 'core/reconciliation/match.ts', '#core/mapping/resolve.ts'],
  ['a pure engine file importing storage', 'core/mapping/resolve.ts', '#core/storage/open.ts'],
  ['a pure engine file importing its own edge', 'core/mapping/resolve.ts', './mapping-desk.ts'],
  ['the sandbox importing a connector', 'core/sandbox/stripe/server.ts', '#core/connectors/stripe/client.ts'],
  ['the application importing its host', 'core/app/router.ts', '#core/host/start.ts'],
  ['code importing a test', 'core/domain/money.ts', '#test/support/clock.ts'],
  ['code importing a test beside it', 'core/domain/money.ts', './day.test.ts'],
  ['an unknown folder', 'core/domain/money.ts', '#core/elsewhere/thing.ts'],
  ['two folders up', 'core/connectors/stripe/client.ts', '../../base/result.ts'],
  ['a package that the row lacks', 'core/domain/money.ts', 'zod'],
  ['a part of Node that the row lacks', 'core/base/ids.ts', 'node:crypto'],
  ['a package nobody classified', 'core/app/router.ts', 'left-pad'],
  ['a package nobody classified, in a test', 'test/integration/month.test.ts', 'left-pad'],
])('refuses %s', (_case, path, specifier) => {
  expect(verdict(path, `import { x } from '${specifier}';`)).not.toBe('');
});

it.each([
  ['core/reconciliation/match-store.ts', '#core/storage/open.ts'],
  ['core/mapping/mapping-desk.ts', './mapping-store.ts'],
  ['core/workflow/order-gate.ts', '#core/mapping/mapping-desk.ts'],
  ['core/connectors/stripe/client.ts', '#core/connectors/sdk/index.ts'],
  ['core/connectors/stripe/translate/invoices.ts', '../schemas.ts'],
  ['core/connectors/stripe/sandbox.test.ts', '#core/sandbox/stripe/server.ts'],
  ['core/app/create-core.ts', '#core/connectors/stripe/connector.ts'],
  ['core/app/router.ts', '@trpc/server/adapters/fetch'],
  ['core/storage/open.ts', 'node:fs/promises'],
])('allows %s to import %s', (path, specifier) => {
  expect(verdict(path, `import { x } from '${specifier}';\nexport const y = x;`)).toBe('');
});

it('refuses a file in an unknown folder, a missing target and a computed import', () => {
  expect(verdict('core/elsewhere/thing.ts', 'export const x = 1;')).toContain('unknown folder');
  expect(verdict('core/app/router.ts', 'await import(name);')).toContain('computed import');
  const missing = importViolations([{ path: 'core/app/a.ts', text: `import './b.ts';` }], () => false);
  expect(linesOf(missing)).toEqual(['core/app/a.ts:1 imports: ./b.ts: there is no core/app/b.ts']);
});

it('refuses an index that hands on a folder, but for the public surfaces', () => {
  const text = `export * from './money.ts';\nexport * from './day.ts';`;
  expect(verdict('core/domain/index.ts', text)).toContain('hands on');
  expect(verdict('core/domain/everything.ts', text)).toContain('hands on');
  expect(verdict('core/contract/index.ts', text)).toBe('');
  expect(verdict('core/connectors/sdk/index.ts', text)).toBe('');
});
