import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const declarations = readFileSync(createRequire(import.meta.url).resolve('electron/electron.d.ts'), 'utf8');

/** The property names of an interface in Electron's own declarations, so that a misspelt option does not pass in silence. */
export function declaredOptions(...interfaces: readonly string[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const one of interfaces) {
    const start = declarations.search(new RegExp(`^  interface ${one}\\b.*\\{$`, 'm'));
    if (start < 0) throw new Error(`electron.d.ts has no interface ${one}`);
    const body = declarations.slice(start, declarations.indexOf('\n  }\n', start));
    for (const [, name = ''] of body.matchAll(/^ {4}([A-Za-z]+)\??:/gm)) names.add(name);
  }
  return names;
}

/** The permissions that Electron can be asked for, as its declarations list them. */
export function declaredPermissions(
  handler: 'setPermissionRequestHandler' | 'setPermissionCheckHandler',
): string[] {
  const line = declarations.split('\n').find((one) => one.includes(`${handler}(handler`)) ?? '';
  const union = /permission: ((?:'[a-zA-Z-]+'(?: \| )?)+)/.exec(line)?.[1] ?? '';
  return [...union.matchAll(/'([a-zA-Z-]+)'/g)].map(([, name = '']) => name);
}
