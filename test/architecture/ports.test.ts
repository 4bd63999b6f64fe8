import { expect, it } from 'vitest';
import { portViolations } from './port-rules.ts';
import { isCode, projectFiles } from './project-files.ts';
import { linesOf } from './violation.ts';

function verdict(path: string, text: string): string {
  return linesOf(portViolations([{ path, text }])).join('\n');
}

it('keeps time, chance, timers, network, console, floats and SQL behind their ports', () => {
  const files = projectFiles(isCode);
  expect(files.length).toBeGreaterThan(50);
  expect(linesOf(portViolations(files))).toEqual([]);
});

it.each([
  ['clock', 'const now = Date.now();'],
  ['clock', 'const now = new Date();'],
  ['clock', 'const now = performance.now();'],
  ['randomness', 'const draw = Math.random();'],
  ['randomness', `import { randomUUID } from 'node:crypto';`],
  ['timers', 'setTimeout(work, 10);'],
  ['timers', 'setInterval(work, 10);'],
  ['timers', `import { setTimeout as sleep } from 'node:timers/promises';`],
  ['network', `await fetch('http://127.0.0.1');`],
  ['console', `console.log('posted');`],
  ['console', `process.stdout.write('posted');`],
  ['process', `const home = process.env['HOME'];`],
  ['float', `const amount = parseFloat('12.30');`],
  ['float', `const amount = Number.parseFloat('12.30');`],
  ['float', 'const text = amount.toFixed(2);'],
  ['sql', `database.prepare('SELECT * FROM events').all();`],
  ['sql', 'database.exec(`DELETE FROM events WHERE id = ${id}`);'],
  ['sql', 'const rows = sql`select 1`;'],
])('%s: refuses %s', (rule, text) => {
  expect(verdict('core/policy/gate.ts', text)).toContain(`core/policy/gate.ts:1 ${rule}:`);
});

it.each([
  ['core/host/system-clock.ts', 'export const now = Date.now();'],
  ['core/reconciliation/node-files.ts', 'setImmediate(done);'],
  ['core/sandbox/kit/server.ts', 'setTimeout(close, 10);'],
  ['core/storage/open.ts', `database.prepare('SELECT 1').get();`],
  ['core/policy/gate.ts', 'const day = new Date(epochMs);'],
  ['core/policy/gate.ts', `import { fetch } from './http.ts'; await fetch('/x');`],
  ['core/policy/gate.ts', `const found = /select (\\d+)/.exec(text);`],
  ['core/policy/gate.test.ts', 'setTimeout(work, 10);'],
])('allows %s: %s', (path, text) => {
  expect(verdict(path, text)).toBe('');
});
