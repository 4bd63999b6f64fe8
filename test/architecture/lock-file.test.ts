// What the bootstrap relies on: `npm ci` refuses a lock file that lacks a package of another platform, and installs what the
// lock file says only where every version is exact and every package has its hash.
import { expect, it } from 'vitest';
import { projectFiles } from './project-files.ts';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly inBundle?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

function read<T>(path: string): T {
  const [file] = projectFiles((other) => other === path);
  return JSON.parse(file?.text ?? 'null') as T;
}

/** Optional packages that nothing in the lock file stands for, as `who: which`. */
function missingOptional({ packages }: LockFile): string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => packages[`node_modules/${name}`] === undefined)
      .filter((name) => packages[`${path}/node_modules/${name}`] === undefined)
      .map((name) => `${path}: ${name}`),
  );
}

it('locks every package with its hash, those of other platforms too', () => {
  const lock = read<LockFile>('package-lock.json');
  const installed = Object.entries(lock.packages).filter(([path]) => path !== '');
  expect(installed.length).toBeGreaterThan(100);
  // What is inside another package came with that one's hash.
  const own = installed.filter(([, { inBundle }]) => inBundle !== true);
  const unlocked = own.filter(([, one]) => one.version === undefined || one.integrity === undefined);
  expect(unlocked.map(([path]) => path)).toEqual([]);
  expect(missingOptional(lock)).toEqual([]);
});

it('notices a platform that is missing', () => {
  const tool = { optionalDependencies: { 'tool-linux': '1.0.0', 'tool-mac': '1.0.0' } };
  const packages = { 'node_modules/tool': tool, 'node_modules/tool-linux': {} };
  expect(missingOptional({ packages })).toEqual(['node_modules/tool: tool-mac']);
});

it('pins exact versions', () => {
  const { dependencies, devDependencies } = read<Manifest>('package.json');
  const ranges = Object.entries({ ...dependencies, ...devDependencies });
  expect(ranges.filter(([, range]) => !/^(?:npm:[\w@/-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(range))).toEqual(
    [],
  );
});
