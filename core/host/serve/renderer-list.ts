import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));

/** Everything that a build is made from. */
const sourceFolders = ['renderer', 'core/base', 'core/domain', 'core/contract', 'resources/renderer'];
const sourceFiles = ['package-lock.json', 'vite.config.ts'];

/** Beside the files that it lists; not one of them, so never served. */
const rendererListName = 'files.json';

const typesByExtension: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const listSchema = z.strictObject({
  /** Hash over everything that the build was made from. */
  sources: z.string(),
  files: z.record(z.string(), z.strictObject({ sha256: z.string(), type: z.string() })),
});

export type RendererList = z.output<typeof listSchema>;

/** Writes down, at the end of a build, which files may be served: their path from the root, their bytes by hash, their type. */
export function writeRendererList(folder: string): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== rendererListName)
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const listed = files.map((file) => {
    const type = typesByExtension[extname(file)];
    if (type === undefined) throw new Error(`the build made a file of a kind that is not served: ${file}`);
    const path = posix.join('/', relative(folder, file).split(sep).join('/'));
    return [path, { sha256: createHash('sha256').update(readFileSync(file)).digest('hex'), type }] as const;
  });
  const list: RendererList = { sources: hashOfSources(), files: Object.fromEntries(listed) };
  writeFileSync(join(folder, rendererListName), `${JSON.stringify(list, null, 1)}\n`);
}

/** The list of a build, or null where there is none that can be read. */
export function readRendererList(folder: string): RendererList | null {
  try {
    const parsed = listSchema.safeParse(JSON.parse(readFileSync(join(folder, rendererListName), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch (cause) {
    if (cause instanceof SyntaxError || (cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}

/** One hash over everything that a build is made from, so that nothing is built twice. */
export function hashOfSources(): string {
  const hash = createHash('sha256');
  const files = sourceFolders
    .map((folder) => join(projectRoot, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !/\.(?:test|testing)\.tsx?$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name)),
    );
  for (const file of [...files, ...sourceFiles.map((name) => join(projectRoot, name))].sort()) {
    hash.update(`${file.slice(projectRoot.length)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}
