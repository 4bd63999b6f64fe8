import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file of the project: its path from the root, with forward slashes, and its text. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** What is not ours or not source: installed, built, or a vendor's recorded payload. */
const FOLDERS_LEFT_OUT = new Set(['node_modules', '.git', '.tieout', 'dist', 'coverage', 'fixtures']);

/** Code is what a compiler or a runtime reads. */
export function isCode(path: string): boolean {
  return /\.(?:ts|tsx|mts|cts|js|mjs|cjs)$/.test(path);
}

export function isTest(path: string): boolean {
  return path.startsWith('test/') || /\.(?:test|testing|bench)\.ts$/.test(path);
}

/** Every file of the project whose path `wanted` accepts, in the order of their paths. */
export function projectFiles(wanted: (path: string) => boolean): ProjectFile[] {
  const entries = readdirSync(projectRoot, { withFileTypes: true });
  const paths = entries.flatMap((entry) => {
    if (FOLDERS_LEFT_OUT.has(entry.name) || entry.name.startsWith('.install-lock')) return [];
    return entry.isDirectory() ? pathsBelow(entry.name) : [entry.name];
  });
  return paths
    .filter(wanted)
    .sort()
    .map((path) => ({ path, text: readFileSync(projectRoot + path, 'utf8') }));
}

function pathsBelow(folder: string): string[] {
  return readdirSync(projectRoot + folder, { withFileTypes: true }).flatMap((entry) => {
    if (FOLDERS_LEFT_OUT.has(entry.name)) return [];
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? pathsBelow(path) : [path];
  });
}
