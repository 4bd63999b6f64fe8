import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Makes one file of the process that is killed: hundreds of them start, and reading the sources one by one takes them longer than
 * what they do. It stands as deep as the sources of core and beside what they read at run time.
 */
export async function bundleCoreProcess(): Promise<string> {
  const cache = join(projectRoot, 'node_modules', '.cache', 'tieout');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'faults-'));
  symlinkSync(join(projectRoot, 'resources'), join(folder, 'resources'));
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      outDir: join(folder, 'core', 'process'),
      target: 'node24',
      minify: false,
      ssr: true,
      rolldownOptions: {
        external: ['better-sqlite3', /^node:/],
        input: fileURLToPath(new URL('./core-process.ts', import.meta.url)),
        output: { format: 'esm', entryFileNames: 'core-process.mjs' },
      },
    },
  });
  return join(folder, 'core', 'process', 'core-process.mjs');
}

export function removeBundle(program: string): void {
  rmSync(dirname(dirname(dirname(program))), { recursive: true, force: true });
}
