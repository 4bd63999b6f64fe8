import { dirname, join } from 'node:path/posix';
import { computedImporters, publicSurfaces, testPackages, type Zone, zones } from './import-matrix.ts';
import { importsOf, isReExportOnly } from './module-imports.ts';
import { isTest, type ProjectFile } from './project-files.ts';
import type { Violation } from './violation.ts';

const RULE = 'imports';

/** Where a file lives: its zone, and the actual folder where the zone stands for several siblings. */
interface Place {
  readonly zone: Zone;
  readonly folder: string;
}

/** The place of a path, or undefined when no row of the matrix covers it. The most exact row wins. */
export function placeOf(path: string): Place | undefined {
  const folder = dirname(path);
  for (const zone of zones) {
    if (zone.folder.endsWith('/*')) continue;
    if (folder === zone.folder || folder.startsWith(`${zone.folder}/`)) return { zone, folder: zone.folder };
  }
  for (const zone of zones.filter((one) => one.folder.endsWith('/*'))) {
    const parent = zone.folder.slice(0, -1);
    if (!folder.startsWith(parent)) continue;
    const [sibling] = folder.slice(parent.length).split('/');
    return { zone, folder: parent + sibling };
  }
  return undefined;
}

/** Every import of `files` that the matrix does not allow. `exists` tells whether a path of the project is a file. */
export function importViolations(
  files: readonly ProjectFile[],
  exists: (path: string) => boolean,
): Violation[] {
  return files.flatMap((file) => [...fileViolations(file), ...eachImport(file, exists)]);
}

function fileViolations(file: ProjectFile): Violation[] {
  const at = (message: string): Violation => ({ path: file.path, line: 1, rule: RULE, message });
  if (isTest(file.path) || !file.path.includes('/')) return [];
  const place = placeOf(file.path);
  if (place === undefined)
    return [at(`unknown folder ${dirname(file.path)}: give it a row in import-matrix.ts`)];
  const isSurface = publicSurfaces.includes(place.folder);
  if (!isSurface && (/\/index\.\w+$/.test(file.path) || isReExportOnly(file))) {
    return [at('hands on what others export: import the files themselves')];
  }
  return [];
}

function eachImport(file: ProjectFile, exists: (path: string) => boolean): Violation[] {
  const found: Violation[] = [];
  const mayCompute = computedImporters.includes(file.path);
  for (const { specifier, line } of importsOf(file)) {
    if (specifier === undefined && mayCompute) continue;
    const message =
      specifier === undefined ? 'computed import: it cannot be checked' : judge(file, specifier, exists);
    if (message !== undefined) found.push({ path: file.path, line, rule: RULE, message });
  }
  return found;
}

/** Why `file` may not import `specifier`, or undefined when it may. */
function judge(file: ProjectFile, specifier: string, exists: (path: string) => boolean): string | undefined {
  if (specifier.startsWith('../../'))
    return `${specifier} climbs two folders: write it from the root (#core/…)`;
  const target = targetOf(file.path, specifier);
  if (target === undefined) return judgePackage(file.path, specifier);
  if (!exists(target)) return `${specifier}: there is no ${target}`;
  return judgeTarget(file.path, target);
}

/** The path from the root that a specifier names, or undefined for a package. */
function targetOf(path: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return specifier.slice(1);
  return specifier.startsWith('.') ? join(dirname(path), specifier) : undefined;
}

function judgeTarget(path: string, target: string): string | undefined {
  if (isTest(path)) return undefined;
  if (isTest(target)) return `${target} is a test: nothing but tests imports one`;
  const from = placeOf(path);
  const to = placeOf(target);
  if (from === undefined) return undefined;
  if (to === undefined) return `${target} is in an unknown folder`;
  if (from.folder === to.folder) {
    if (!isEdge(target, to.zone) || isEdge(path, from.zone)) return undefined;
    return `${path} is of the pure part of ${from.folder} and may not import its edge (${target})`;
  }
  const allowed = isEdge(path, from.zone)
    ? [...from.zone.imports, ...(from.zone.edge?.imports ?? [])]
    : from.zone.imports;
  if (from.zone !== to.zone && allowed.includes(to.zone.folder)) return undefined;
  return `${from.folder} may not import ${to.folder} (${target})${edgeHint(from.zone, to.zone.folder)}`;
}

function judgePackage(path: string, specifier: string): string | undefined {
  const name = packageOf(specifier);
  const zone = placeOf(path)?.zone;
  if (isTest(path) || !path.includes('/'))
    return isListed(name, testPackages) ? undefined : unclassified(name);
  if (zone === undefined) return undefined;
  const allowed = isEdge(path, zone) ? [...zone.packages, ...(zone.edge?.packages ?? [])] : zone.packages;
  if (isListed(name, allowed)) return undefined;
  const isKnown = zones.some((one) => isListed(name, [...one.packages, ...(one.edge?.packages ?? [])]));
  if (!isKnown) return unclassified(name);
  return `${zone.folder} may not use the package ${name}${edgeHint(zone, name)}`;
}

function unclassified(name: string): string {
  return `unclassified package ${name}: say in import-matrix.ts where it may be used`;
}

function edgeHint(zone: Zone, wanted: string): string {
  if (zone.edge === undefined) return '';
  const wouldHelp = zone.edge.imports.includes(wanted) || isListed(wanted, zone.edge.packages);
  return wouldHelp ? `; only its edge may: files ending in ${zone.edge.endings.join(', ')}` : '';
}

function isEdge(path: string, zone: Zone): boolean {
  return zone.edge?.endings.some((ending) => path.endsWith(ending)) ?? false;
}

function isListed(name: string, list: readonly string[]): boolean {
  return list.includes(name) || (name.startsWith('node:') && list.includes('node:*'));
}

/** `@trpc/server/adapters/fetch` → `@trpc/server`; `node:fs/promises` → `node:fs`. */
function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return (specifier.startsWith('@') ? parts.slice(0, 2) : parts.slice(0, 1)).join('/');
}
