import { expect, it } from 'vitest';
import { isCode, projectFiles } from './project-files.ts';
import { sizeRatchet } from './size-ratchet.ts';
import {
  FILE_LINES_MAX,
  FUNCTION_LINES_MAX,
  fileSizeViolations,
  functionSizeViolations,
  nameViolations,
  staleRatchetEntries,
  TEST_FILE_LINES_MAX,
} from './tidy-rules.ts';
import { linesOf } from './violation.ts';

const files = projectFiles(isCode);

function linesOfCode(count: number): string {
  return 'work();\n'.repeat(count);
}

function functionOf(lines: number): string {
  return `function post() {\n${linesOfCode(lines - 2)}}\n`;
}

it('names files and folders after what they do', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(linesOf(nameViolations(files))).toEqual([]);
});

it('keeps files and functions small', () => {
  expect(linesOf(fileSizeViolations(files, sizeRatchet))).toEqual([]);
  expect(linesOf(functionSizeViolations(files, sizeRatchet))).toEqual([]);
  expect(staleRatchetEntries(files, sizeRatchet)).toEqual([]);
});

it.each([
  'core/app/createCore.ts',
  'core/app/Router.ts',
  'core/app/date_text.ts',
  'core/App/router.ts',
  'core/app/utils.ts',
  'core/app/date-utils.ts',
  'core/helpers/dates.ts',
  'core/app/run-manager.ts',
  'core/app/types.ts',
])('refuses the name %s', (path) => {
  expect(nameViolations([{ path, text: '' }])).toHaveLength(1);
});

it.each([
  'core/app/create-core.ts',
  'core/app/create-core.test.ts',
  'vitest.config.ts',
  'core/sandbox/kit/control.ts',
])('allows the name %s', (path) => {
  expect(linesOf(nameViolations([{ path, text: '' }]))).toEqual([]);
});

it('measures files, with more room for tests', () => {
  const judge = (path: string, lines: number): number =>
    fileSizeViolations([{ path, text: linesOfCode(lines) }], {}).length;
  expect(judge('core/app/a.ts', FILE_LINES_MAX)).toBe(0);
  expect(judge('core/app/a.ts', FILE_LINES_MAX + 1)).toBe(1);
  expect(judge('core/app/a.test.ts', TEST_FILE_LINES_MAX)).toBe(0);
  expect(judge('core/app/a.test.ts', TEST_FILE_LINES_MAX + 1)).toBe(1);
});

it('measures functions, but not lists of tests', () => {
  const judge = (text: string): string[] =>
    linesOf(functionSizeViolations([{ path: 'core/app/a.test.ts', text }], {}));
  expect(judge(functionOf(FUNCTION_LINES_MAX))).toEqual([]);
  expect(judge(functionOf(FUNCTION_LINES_MAX + 1))).toEqual([
    'core/app/a.test.ts:1 size: post has 71 lines, 70 are allowed: split it by purpose',
  ]);
  expect(judge(`describe('posting', () => {\n${linesOfCode(100)}});\n`)).toEqual([]);
  expect(judge(`it('posts', () => {\n${linesOfCode(100)}});\n`)).toHaveLength(1);
});

it('lets the ratchet only shrink', () => {
  const judge = (lines: number, allowed: number): string[] =>
    linesOf(
      fileSizeViolations([{ path: 'core/app/a.ts', text: linesOfCode(lines) }], { 'core/app/a.ts': allowed }),
    );
  expect(judge(500, 500)).toEqual([]);
  expect(judge(501, 500)).toHaveLength(1);
  expect(judge(499, 500)[0]).toContain('lower its entry');
  expect(staleRatchetEntries([], { 'core/app/a.ts': 500 })).toEqual(['core/app/a.ts']);
});
