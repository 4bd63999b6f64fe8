// The `tieout` command. `scripts/tieout.mjs` starts it under the pinned Node.
import process from 'node:process';
import { runCommandLine } from './command-line.ts';

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
