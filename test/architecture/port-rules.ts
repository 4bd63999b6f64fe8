// The clock, randomness, timers, network and console are ports: outside the files that adapt them, using them directly is a
// bug that no type can see. SQL belongs to storage, and money never meets a float.
import ts from 'typescript';
import { isCode, isTest, type ProjectFile } from './project-files.ts';
import { lineOf, syntaxOf, visit } from './syntax.ts';
import type { Violation } from './violation.ts';

interface PortRule {
  readonly rule: string;
  /** Files, by their path, that may do it because it is their purpose. */
  readonly allowedIn: readonly RegExp[];
  readonly instead: string;
  /** What is wrong about a node, as written, or undefined. */
  readonly finds: (node: ts.Node) => string | undefined;
}

/** Adapters of the machine: the hosts, and files that say in their name that they adapt a port to the system or to Node. */
const MACHINE = [/^core\/host\//, /\/(?:system|node)-[a-z-]+\.ts$/] as const;
/** Simulated organisations run outside our process: they have servers and databases of their own. */
const SANDBOX_SERVERS = [/^core\/sandbox\/kit\//] as const;

const portRules: readonly PortRule[] = [
  {
    rule: 'clock',
    allowedIn: MACHINE,
    instead: 'take a Clock (core/base/clock.ts)',
    finds: (node) =>
      calledGlobal(node, ['Date', 'Date.now', 'performance.now', 'process.hrtime']) ?? emptyDate(node),
  },
  {
    rule: 'randomness',
    allowedIn: MACHINE,
    instead: 'take a Random (core/base/random.ts)',
    finds: (node) =>
      calledGlobal(node, ['Math.random', 'crypto.randomUUID', 'crypto.getRandomValues']) ??
      importedName(node, /^node:crypto$/, /^random/),
  },
  {
    rule: 'timers',
    allowedIn: [...MACHINE, ...SANDBOX_SERVERS],
    instead: 'sleep on the Clock (core/base/clock.ts)',
    finds: (node) =>
      calledGlobal(node, ['setTimeout', 'setInterval', 'setImmediate', 'AbortSignal.timeout']) ??
      importedName(node, /^node:timers/, /./),
  },
  {
    rule: 'network',
    allowedIn: MACHINE,
    instead: 'take the HTTP port of the connector SDK',
    finds: (node) => calledGlobal(node, ['fetch', 'globalThis.fetch']),
  },
  {
    rule: 'console',
    allowedIn: [/^core\/host\//],
    instead: 'take a Log (core/base/log.ts)',
    finds: (node) => usedGlobal(node, ['console', 'process.stdout', 'process.stderr']),
  },
  {
    rule: 'process',
    allowedIn: MACHINE,
    instead: 'let the host read the environment, handle signals and end the process',
    finds: (node) =>
      usedGlobal(node, ['process.env', 'process.exit', 'process.exitCode', 'process.argv', 'process.on']),
  },
  {
    rule: 'float',
    allowedIn: [/^core\/(?:host|sandbox|observe)\//],
    instead: 'read decimal text digit by digit (core/domain/money.ts)',
    finds: (node) =>
      calledGlobal(node, ['parseFloat', 'Number.parseFloat']) ??
      calledMethod(node, ['toFixed', 'toPrecision']),
  },
  {
    rule: 'sql',
    allowedIn: [/^core\/(?:storage|journal|sandbox)\//],
    instead: 'add a repository method to core/storage',
    finds: sqlText,
  },
];

/** Every direct use in core of what is a port. Tests may set real time limits and open databases. */
export function portViolations(files: readonly ProjectFile[]): Violation[] {
  const judged = files.filter(
    (file) => file.path.startsWith('core/') && isCode(file.path) && !isTest(file.path),
  );
  return judged.flatMap(fileViolations);
}

function fileViolations(file: ProjectFile): Violation[] {
  const rules = portRules.filter((rule) => !rule.allowedIn.some((pattern) => pattern.test(file.path)));
  const own = declaredNames(file);
  const found: Violation[] = [];
  visit(syntaxOf(file), (node) => {
    for (const { rule, instead, finds } of rules) {
      const what = finds(node);
      if (what === undefined || own.has(what)) continue;
      found.push({ path: file.path, line: lineOf(node), rule, message: `${what}: ${instead}` });
    }
  });
  return found;
}

/** Names that the file declares or imports itself, so that they are not the globals of the same name. */
function declaredNames(file: ProjectFile): Set<string> {
  const names = new Set<string>();
  visit(syntaxOf(file), (node) => {
    if (ts.isImportSpecifier(node) && /^['"]node:/.test(node.parent.parent.parent.moduleSpecifier.getText()))
      return;
    const isDeclaration =
      ts.isImportSpecifier(node) ||
      ts.isParameter(node) ||
      ts.isVariableDeclaration(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isBindingElement(node);
    if (isDeclaration && node.name !== undefined && ts.isIdentifier(node.name)) names.add(node.name.text);
  });
  return names;
}

function calledGlobal(node: ts.Node, names: readonly string[]): string | undefined {
  return ts.isCallExpression(node) ? named(node.expression, names) : undefined;
}

function usedGlobal(node: ts.Node, names: readonly string[]): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return named(node, names) ?? named(node.expression, names);
  return undefined;
}

function named(node: ts.Node, names: readonly string[]): string | undefined {
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return undefined;
  const text = node.getText();
  return names.includes(text) ? text : undefined;
}

function emptyDate(node: ts.Node): string | undefined {
  if (!ts.isNewExpression(node) || node.expression.getText() !== 'Date') return undefined;
  return (node.arguments ?? []).length === 0 ? 'new Date()' : undefined;
}

function calledMethod(node: ts.Node, names: readonly string[]): string | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  return names.includes(node.expression.name.text) ? node.expression.name.text : undefined;
}

function importedName(node: ts.Node, module: RegExp, name: RegExp): string | undefined {
  if (!ts.isImportSpecifier(node)) return undefined;
  const from = node.parent.parent.parent.moduleSpecifier;
  const original = (node.propertyName ?? node.name).text;
  return ts.isStringLiteral(from) && module.test(from.text) && name.test(original) ? original : undefined;
}

const SQL_START =
  /^\s*(?:select|insert|update|delete|replace|create|drop|alter|pragma|with|begin|attach|vacuum)\s/i;

/** SQL given to a database handle, or drizzle's `sql` tag. */
function sqlText(node: ts.Node): string | undefined {
  if (ts.isTaggedTemplateExpression(node)) return named(node.tag, ['sql']);
  if (calledMethod(node, ['prepare', 'exec', 'pragma']) === undefined) return undefined;
  const [argument] = (node as ts.CallExpression).arguments;
  if (argument === undefined) return undefined;
  const text = argument.getText().replace(/^['"`]/, '');
  return calledMethod(node, ['pragma']) ?? (SQL_START.test(`${text} `) ? 'SQL text' : undefined);
}
