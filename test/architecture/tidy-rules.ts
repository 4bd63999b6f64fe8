// Sizes and names. A file or function that is over its limit today is listed with what it has, and the list only shrinks.
import ts from 'typescript';
import { isCode, isTest, type ProjectFile } from './project-files.ts';
import { lineOf, syntaxOf, visit } from './syntax.ts';
import type { Violation } from './violation.ts';

export const FILE_LINES_MAX = 400;
export const TEST_FILE_LINES_MAX = 600;
export const FUNCTION_LINES_MAX = 70;

/** Generated or tabular: their length says nothing about them. */
const SIZE_EXEMPT = [/\/migrations\//, /\.generated\.ts$/];

/** Over the limit when the limit came: path, or path and function name, to the lines it may have at most. Never add. */
export type SizeRatchet = Readonly<Record<string, number>>;

/** A test may name its aspect (`match.oracle.test.ts`); what only tests use stands beside the code as `….testing.ts`. */
const FILE_NAME =
  /^[a-z0-9]+(?:-[a-z0-9]+)*(?:(?:\.[a-z]+)?\.test|\.(?:testing|bench|config|d|generated))?\.(?:tsx?|mjs)$/;
const FOLDER_NAME = /^\.?[a-z0-9]+(?:-[a-z0-9]+)*$/;
const EMPTY_WORD = /(?:^|-)(?:utils?|helpers?|common|managers?|misc)(?:-|$)/;

export function nameViolations(files: readonly ProjectFile[]): Violation[] {
  return files
    .filter((file) => isCode(file.path))
    .flatMap(({ path }) => {
      const message = nameFault(path);
      return message === undefined ? [] : [{ path, line: 1, rule: 'name', message }];
    });
}

function nameFault(path: string): string | undefined {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  if (!FILE_NAME.test(name)) return `${name}: file names are kebab-case`;
  const badFolder = folders.find((folder) => !FOLDER_NAME.test(folder));
  if (badFolder !== undefined) return `${badFolder}: folder names are kebab-case`;
  const base = name.replace(/\..*$/, '');
  const empty = [...folders, base].find((word) => EMPTY_WORD.test(word));
  if (empty !== undefined) return `${empty}: name it after what it does`;
  return base === 'types' ? 'types: put each type beside the code that gives it meaning' : undefined;
}

/** Files over their limit, and entries of the ratchet that are no longer needed or could be lower. */
export function fileSizeViolations(files: readonly ProjectFile[], ratchet: SizeRatchet): Violation[] {
  return files
    .filter((file) => isSized(file.path))
    .flatMap((file) => {
      const lines = file.text.split('\n').length - (file.text.endsWith('\n') ? 1 : 0);
      const limit = isTest(file.path) ? TEST_FILE_LINES_MAX : FILE_LINES_MAX;
      return sizeFault({ path: file.path, line: 1, key: file.path, what: 'file', lines, limit }, ratchet);
    });
}

/** Functions over their limit. What is passed to `describe` is a list of tests and not counted. */
export function functionSizeViolations(files: readonly ProjectFile[], ratchet: SizeRatchet): Violation[] {
  return files
    .filter((file) => isSized(file.path))
    .flatMap((file) => {
      const found: Violation[] = [];
      visit(syntaxOf(file), (node) => {
        if (!ts.isFunctionLike(node) || isDescribeBody(node)) return;
        const line = lineOf(node);
        const source = node.getSourceFile();
        const lines = source.getLineAndCharacterOfPosition(node.getEnd()).line + 2 - line;
        const what = nameOf(node);
        const key = `${file.path} ${what}`;
        found.push(
          ...sizeFault({ path: file.path, line, key, what, lines, limit: FUNCTION_LINES_MAX }, ratchet),
        );
      });
      return found;
    });
}

/** Entries of the ratchet for files that are gone. */
export function staleRatchetEntries(files: readonly ProjectFile[], ratchet: SizeRatchet): string[] {
  const paths = new Set(files.map((file) => file.path));
  return Object.keys(ratchet).filter((key) => !paths.has(key.split(' ')[0] ?? key));
}

interface Measured {
  readonly path: string;
  readonly line: number;
  readonly key: string;
  readonly what: string;
  readonly lines: number;
  readonly limit: number;
}

function sizeFault({ path, line, key, what, lines, limit }: Measured, ratchet: SizeRatchet): Violation[] {
  const listed = ratchet[key];
  const at = (message: string): Violation[] => [{ path, line, rule: 'size', message }];
  if (listed !== undefined && lines < listed)
    return at(`${what} has shrunk to ${lines} lines: lower its entry in the ratchet`);
  if (lines <= (listed ?? limit)) return [];
  return at(`${what} has ${lines} lines, ${listed ?? limit} are allowed: split it by purpose`);
}

function isSized(path: string): boolean {
  return isCode(path) && !SIZE_EXEMPT.some((pattern) => pattern.test(path));
}

function isDescribeBody(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText());
}

function nameOf(node: ts.SignatureDeclaration): string {
  if (node.name !== undefined) return node.name.getText();
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) return parent.name.getText();
  return 'function';
}
