import ts from 'typescript';
import type { ProjectFile } from './project-files.ts';
import { lineOf, syntaxOf, visit } from './syntax.ts';

/** One reference to another module: static, dynamic, type-only, re-export, or the file that a worker is started from. */
export interface ModuleImport {
  /** As written, or undefined where it is computed and cannot be checked. */
  readonly specifier: string | undefined;
  readonly line: number;
}

export function importsOf(file: ProjectFile): ModuleImport[] {
  const found: ModuleImport[] = [];
  visit(syntaxOf(file), (node) => {
    const module = moduleOf(node);
    if (module === undefined) return;
    found.push({ specifier: ts.isStringLiteralLike(module) ? module.text : undefined, line: lineOf(node) });
  });
  return found;
}

/** True when the file does nothing but hand on what others export. */
export function isReExportOnly(file: ProjectFile): boolean {
  const { statements } = syntaxOf(file);
  const handsOn = (statement: ts.Statement): boolean =>
    ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;
  return statements.length > 0 && statements.every(handsOn);
}

function moduleOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? literalOf(node.argument) : undefined;
  if (ts.isCallExpression(node)) return isModuleCall(node) ? node.arguments[0] : undefined;
  return ts.isNewExpression(node) ? codeUrlOf(node) : undefined;
}

function literalOf(type: ts.LiteralTypeNode): ts.Expression | undefined {
  return ts.isStringLiteral(type.literal) ? type.literal : undefined;
}

function isModuleCall(call: ts.CallExpression): boolean {
  if (call.expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  return /^(?:require|require\.resolve|import\.meta\.resolve)$/.test(call.expression.getText());
}

/** `new URL('./x-worker.ts', import.meta.url)` names a module as surely as an import does. */
function codeUrlOf(node: ts.NewExpression): ts.Expression | undefined {
  const [target, base] = node.arguments ?? [];
  if (node.expression.getText() !== 'URL' || base?.getText() !== 'import.meta.url') return undefined;
  return target !== undefined && ts.isStringLiteralLike(target) && target.text.endsWith('.ts')
    ? target
    : undefined;
}
