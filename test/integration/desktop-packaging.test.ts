import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPackageWithOptions, extractFile, listPackage, statFile } from '@electron/asar';
import { flipFuses, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildTestDesktop, type BuiltDesktop } from '#test/support/electron-stand-in/built-desktop.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

interface BuilderConfig {
  readonly afterPack: string;
  readonly asarUnpack: readonly string[];
  readonly directories: { readonly app: string; readonly buildResources: string };
  readonly files: readonly string[];
  readonly fileAssociations: readonly { readonly ext: string; readonly role: string }[];
  readonly npmRebuild: boolean;
  readonly protocols: readonly { readonly schemes: readonly string[] }[];
  readonly publish: readonly { readonly provider: string; readonly url: string }[];
  readonly win: { readonly icon: string };
  readonly mac: { readonly entitlements: string; readonly entitlementsInherit: string };
}

const config = parse(readFileSync(join(projectRoot, 'electron-builder.yml'), 'utf8')) as BuilderConfig;
const { afterPack, fuses } = (await import(join(projectRoot, config.afterPack))) as {
  readonly afterPack: (context: object) => Promise<void>;
  readonly fuses: Readonly<Record<string, unknown>>;
};

let built: BuiltDesktop;
let folder = '';

beforeAll(() => {
  built = buildTestDesktop('packaging', { hasPackages: true });
  folder = mkdtempSync(join(tmpdir(), 'tieout-packaging-'));
}, 60_000);

