import type { Command } from '../command.ts';
import { approveCommand } from './approve.ts';
import { exceptionsCommand } from './exceptions.ts';
import { initCommand } from './init.ts';
import { mappingsCommand } from './mappings.ts';
import { peopleCommand } from './people.ts';
import { policyCommand } from './policy.ts';
import { rebuildCommand } from './rebuild.ts';
import { reconcileCommand } from './reconcile.ts';
import { rejectCommand } from './reject.ts';
import { releaseCommand } from './release.ts';
import { sampleMonthCommand } from './sample-month.ts';
import { sandboxCommand } from './sandbox.ts';
import { sealCommand } from './seal.ts';
import { serveCommand } from './serve.ts';
import { statusCommand } from './status.ts';
import { syncCommand } from './sync.ts';
import { traceCommand } from './trace.ts';
import { verifyCommand } from './verify.ts';

/** Every command, in the order in which they are first needed. */
export const commands: readonly Command[] = [
  serveCommand,
  sampleMonthCommand,
  sandboxCommand,
  initCommand,
  syncCommand,
  statusCommand,
  exceptionsCommand,
  approveCommand,
  rejectCommand,
  releaseCommand,
  reconcileCommand,
  traceCommand,
  mappingsCommand,
  policyCommand,
  peopleCommand,
  sealCommand,
  verifyCommand,
  rebuildCommand,
];
