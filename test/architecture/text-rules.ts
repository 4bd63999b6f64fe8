// What may not be written anywhere, whatever the syntax around it.
import { isCode, isTest, type ProjectFile } from './project-files.ts';
import type { Violation } from './violation.ts';

interface TextRule {
  readonly rule: string;
  readonly pattern: RegExp;
  readonly instead: string;
  readonly appliesTo: (path: string) => boolean;
}

/** These two files name what is forbidden. */
const NAMES_THE_FORBIDDEN = new Set(['test/architecture/text-rules.ts', 'test/architecture/text.test.ts']);

function anywhere(path: string): boolean {
  return path !== 'package-lock.json';
}

const textRules: readonly TextRule[] = [
  {
    rule: 'compiler-silenced',
    pattern: /@ts-(?:ignore|nocheck)\b/,
    instead: 'fix the type',
    appliesTo: isCode,
  },
  {
    rule: 'compiler-silenced',
    pattern: /@ts-expect-error\b/,
    instead: 'only a type test may expect an error',
    appliesTo: (path) => isCode(path) && !isTest(path),
  },
  {
    rule: 'lint-silenced',
    pattern: /\b(?:eslint|oxlint|biome|prettier|knip|v8|c8|istanbul)[- ](?:disable|ignore)\b/,
    instead: 'fix the code, or change the rule for everyone',
    appliesTo: isCode,
  },
  {
    rule: 'unfinished',
    pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/,
    instead: 'do it now or leave it out',
    appliesTo: anywhere,
  },
  {
    rule: 'test-left-out',
    pattern: /\b(?:it|test|describe|suite|bench)(?:\.\w+)*\.(?:only|skip|todo|fails)\b/,
    instead: 'every test runs; one that needs ../shared says so with skipIf',
    appliesTo: isTest,
  },
  {
    rule: 'path-of-a-machine',
    pattern: /(?:^|[\s'"`(=:])(?:\/(?:work|root|home|Users|tmp)\/|[A-Z]:\\\\?Users\\)/,
    instead: 'derive the path from the project root or the system temporary folder',
    appliesTo: anywhere,
  },
  {
    rule: 'registry-host',
    pattern: /\b(?:registry\.(?:npmjs|yarnpkg)\.|npmmirror\.|deb\.debian\.org|jfrog\.|artifactory\.)/,
    instead: 'name packages, never the host they come from',
    appliesTo: () => true,
  },
  {
    rule: 'lock-resolved',
    pattern: /^\s*"resolved": "https?:/,
    instead: 'install with the project settings (.npmrc), which leave addresses out of the lock file',
    appliesTo: (path) => path === 'package-lock.json',
  },
];

const TEXT_FILE = /(?:\.(?:ts|tsx|mjs|json|md|yml|yaml|sql|css|html|sh|txt)|(?:^|\/)\.[a-z]+rc|(?:^|\/)run)$/;

export function isText(path: string): boolean {
  return TEXT_FILE.test(path);
}

export function textViolations(files: readonly ProjectFile[]): Violation[] {
  return files.filter((file) => !NAMES_THE_FORBIDDEN.has(file.path)).flatMap(fileViolations);
}

function fileViolations(file: ProjectFile): Violation[] {
  const rules = textRules.filter((rule) => rule.appliesTo(file.path) && rule.pattern.test(file.text));
  if (rules.length === 0 && !file.text.includes('"resolved"')) return [];
  return file.text.split('\n').flatMap((text, index) =>
    textRules
      .filter((rule) => rule.appliesTo(file.path) && rule.pattern.test(text))
      .map(({ rule, instead, pattern }) => {
        const what = pattern.exec(text)?.[0].trim() ?? '';
        return { path: file.path, line: index + 1, rule, message: `${what}: ${instead}` };
      }),
  );
}
