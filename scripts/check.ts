// npm test: every check in turn, each with its time; one failure does not hide the next. `npm test -- lint types` runs the
// named steps only.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runChecks } from './check-runner.ts';
import { checkSteps } from './check-steps.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const names = checkSteps.map((step) => step.name);
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`no such check: ${unknown.join(', ')}; there are: ${names.join(', ')}\n`);
  process.exitCode = 64;
} else {
  const wanted = new Set(positionals);
  for (const { name, needs = [] } of checkSteps)
    if (wanted.has(name)) for (const one of needs) wanted.add(one);
  const steps = checkSteps.filter((step) => wanted.size === 0 || wanted.has(step.name));
  process.exitCode = await runChecks(steps, Math.min(2, availableParallelism()));
}
