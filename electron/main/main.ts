// The entry of the desktop application: what has to happen before Electron is ready, then the desktop itself.
import process from 'node:process';
import * as electron from 'electron';
import { schemePrivileges } from './app-scheme.ts';
import { startDesktop } from './desktop.ts';
import { type LaunchRequest, parseLaunch } from './launch-request.ts';

const { app, crashReporter, protocol } = electron;

app.enableSandbox();
protocol.registerSchemesAsPrivileged([schemePrivileges]);
// Reports of crashes stay on this machine.
crashReporter.start({ uploadToServer: false });
if (process.platform === 'win32') app.setAppUserModelId('com.tieout.desktop');

/** What was asked for before there was a window. */
const early: LaunchRequest[] = [parseLaunch(process.argv, process.cwd())];
let open = (request: LaunchRequest): void => void early.push(request);
app.on('open-url', (event, url) => {
  event.preventDefault();
  open(parseLaunch(['', url], process.cwd()));
});
app.on('open-file', (event, path) => {
  event.preventDefault();
  open(parseLaunch(['', path], process.cwd()));
});
app.on('second-instance', (_event, argv, workingFolder) => open(parseLaunch(argv, workingFolder)));

// Not awaited here: the application is only ready once this module has been evaluated.
if (app.requestSingleInstanceLock()) {
  void app.whenReady().then(() => {
    open = startDesktop(electron, early);
  });
} else app.quit();
