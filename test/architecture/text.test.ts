import { expect, it } from 'vitest';
import { projectFiles } from './project-files.ts';
import { isText, textViolations } from './text-rules.ts';
import { linesOf } from './violation.ts';

function verdict(path: string, text: string): string {
  return linesOf(textViolations([{ path, text }])).join('\n');
}

it('finds nothing forbidden in any text of the project', () => {
  const files = projectFiles(isText);
  expect(files.map((file) => file.path)).toEqual(
    expect.arrayContaining(['package.json', 'package-lock.json', '.npmrc', '.ci/run', 'scripts/install.mjs']),
  );
  expect(linesOf(textViolations(files))).toEqual([]);
});

it.each([
  ['compiler-silenced', 'core/app/a.ts', '// @ts-ignore'],
  ['compiler-silenced', 'core/app/a.ts', '// @ts-expect-error'],
  ['lint-silenced', 'core/app/a.ts', '// oxlint-disable-next-line no-shadow'],
  ['lint-silenced', 'core/app/a.ts', '// biome-ignore lint: because'],
  ['unfinished', 'core/app/a.ts', '// TODO later'],
  ['unfinished', 'docs/architecture.md', 'FIXME'],
  ['test-left-out', 'core/app/a.test.ts', `it.only('posts', () => {});`],
  ['test-left-out', 'core/app/a.test.ts', `describe.skip('posting', () => {});`],
  ['test-left-out', 'core/app/a.test.ts', `it.todo('posts');`],
  ['path-of-a-machine', 'core/app/a.ts', `const path = '/work/shared/specs';`],
  ['path-of-a-machine', 'README.md', 'see /home/someone/notes'],
  ['registry-host', '.npmrc', 'registry=https://registry.npmjs.org'],
  ['lock-resolved', 'package-lock.json', '  "resolved": "https://example.org/a.tgz",'],
])('%s: refuses it in %s', (rule, path, text) => {
  expect(verdict(path, `\n${text}\n`)).toContain(`${path}:2 ${rule}:`);
});

it.each([
  ['core/app/a.test.ts', '// @ts-expect-error two currencies do not add'],
  ['core/app/a.test.ts', `it.skipIf(specs === undefined)('reads the examples', () => {});`],
  ['core/app/a.ts', `const path = '/services/data/v60.0/query';`],
])('allows it in %s: %s', (path, text) => {
  expect(verdict(path, text)).toBe('');
});
