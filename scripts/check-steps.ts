import { fileURLToPath } from 'node:url';

export interface CheckStep {
  readonly name: string;
  /** What it proves, for the summary. */
  readonly title: string;
  /** Started together with its neighbours of the same kind; its output is shown only when it fails. */
  readonly light: boolean;
  /** Runs under the pinned Node: a script of a package, then its arguments. */
  readonly command: readonly [script: string, ...args: string[]];
  /** Steps that have to come before, whoever names this one alone. */
  readonly needs?: readonly string[];
  /** Set where the step counts tests: the file that vitest's JSON report goes to. */
  readonly report?: string;
}

const projectRoot = fileURLToPath(new URL('..', import.meta.url));

function packageScript(path: string): string {
  return `${projectRoot}node_modules/${path}`;
}

function typecheck(project: string): CheckStep {
  return {
    name: `types:${project}`,
    title: `types, ${project}`,
    light: true,
    command: [packageScript('@typescript/native/bin/tsc'), '-p', `tsconfig.${project}.json`],
  };
}

function tests(name: string, title: string, light: boolean, args: readonly string[]): CheckStep {
  const report = `${projectRoot}node_modules/.cache/tieout/${name}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const command = [packageScript('vitest/vitest.mjs'), 'run', ...reporters, ...args] as const;
  return { name, title, light, command, report };
}

/** In the order of the summary; light ones first, so that cheap mistakes show early. */
export const checkSteps: readonly CheckStep[] = [
  {
    name: 'format',
    title: 'format',
    light: true,
    command: [packageScript('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'],
  },
  typecheck('pure'),
  typecheck('node'),
  typecheck('renderer'),
  typecheck('electron'),
  typecheck('preload'),
  typecheck('test'),
  typecheck('browser'),
  typecheck('scripts'),
  {
    name: 'lint',
    title: 'lint, type-aware',
    light: true,
    command: [packageScript('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'],
  },
  {
    name: 'dead-code',
    title: 'dead code',
    light: true,
    command: [packageScript('knip/bin/knip.js'), '--no-progress'],
  },
  tests('architecture', 'architecture and tidiness', true, ['test/architecture']),
  {
    name: 'build',
    title: 'build of the interface',
    light: true,
    command: [packageScript('vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
  },
  tests('tests', 'unit and integration tests', false, [
    '--exclude',
    'test/architecture/**',
    '--exclude',
    'test/browser/**',
  ]),
  {
    name: 'chromium',
    title: 'Chromium for the browser tests',
    light: false,
    command: [`${projectRoot}scripts/ensure-chromium.mjs`],
  },
  {
    ...tests('browser', 'browser tests', false, ['test/browser']),
    needs: ['build', 'chromium'],
  },
];