afterAll(() => {
  built?.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** The sentinel and the wire of fuses, as they stand in Electron's binary; every fuse is at the given state. */
function fakeBinary(name: string, count: number): string {
  const path = join(folder, name);
  const wire = Buffer.concat([
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    Buffer.from([1, count]),
    Buffer.from('1'.repeat(count)),
  ]);
  writeFileSync(path, Buffer.concat([Buffer.alloc(64), wire, Buffer.alloc(64)]));
  return path;
}

describe('electron-builder.yml', () => {
  it('is valid by the schema of the builder that is installed', () => {
    const schema = JSON.parse(
      readFileSync(join(projectRoot, 'node_modules', 'app-builder-lib', 'scheme.json'), 'utf8'),
    ) as object;
    const ajv = new Ajv({ strict: false, allErrors: true });
    const validate = ajv.compile(schema);
    const isValid = validate(config);
    expect(
      validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`) ?? [],
    ).toEqual([]);
    expect(isValid).toBe(true);
    expect(ajv.validate(schema, { ...config, npmRebuildd: false })).toBe(false);
  });

  it('names only files that are there, rebuilds nothing and publishes to a server that IT names', () => {
    for (const path of [
      config.afterPack,
      config.mac.entitlements,
      config.mac.entitlementsInherit,
      config.win.icon,
      config.directories.buildResources,
    ]) {
      expect({ path, exists: existsSync(join(projectRoot, path)) }).toEqual({ path, exists: true });
    }
    expect(config.npmRebuild).toBe(false);
    expect(config.asarUnpack).toEqual(['**/*.node']);
    expect(config.publish).toMatchObject([{ provider: 'generic', url: `\${env.TIEOUT_UPDATE_URL}` }]);
    expect(config.fileAssociations).toMatchObject([{ ext: 'cockpitsnap', role: 'Viewer' }]);
    expect(config.protocols).toMatchObject([{ schemes: ['cockpit'] }]);
  });
});

describe('S-03: fuses', () => {
  it('says all nine, as required, and strictly', () => {
    const names = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)));
    const byName = Object.fromEntries(
      names.map((name) => [name, fuses[String(FuseV1Options[name as keyof typeof FuseV1Options])]]),
    );
    expect(byName).toEqual({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
      WasmTrapHandlers: true,
    });
    expect(fuses['strictlyRequireAllFuses']).toBe(true);
    expect(config).not.toHaveProperty('electronFuses');
  });

  it('are flipped in a binary after packing, and a tenth that nobody decided fails the build', async () => {
    const flipIn = (path: string) =>
      afterPack({
        electronPlatformName: 'linux',
        packager: { addElectronFuses: (_context: object, wanted: never) => flipFuses(path, wanted) },
      });
    const binary = fakeBinary('electron', 9);
    await flipIn(binary);
    const wire = await getCurrentFuseWire(binary);
    const isOn = (option: FuseV1Options): boolean => Number(wire[option]) === '1'.charCodeAt(0);
    const options = Array.from({ length: 9 }, (_, at) => at as FuseV1Options);
    expect(options.map(isOn)).toEqual(options.map((option) => fuses[String(option)]));
    await expect(flipIn(fakeBinary('newer-electron', 10))).rejects.toThrow(/fuse/i);
  });
});

describe('the packed application', () => {
  it('holds what runs, with the native module beside it, and no development file', async () => {
    const staged = join(folder, 'staged');
    stage(built.appPath, staged);
    const archive = join(folder, 'app.asar');
    await createPackageWithOptions(staged, archive, { unpack: config.asarUnpack[0] ?? '' });
    const paths = listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/'));
    for (const needed of [
      '/package.json',
      '/electron/main/main.js',
      '/electron/preload/preload.cjs',
      '/electron/core-process/core-process.js',
      '/electron/core-process/sample-company.js',
      '/electron/core-process/verify-worker.js',
      '/renderer/index.html',
      '/renderer/files.json',
      '/resources/icons/document.png',
      '/resources/icons/badge.png',
      '/node_modules/better-sqlite3/package.json',
      '/node_modules/electron-updater/package.json',
    ]) {
      expect(paths).toContain(needed);
    }
    const developing = paths.filter((path) =>
      /\.(?:map|ts|tsx|mts|cts|md|gyp|c|cc|cpp|h)$|\.test\.|\/(?:test|tests|__tests__|examples?)\/|vitest|playwright|typescript|\.tsbuildinfo$/.test(
        path,
      ),
    );
    expect(developing.filter((path) => path !== '/renderer/licenses.md')).toEqual([]);
    const native = paths.filter((path) => path.endsWith('.node'));
    expect(native.length).toBeGreaterThan(0);
    for (const path of native) {
      expect({ path, unpacked: statFile(archive, path.slice(1)).unpacked }).toEqual({ path, unpacked: true });
      expect(existsSync(`${archive}.unpacked${path}`)).toBe(true);
    }
    // Asar lists a digest of every file: it is what the integrity fuse compares.
    expect(statFile(archive, 'electron/main/main.js')).toHaveProperty('integrity');
    const manifest = JSON.parse(extractFile(archive, 'package.json').toString('utf8')) as Record<
      string,
      object
    >;
    expect(Object.keys(manifest)).not.toContain('devDependencies');
    expect(Object.keys(manifest['dependencies'] ?? {}).sort()).toEqual([
      'better-sqlite3',
      'electron-updater',
    ]);
  });

  it('carries every migration, and code that names no folder of the machine that built it', () => {
    const migrations = join(built.appPath, 'resources', 'migrations');
    expect(existsSync(join(migrations, '0001-core.sql')) || existsSync(migrations)).toBe(true);
    for (const file of ['main/main.js', 'preload/preload.cjs', 'core-process/core-process.js']) {
      const code = readFileSync(join(built.appPath, 'electron', file), 'utf8');
      expect({ file, names: code.includes(projectRoot) }).toEqual({ file, names: false });
      expect({ file, workers: code.match(/-worker\.ts/g) ?? [] }).toEqual({ file, workers: [] });
      expect({ file, maps: code.includes('sourceMappingURL') }).toEqual({ file, maps: false });
    }
  });

  it('gives the preload nothing but electron to require', () => {
    const preload = readFileSync(join(built.appPath, 'electron', 'preload', 'preload.cjs'), 'utf8');
    expect([...preload.matchAll(/require\(["']([^"']+)["']\)/g)].map(([, name]) => name)).toEqual([
      'electron',
    ]);
    expect(preload.length).toBeLessThan(16_384);
  });
});

/** Copies what the patterns of `files` let through, in their order, the last one that matches deciding. */
function stage(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  const rules = config.files.map((pattern) => ({
    isIn: !pattern.startsWith('!'),
    matcher: globOf(pattern.replace(/^!/, '')),
  }));
  cpSync(from, to, {
    recursive: true,
    filter: (source) => {
      const path = source.slice(from.length + 1).replaceAll('\\', '/');
      if (statSync(source, { throwIfNoEntry: false })?.isDirectory() === true) return !path.endsWith('/.bin');
      const last = rules.findLast(({ matcher }) => matcher.test(path));
      return last?.isIn === true;
    },
  });
}

function globOf(pattern: string): RegExp {
  const text = pattern
    .replaceAll('.', '\\.')
    .replaceAll('**/', '<any>')
    .replaceAll('/**', '<below>')
    .replaceAll('*', '[^/]*')
    .replaceAll('<any>', '(?:.*/)?')
    .replaceAll('<below>', '(?:/.*)?')
    .replaceAll(/\{([^}]+)\}/g, (_all, names: string) => `(?:${names.replaceAll(',', '|')})`);
  return new RegExp(`^${text}$`);
}
