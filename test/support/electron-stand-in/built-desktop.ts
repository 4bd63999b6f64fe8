import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';

const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));
const fixture = fileURLToPath(new URL('../../browser/desktop-page/', import.meta.url));
const node = join(projectRoot, 'node_modules', 'node', 'bin', 'node');

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};

export interface BuiltDesktop {
  readonly appPath: string;
  remove(): void;
}

/** Builds the desktop application with the fixture page for an interface, or with a built one. */
export function buildTestDesktop(
  name: string,
  {
    rendererDir,
    hasPackages = false,
  }: { readonly rendererDir?: string; readonly hasPackages?: boolean } = {},
): BuiltDesktop {
  const folder = join(projectRoot, 'dist', `test-${name}-${process.pid}`);
  const renderer = join(folder, 'fixture');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  mkdirSync(renderer);
  cpSync(join(fixture, 'index.html'), join(renderer, 'index.html'));
  const script = readFileSync(join(fixture, 'page.ts'), 'utf8');
  writeFileSync(join(renderer, 'page.js'), stripTypeScriptTypes(script));
  const files = readdirSync(renderer).map((file) => {
    const sha256 = createHash('sha256')
      .update(readFileSync(join(renderer, file)))
      .digest('hex');
    return [`/${file}`, { sha256, type: types[file.split('.').at(-1) ?? ''] ?? '' }];
  });
  writeFileSync(
    join(renderer, 'files.json'),
    JSON.stringify({ sources: '', files: Object.fromEntries(files) }),
  );
  const appPath = join(folder, 'app');
  const args = [
    'scripts/build-desktop.ts',
    '--out',
    appPath,
    '--renderer',
    rendererDir ?? renderer,
    ...(hasPackages ? ['--packages'] : []),
  ];
  const built = spawnSync(node, args, { cwd: projectRoot, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the desktop was not built: ${built.stderr}`);
  return { appPath, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
