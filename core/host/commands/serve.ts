import { createInterface } from 'node:readline';
import type { Core } from '#core/app/create-core.ts';
import type { Keystore } from '#core/app/router/sign-decisions.ts';
import { type Arguments, workspaceOptions } from '../arguments.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { placesOf } from '../workspace-places.ts';
import type { Cockpit } from '../serve/cockpit.ts';
import type { OpenedBrowser } from '../serve/open-browser.ts';
import type { RendererFiles } from '../serve/renderer-files.ts';

const { as: _as, ...placeOptions } = workspaceOptions;

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Open the cockpit in the browser: the whole interface, served to this machine alone',
  usage: [
    '--workspace DIR [--port N] [--no-open]',
    '--sample [--workspace DIR] [--port N] [--no-open]',
    '--pack FILE [--fingerprint TEXT] [--port N] [--no-open]',
  ],
  details: `Serves the interface and its API on 127.0.0.1 and opens the browser with a link that works once, within a minute. Enter
opens a new one; one window is open at a time. With --sample it starts the simulated organisations with the sample
company and a fresh workspace on them, with everything read and what needs a person waiting; the organisations end with it, so the
next start makes both anew. With --pack it opens a sealed pack for reading alone: proved first, with no key, no workspace and no
connection to anything. Runs until it is interrupted.`,
  options: {
    ...placeOptions,
    sample: { help: 'On the sample company, made anew; --workspace says where, else .tieout/sample.' },
    pack: { value: 'FILE', help: 'Read this sealed pack; nothing is written to it.' },
    fingerprint: { value: 'TEXT', help: "Of a pack: what the fingerprint of the signer's key must be." },
    port: { value: 'N', help: 'The port. Default: a free one.' },
    open: { help: 'Open the browser. This is what it does where there is one.' },
    'no-open': { help: 'Only print the address.' },
    ipv6: { help: 'On ::1 instead of 127.0.0.1.' },
  },
  run,
};

async function run(context: CommandContext): Promise<Outcome> {
  const { args, terminal } = context;
  args.atMost(0);
  const say = (text: string): void => void terminal.stderr.write(`tieout: ${text}\n`);
  // A file that is not as it was sealed is refused before anything else is done.
  const pack = args.path('pack') === undefined ? null : await openServed(context);
  let files: RendererFiles;
  try {
    files = await interfaceFiles(say);
  } catch (cause) {
    await pack?.close();
    throw cause;
  }
  const isRemoved = await serve(context, pack ?? (await openServed(context)), files);
  if (isRemoved) say('the sample company is removed.');
  return { exitCode: exitCodes.ok, document: {}, text: '' };
}

async function interfaceFiles(say: (text: string) => void): Promise<RendererFiles> {
  const { ensureRenderer, rendererFolder } = await import('../serve/build-renderer.ts');
  await ensureRenderer(say);
  const { readRendererFiles } = await import('../serve/renderer-files.ts');
  return readRendererFiles(rendererFolder);
}

/** Serves until someone ends it; true where it took the sample company away. */
async function serve(context: CommandContext, opened: Served, files: RendererFiles): Promise<boolean> {
  const { args, progress, terminal } = context;
  const removal = new AbortController();
  try {
    progress.clear();
    const { startCockpit } = await import('../serve/cockpit.ts');
    const { logOf } = await import('../open-workspace.ts');
    const cockpit = await startCockpit({
      core: opened.core,
      keystore: opened.keystore,
      files,
      log: logOf(args, terminal),
      port: args.integer('port', { min: 1, max: 65_535 }) ?? 0,
      address: args.flag('ipv6') ? '::1' : '127.0.0.1',
      removeSample: opened.remove ? () => removal.abort() : null,
    });
    try {
      await attend(context, cockpit, removal.signal);
      // The window hears that the sample is going before nobody answers it any more.
      if (removal.signal.aborted) await cockpit.whenQuiet();
    } finally {
      await cockpit.close();
    }
  } finally {
    await opened.close();
    if (removal.signal.aborted) opened.remove?.();
  }
  return removal.signal.aborted;
}

interface Served {
  readonly core: Core;
  readonly keystore: Keystore;
  close(): Promise<void>;
  /** Only of the sample. */
  readonly remove?: () => void;
}

async function openServed({ args, terminal, progress, signal }: CommandContext): Promise<Served> {
  const { keystoreOf, logOf, openCore } = await import('../open-workspace.ts');
  const log = logOf(args, terminal);
  const pack = args.path('pack');
  if (pack !== undefined) {
    const { openSealed } = await import('../open-sealed.ts');
    const { noKeys } = await import('../terminal-session.ts');
    const sealed = openSealed(pack, args.text('fingerprint'), log);
    return { core: sealed.core, keystore: noKeys, close: () => sealed.close() };
  }
  if (!args.flag('sample')) {
    const places = placesOf(args, terminal);
    const core = openCore(places, log);
    return { core, keystore: keystoreOf(places), close: () => core.close() };
  }
  const { openSample, samplePlaces } = await import('../serve/open-sample.ts');
  const places = hasPlace(args) ? placesOf(args, terminal) : samplePlaces();
  const sample = await openSample(places, log, (text) => progress.show(text), signal);
  return { ...sample, keystore: keystoreOf(sample.places) };
}

function hasPlace(args: Arguments): boolean {
  return args.text('workspace') !== undefined;
}

/** Hands out links until someone ends it: at the terminal, from outside, or by removing the sample. */
async function attend(context: CommandContext, cockpit: Cockpit, removed: AbortSignal): Promise<void> {
  const { args, terminal, signal } = context;
  const { openBrowser } = await import('../serve/open-browser.ts');
  const opens = !args.flag('no-open') && !args.flag('json');
  const browsers: OpenedBrowser[] = [];
  const open = (link: string): boolean => {
    for (const earlier of browsers.splice(0)) earlier.forget();
    const browser = opens ? openBrowser(link, terminal.env) : null;
    if (browser) browsers.push(browser);
    return browser !== null;
  };
  const link = cockpit.newLink();
  const opened = open(link) ? 'It opens in your browser; if it does not:' : 'Open it within a minute:';
  context.announce(
    { origin: cockpit.origin, link },
    `The cockpit is at ${cockpit.origin}. ${opened}\n\n  ${link}\n\nEnter opens a new window with a new link, Ctrl-C ends it.`,
  );
  const input = terminal.stdin.isTTY === true ? createInterface({ input: terminal.stdin }) : null;
  input?.on('line', () => {
    const next = cockpit.newLink();
    open(next);
    terminal.stdout.write(`  ${next}\n`);
  });
  await new Promise<void>((resolve) => {
    for (const ends of [signal, removed]) {
      if (ends.aborted) resolve();
      ends.addEventListener('abort', () => resolve());
    }
  });
  input?.close();
  for (const browser of browsers) browser.forget();
}
