#!/usr/bin/env node
// @ts-check
// The `tieout` command, from a fresh clone on: installs what is missing, then runs the command line under the pinned Node.
import { start } from './bootstrap.mjs';

await start('core/host/tieout.ts', process.argv.slice(2));
