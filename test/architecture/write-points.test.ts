import ts from 'typescript';
import { expect, it } from 'vitest';
import { writePoints } from '#core/storage/write-points.ts';
import { isCode, isTest, type ProjectFile, projectFiles } from './project-files.ts';
import { lineOf, syntaxOf, visit } from './syntax.ts';

/**
 * A write or send is numbered in one of three ways: it goes through the one transaction function or the one recorder,
 * which pass points around and inside every commit; its function passes a point itself; or it is a listed exception.
 */
const exempt: Readonly<Record<string, string>> = {
  'core/journal/anchor.ts writeAnchor': 'W25 and W26 stand around its only caller',
  'core/storage/owner-lock.ts takeOwnerLock': 'a courtesy note beside the lock; losing it loses no fact',
  'core/storage/sealed-copy.ts transact':
    'on a private copy that is thrown away; the pack itself passes W35 and W36',
  'core/storage/repositories/projection-tables.ts withEmptyTables': 'inside a transaction: W32 and W11',
};

/** Host files write what people asked to be written, or keys; the sandbox is not the product; reports are made anew. */
const outside = /^core\/(?:sandbox|host|reconciliation|policy\/file-keystore\.ts|app\/secret-files\.ts)/;

interface Site {
  readonly place: string;
  readonly line: number;
}

function sitesIn(file: ProjectFile, isSite: (call: ts.CallExpression) => boolean): Site[] {
  const sites: Site[] = [];
  visit(syntaxOf(file), (node) => {
    if (!ts.isCallExpression(node) || !isSite(node)) return;
    sites.push({ place: `${file.path} ${functionOf(node)}`, line: lineOf(node) });
  });
  return sites;
}

/** The name of the method, function or arrow constant that a node stands in. */
function functionOf(node: ts.Node): string {
  for (let at: ts.Node | undefined = node.parent; at !== undefined; at = at.parent) {
    if (ts.isMethodDeclaration(at) || ts.isFunctionDeclaration(at)) return at.name?.getText() ?? '(default)';
    if (!ts.isVariableDeclaration(at) || at.initializer === undefined) continue;
    if (ts.isArrowFunction(at.initializer)) return at.name.getText();
  }
  return '(top)';
}

const bareWrites = /(?:^|\.)(?:writeFileSync|appendFileSync|renameSync|writeAnchor|transaction|exec)$/;
const sends = /(?:^|\.)connection\.(?:send|lookUp)$/;

function isWriteOrSend(call: ts.CallExpression): boolean {
  const callee = call.expression.getText();
  if (sends.test(callee)) return true;
  if (!bareWrites.test(callee)) return false;
  return !callee.endsWith('exec') || /(?:sqlite|database|lock)\.exec$/.test(callee);
}

/** Calls of `reached('Wnn')`, by the point. */
function pointsPassed(file: ProjectFile): (Site & { readonly point: string })[] {
  const passed: (Site & { readonly point: string })[] = [];
  visit(syntaxOf(file), (node) => {
    if (!ts.isCallExpression(node)) return;
    const [point] = node.arguments;
    if (!/(?:^|[.#])reached$/.test(node.expression.getText().replace('?.', ''))) return;
    if (point === undefined || !ts.isStringLiteral(point)) return;
    passed.push({ point: point.text, place: `${file.path} ${functionOf(node)}`, line: lineOf(node) });
  });
  return passed;
}

function unnumbered(files: readonly ProjectFile[]): string[] {
  return files.flatMap((file) => {
    const numbered = new Set(pointsPassed(file).map(({ place }) => place));
    return sitesIn(file, isWriteOrSend)
      .filter(({ place }) => !numbered.has(place) && exempt[place] === undefined)
      .map(({ place, line }) => `${place} (line ${line}) writes or sends at no numbered point`);
  });
}

const files = projectFiles(
  (path) => isCode(path) && path.startsWith('core/') && !isTest(path) && !outside.test(path),
);

it('numbers every call that writes or sends', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap((file) => sitesIn(file, isWriteOrSend)).length).toBeGreaterThan(5);
  expect(unnumbered(files)).toEqual([]);
});

it('passes every point where the list says, and nowhere else', () => {
  const passed = [
    ...new Set(files.flatMap(pointsPassed).map(({ point, place }) => `${point} ${place}`)),
  ].sort();
  const listed = Object.entries(writePoints).flatMap(([point, { where }]) =>
    where.map((place) => `${point} ${place}`),
  );
  expect(passed).toEqual(listed.sort());
});

it.each([
  ['async function send() { await connection.send(payload, context); }'],
  ['function keep() { writeFileSync(path, text); }'],
  ['function move() { renameSync(from, to); }'],
  ['function drop() { store.sqlite.exec("DELETE FROM events"); }'],
])('refuses %s', (text) => {
  expect(unnumbered([{ path: 'core/close/pack.ts', text }])).toHaveLength(1);
});

it('accepts a send at a numbered point', () => {
  const text = `async function send() { store.reached('W16'); await connection.send(payload, context); }`;
  expect(unnumbered([{ path: 'core/close/pack.ts', text }])).toEqual([]);
});
