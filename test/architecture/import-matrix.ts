// Who may import whom, as data. A folder that is not here, and a package that no row names, fails the test: decide where it
// belongs and say so here. Rows are only widened together with docs/architecture.md.

export interface Zone {
  /** A folder from the root; `*` stands for one folder name, and such siblings never import one another. */
  readonly folder: string;
  /** Other zones it may import, by `folder`. Its own files it may always import. */
  readonly imports: readonly string[];
  /** Packages it may import; `node:*` is every module of Node. */
  readonly packages: readonly string[];
  /**
   * Files of the zone, by the end of their name, that stand at its edge and may import more. The rest is the pure part, which
   * does not import its own edge either, or it would be pure in name only.
   */
  readonly edge?: {
    readonly endings: readonly string[];
    readonly imports: readonly string[];
    readonly packages: readonly string[];
  };
}

const PURE = ['core/domain', 'core/base'] as const;
const KEPT = ['core/storage', 'core/journal'] as const;

/** Files of an engine that read and write: its desk (what people and processes ask of it), its projector and its store. */
const ENGINE_EDGE = ['-desk.ts', '-projector.ts', '-store.ts', '-log.ts'] as const;

/** An engine: a pure part over the domain, and at its edge the files that work on storage and journal. */
function engine(folder: string): Zone {
  return {
    folder,
    imports: PURE,
    packages: ['zod'],
    edge: { endings: ENGINE_EDGE, imports: KEPT, packages: [] },
  };
}

