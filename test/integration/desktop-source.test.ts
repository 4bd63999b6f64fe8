// What must not be anywhere in the desktop's source, read from its syntax; and how old its Electron may be.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

interface Source {
  readonly path: string;
  readonly tree: ts.SourceFile;
}

const sources: readonly Source[] = readdirSync(join(projectRoot, 'electron'), {
  recursive: true,
  withFileTypes: true,
})
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => {
    const full = join(entry.parentPath, entry.name);
    const text = readFileSync(full, 'utf8');
    return {
      path: full.slice(projectRoot.length),
      tree: ts.createSourceFile(full, text, ts.ScriptTarget.Latest, true),
    };
  });

function find(matches: (node: ts.Node) => boolean): string[] {
  const found: string[] = [];
  for (const { path, tree } of sources) {
    const visit = (node: ts.Node): void => {
      if (matches(node)) found.push(path);
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }
  return found;
}

const isText = (node: ts.Node, text: string): boolean => ts.isStringLiteralLike(node) && node.text === text;
const isName = (node: ts.Node, name: string): boolean => ts.isIdentifier(node) && node.text === name;

describe('the source of the desktop', () => {
  it('was read', () => {
    expect(sources.length).toBeGreaterThan(25);
    expect(find((node) => isName(node, 'protocol')).length).toBeGreaterThan(0);
  });

  it('S-02: makes a window in one place, and no view or webview anywhere', () => {
    const makes = find(
      (node) =>
        ts.isNewExpression(node) &&
        /^(?:BrowserWindow|Window|\w+\.BrowserWindow)$/.test(node.expression.getText()),
    );
    expect(makes).toEqual(['electron/main/cockpit-window.ts']);
    for (const name of ['BrowserView', 'WebContentsView', 'BaseWindow', 'webviewTag']) {
      const used = find((node) => isName(node, name));
      expect({ name, used }).toEqual({
        name,
        used: name === 'webviewTag' ? ['electron/main/window-options.ts'] : [],
      });
    }
  });

  it('S-04: reads no page from a file', () => {
    for (const name of ['loadFile', 'registerFileProtocol', 'interceptFileProtocol', 'pathToFileURL']) {
      expect({ name, used: find((node) => isName(node, name)) }).toEqual({ name, used: [] });
    }
  });

  it('S-07: overrides no certificate error and allows no permission', () => {
    expect(
      find((node) => isText(node, 'certificate-error') || isText(node, 'select-client-certificate')),
    ).toEqual([]);
    for (const name of [
      'setCertificateVerifyProc',
      'ignoreCertificateErrors',
      'allowRunningInsecureContent',
    ]) {
      const used = find((node) => isName(node, name));
      expect({ name, used }).toEqual({
        name,
        used: name === 'allowRunningInsecureContent' ? ['electron/main/window-options.ts'] : [],
      });
    }
    expect(
      find((node) => isText(node, 'ignore-certificate-errors') || isText(node, 'disable-web-security')),
    ).toEqual([]);
  });

  it('S-08: listens on the one table, and gives the page no part of ipcRenderer', () => {
    const handles = find(
      (node) =>
        ts.isCallExpression(node) &&
        /ipcMain\.(?:handle|on|once|handleOnce)$/.test(node.expression.getText()),
    );
    expect(handles).toEqual(['electron/main/ipc-gate.ts']);
    const exposes = find(
      (node) => ts.isPropertyAccessExpression(node) && node.name.text === 'exposeInMainWorld',
    );
    expect(exposes).toEqual(['electron/preload/preload.ts']);
    const whole = find(
      (node) =>
        isName(node, 'ipcRenderer') &&
        !ts.isPropertyAccessExpression(node.parent) &&
        !ts.isImportSpecifier(node.parent),
    );
    expect(whole).toEqual([]);
    for (const name of ['sendSync', 'sendToHost', 'webFrame']) {
      expect({ name, used: find((node) => isName(node, name)) }).toEqual({ name, used: [] });
    }
  });

  it('S-24: keeps secrets through the asynchronous interface alone', () => {
    for (const name of ['encryptString', 'decryptString', 'isEncryptionAvailable']) {
      expect({ name, used: find((node) => isName(node, name)) }).toEqual({ name, used: [] });
    }
  });

  it('S-31: sends no crash report', () => {
    const uploads = find(
      (node) =>
        ts.isPropertyAssignment(node) &&
        node.name.getText() === 'uploadToServer' &&
        node.initializer.kind !== ts.SyntaxKind.FalseKeyword,
    );
    expect(uploads).toEqual([]);
  });

  it('waits for nothing at the top of main: Electron is ready only after it was evaluated', () => {
    const main = sources.find(({ path }) => path === 'electron/main/main.ts');
    const awaits = main?.tree.statements.filter((one) => /^\s*(?:const .*= )?await /.test(one.getText()));
    expect(awaits).toEqual([]);
  });
});

describe('S-01: the Electron that is used', () => {
  const floor = JSON.parse(
    readFileSync(join(projectRoot, 'resources', 'packaging', 'electron-floor.json'), 'utf8'),
  ) as { checkedOn: string; lowestVersion: string; newestMajor: number; recheckWithinDays: number };
  const lock = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string }>;
  };
  const locked = lock.packages['node_modules/electron']?.version ?? '0.0.0';
  const parts = (version: string): number[] => version.split('.').map(Number);

  it('is not below the floor, and within the three majors that are supported', () => {
    const [major = 0, minor = 0, patch = 0] = parts(locked);
    const [lowMajor = 0, lowMinor = 0, lowPatch = 0] = parts(floor.lowestVersion);
    const isBelow =
      major !== lowMajor ? major < lowMajor : minor !== lowMinor ? minor < lowMinor : patch < lowPatch;
    expect({ locked, isBelow }).toEqual({ locked, isBelow: false });
    expect(major).toBeGreaterThanOrEqual(Math.max(43, floor.newestMajor - 2));
  });

  it('is looked at again within two weeks: the day is told where it has passed', () => {
    expect(floor.checkedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(floor.recheckWithinDays).toBeLessThanOrEqual(14);
    const dueMs = Date.parse(floor.checkedOn) + floor.recheckWithinDays * 86_400_000;
    if (Date.now() > dueMs) {
      process.stdout.write(
        `S-01: the floor of Electron was last checked on ${floor.checkedOn}; check it again.\n`,
      );
    }
    // A release is made from a checkout whose floor is current; every other run says so and goes on.
    expect(process.env['TIEOUT_RELEASE'] === undefined || Date.now() <= dueMs).toBe(true);
  });
});
