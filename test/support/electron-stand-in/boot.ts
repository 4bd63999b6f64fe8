// The start of a stand-in main process: `electron` is the stand-in, then main is evaluated, and only then is it ready.
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { app, prepareApplication } from './application.ts';
import { serveControl } from './control.ts';
import { chromium, scheme } from './platform.ts';
import { settings } from './settings.ts';

const standIn = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron') return { url: standIn, format: 'module-typescript', shortCircuit: true };
    return next(specifier, context);
  },
});

process.argv = [process.execPath, settings.appPath, ...process.argv.slice(2)];
await prepareApplication();
serveControl();
const { main } = JSON.parse(readFileSync(join(settings.appPath, 'package.json'), 'utf8')) as { main: string };
await import(pathToFileURL(join(settings.appPath, main)).href);
await scheme().listen();
await chromium();
app.becomeReady();