export const zones: readonly Zone[] = [
  { folder: 'core/base', imports: [], packages: [] },
  { folder: 'core/domain', imports: ['core/base'], packages: [] },
  { folder: 'core/contract', imports: PURE, packages: ['zod'] },
  { folder: 'core/storage', imports: PURE, packages: ['drizzle-orm', 'better-sqlite3', 'node:*'] },
  {
    folder: 'core/journal',
    imports: ['core/storage', ...PURE],
    packages: ['better-sqlite3', 'drizzle-orm', 'zod', 'node:crypto', 'node:fs', 'node:path'],
  },
  {
    folder: 'core/connectors/sdk',
    imports: PURE,
    packages: ['zod', 'undici', 'jose', 'node:crypto', 'node:zlib'],
  },
  {
    folder: 'core/connectors/*',
    imports: ['core/connectors/sdk', ...PURE],
    packages: ['zod', 'jose', 'node:crypto'],
  },
  { folder: 'core/sync', imports: ['core/connectors/sdk', ...KEPT, ...PURE], packages: ['node:crypto'] },
  engine('core/mapping'),
  {
    ...engine('core/policy'),
    packages: ['zod', 'node:crypto'],
    edge: { endings: [...ENGINE_EDGE, '-keystore.ts'], imports: KEPT, packages: ['node:fs', 'node:path'] },
  },
  engine('core/expectation'),
  engine('core/exceptions'),
  engine('core/revenue'),
  // Sealed packs are proved by hashes and signatures.
  { ...engine('core/close'), packages: ['zod', 'node:crypto'] },
  {
    ...engine('core/reconciliation'),
    edge: {
      endings: [...ENGINE_EDGE, '-worker.ts', '/node-files.ts'],
      imports: KEPT,
      packages: ['node:crypto', 'node:fs', 'node:path', 'node:worker_threads'],
    },
  },
  {
    // Process managers apply the engines to what happened and ask sync to send.
    folder: 'core/workflow',
    imports: [
      'core/mapping',
      'core/policy',
      'core/exceptions',
      'core/expectation',
      'core/sync',
      ...KEPT,
      ...PURE,
    ],
    packages: ['zod'],
  },
  { folder: 'core/trace', imports: [...KEPT, ...PURE], packages: [] },
  { folder: 'core/observe', imports: [...KEPT, ...PURE], packages: [] },
  {
    folder: 'core/sandbox',
    imports: PURE,
    packages: ['better-sqlite3', 'drizzle-orm', 'jose', 'zod', 'node:*'],
  },
  {
    folder: 'core/app',
    imports: [
      'core/contract',
      'core/connectors',
      'core/connectors/*',
      'core/connectors/sdk',
      'core/sync',
      'core/mapping',
      'core/policy',
      'core/workflow',
      'core/expectation',
      'core/exceptions',
      'core/reconciliation',
      'core/revenue',
      'core/close',
      'core/trace',
      'core/observe',
      ...KEPT,
      ...PURE,
    ],
    packages: ['@trpc/server', 'zod', 'node:*'],
  },
  {
    folder: 'core/host',
    imports: ['core/app', 'core/contract', 'core/sandbox', ...PURE],
    packages: ['@trpc/client', '@trpc/server', 'zod', 'node:*'],
  },
  // What both sides of the desktop's ports speak; pure.
  { folder: 'electron/bridge', imports: PURE, packages: ['zod'] },
  {
    folder: 'electron/main',
    imports: ['electron/bridge', ...PURE],
    packages: ['electron', 'electron-updater', 'zod', 'node:*'],
  },
  {
    folder: 'electron/core-process',
    imports: ['electron/bridge', 'core/host', 'core/app', 'core/sandbox', ...PURE],
    packages: ['electron', 'zod', 'node:*'],
  },
  { folder: 'electron/preload', imports: ['electron/bridge'], packages: ['electron'] },
  { folder: 'renderer/format', imports: PURE, packages: ['@internationalized/number'] },
  {
    // The design system: it draws what it is given and fetches nothing.
    folder: 'renderer/ui',
    imports: ['renderer/format', ...PURE],
    packages: [
      'react',
      'react-dom',
      '@base-ui/react',
      '@tanstack/react-table',
      '@tanstack/react-virtual',
      'lucide-react',
      'recharts',
      'papaparse',
    ],
  },
  {
    // What every feature stands on: the API, the session, commands and keys, preferences.
    folder: 'renderer/shell',
    imports: ['renderer/ui', 'renderer/format', 'core/contract', 'electron/bridge', ...PURE],
    packages: [
      'react',
      'react-dom',
      '@base-ui/react',
      '@tanstack/react-query',
      '@tanstack/react-router',
      '@trpc/client',
      '@trpc/server',
      'cmdk',
      'lucide-react',
      'react-error-boundary',
      'tinykeys',
      'zod',
      'zustand',
    ],
  },
  {
    folder: 'renderer/features/*',
    imports: ['renderer/shell', 'renderer/ui', 'renderer/format', 'core/contract', ...PURE],
    packages: [
      'react',
      'react-dom',
      '@base-ui/react',
      '@dagrejs/dagre',
      '@tanstack/react-query',
      '@tanstack/react-router',
      '@tanstack/react-virtual',
      '@xyflow/react',
      'lucide-react',
      'papaparse',
      'zod',
      'zustand',
    ],
  },
  {
    // The entry: routes put the features into the shell.
    folder: 'renderer/app',
    imports: [
      'renderer/features/*',
      'renderer/shell',
      'renderer/ui',
      'renderer/format',
      'core/contract',
      ...PURE,
    ],
    packages: [
      'react',
      'react-dom',
      '@base-ui/react',
      '@tanstack/react-query',
      '@tanstack/react-router',
      'lucide-react',
      'zod',
    ],
  },
  { folder: 'scripts', imports: [], packages: ['vite', '@electron/fuses', 'node:*'] },
];

/** What tests may import besides everything in core: the runner, generators, and real clients to prove the sandbox with. */
export const testPackages: readonly string[] = [
  'vitest',
  'fast-check',
  'typescript',
  'stripe',
  'jsforce',
  'ajv',
  'yaml',
  'jose',
  'undici',
  'zod',
  'csv-parse',
  'better-sqlite3',
  'drizzle-orm',
  '@trpc/client',
  '@trpc/server',
  '@duckdb/node-api',
  'electron',
  'playwright-core',
  'axe-core',
  'vite',
  '@vitejs/plugin-react',
  '@tailwindcss/vite',
  'papaparse',
  'react',
  'react-dom',
  '@electron/asar',
  '@electron/fuses',
  'electron-builder',
  'node:*',
];

/** Files that import by a path that is known only at run time: what a build made, or what must be refused. */
export const computedImporters: readonly string[] = [
  'test/browser/desktop-page/page.ts',
  'test/integration/desktop-packaging.test.ts',
  'test/support/electron-stand-in/boot.ts',
  'test/support/electron-stand-in/utility-boot.ts',
];

/** The only folders with an index that re-exports: public surfaces. */
export const publicSurfaces: readonly string[] = ['core/contract', 'core/connectors/sdk'];
