// The `tieout` command. `scripts/tieout.mjs` starts it under the pinned Node.
import { enableCompileCache } from 'node:module';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

// Compiled code is kept inside the project, where nobody else can put anything; everything after it starts sooner.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/tieout/compile', import.meta.url)));
const { runCommandLine } = await import('./command-line.ts');

// A reader that has enough (`tieout … | head`) closes the pipe: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  env: process.env,
  workingFolder: process.cwd(),
});
