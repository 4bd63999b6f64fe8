// The syntax tree comes from the compiler API of TypeScript 6, which is what the package name `typescript` stands for here:
// TypeScript 7 compiles the project but has no API for tools.
import ts from 'typescript';
import type { ProjectFile } from './project-files.ts';

const parsed = new WeakMap<ProjectFile, ts.SourceFile>();

export function syntaxOf(file: ProjectFile): ts.SourceFile {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  parsed.set(file, source);
  return source;
}

/** Visits every node below `root`, parents before children. */
export function visit(root: ts.Node, onNode: (node: ts.Node) => void): void {
  const step = (node: ts.Node): void => {
    onNode(node);
    ts.forEachChild(node, step);
  };
  step(root);
}

/** The line of a node, counted from 1. */
export function lineOf(node: ts.Node): number {
  const source = node.getSourceFile();
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}
