// Builds the desktop application into dist/desktop: main and the core's processes as modules, the preload as one script, the
// interface with its list, what core reads at run time, and the package.json that Electron starts from.
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig, type Plugin } from 'vite';

const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** Given by Electron, or with a native part: loaded at run time from where it is. */
const external = ['electron', 'better-sqlite3', 'electron-updater', /^node:/];

/** Two folders deep like the sources, so that what is found beside the code is found beside the bundle. */
const moduleEntries = {
  'electron/main/main': 'electron/main/main.ts',
  'electron/core-process/core-process': 'electron/core-process/core-process.ts',
  'electron/core-process/sample-company': 'electron/core-process/sample-company.ts',
};

/**
 * Worker threads of core: each becomes a file of its own, and whoever starts it names that file. The path holds from every folder
 * that the bundle has.
 */
function workersOfTheirOwn(): Plugin {
  const started = /new URL\('(\.\/[a-z-]+-worker)\.ts', import\.meta\.url\)/g;
  return {
    name: 'tieout:workers',
    // Before anything rewrites the source.
    enforce: 'pre',
    async transform(code, importer) {
      const found = [...code.matchAll(started)].map(([, path = '']) => path);
      for (const path of found) {
        const resolved = await this.resolve(`${path}.ts`, importer);
        if (resolved === null) throw new Error(`${importer} starts ${path}.ts, which is not there`);
        this.emitFile({
          type: 'chunk',
          id: resolved.id,
          fileName: `electron/core-process/${basename(path)}.js`,
        });
      }
      if (found.length === 0) return null;
      return code.replaceAll(
        started,
        (_all, path: string) => `new URL('../core-process/${basename(path)}.js', import.meta.url)`,
      );
    },
  };
}

function bundleConfig(outDir: string): InlineConfig {
  return {
    configFile: false,
    root: projectRoot,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      outDir,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      sourcemap: false,
      ssr: true,
      rolldownOptions: { external },
    },
  };
}

/** Builds into `outDir`, from nothing; the interface has been built before. */
export async function buildDesktop(outDir: string, rendererDir: string): Promise<void> {
  rmSync(outDir, { recursive: true, force: true });
  const modules = bundleConfig(outDir);
  await build({
    ...modules,
    plugins: [workersOfTheirOwn()],
    build: {
      ...modules.build,
      rolldownOptions: {
        external,
        input: Object.fromEntries(
          Object.entries(moduleEntries).map(([name, path]) => [name, join(projectRoot, path)]),
        ),
        output: {
          format: 'esm',
          entryFileNames: '[name].js',
          chunkFileNames: 'electron/shared/[name]-[hash].js',
        },
      },
    },
  });
  const preload = bundleConfig(outDir);
  await build({
    ...preload,
    build: {
      ...preload.build,
      rolldownOptions: {
        external: ['electron'],
        input: { 'electron/preload/preload': join(projectRoot, 'electron/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  });
  cpSync(rendererDir, join(outDir, 'renderer'), { recursive: true });
  cpSync(join(projectRoot, 'resources', 'migrations'), join(outDir, 'resources', 'migrations'), {
    recursive: true,
  });
  const icons = join(projectRoot, 'resources', 'icons');
  if (existsSync(icons)) cpSync(icons, join(outDir, 'resources', 'icons'), { recursive: true });
  writeFileSync(join(outDir, 'package.json'), `${JSON.stringify(packageJson(), null, 2)}\n`);
}

/** Packages that are not in the bundle: one has a native part, the other is loaded only where updates are on. */
const keptPackages = ['better-sqlite3', 'electron-updater'];

/** Copies them with what they need, as an install of production packages lays them out: electron-builder packs that. */
export function copyPackages(outDir: string): void {
  const copied = new Set<string>();
  const copy = (name: string): void => {
    if (copied.has(name)) return;
    copied.add(name);
    const from = join(projectRoot, 'node_modules', name);
    cpSync(from, join(outDir, 'node_modules', name), { recursive: true });
    const { dependencies = {} } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as {
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    for (const one of Object.keys(dependencies)) copy(one);
  };
  for (const name of keptPackages) copy(name);
}

/** What Electron starts and electron-builder packs: the product's facts, and the packages that are not in the bundle. */
function packageJson(): object {
  const { name, version, description, license, dependencies } = JSON.parse(
    readFileSync(join(projectRoot, 'package.json'), 'utf8'),
  ) as Record<string, unknown> & { dependencies: Record<string, string> };
  return {
    name,
    productName: 'Tieout',
    version,
    description,
    license,
    private: true,
    type: 'module',
    main: 'electron/main/main.js',
    dependencies: Object.fromEntries(keptPackages.map((one) => [one, dependencies[one]])),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, renderer: { type: 'string' }, packages: { type: 'boolean' } },
  });
  const outDir = values.out ?? join(projectRoot, 'dist', 'desktop');
  await buildDesktop(outDir, values.renderer ?? join(projectRoot, 'dist', 'renderer'));
  if (values.packages === true) copyPackages(outDir);
  process.stderr.write(`built ${outDir}\n`);
}
