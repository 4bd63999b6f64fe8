import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SandboxAccess } from '#core/sandbox/start-sandbox.ts';

export interface SandboxProcess {
  readonly access: SandboxAccess;
  readonly processId: number;
  close(): Promise<void>;
}

/** Starts the sample company, without planted breaks, in a process of its own. */
export async function startSandboxProcess(invoices: number): Promise<SandboxProcess> {
  const path = fileURLToPath(new URL('./sandbox-child.ts', import.meta.url));
  const child = fork(path, [String(invoices)], { execArgv: ['--max-old-space-size=8192'] });
  const ended = once(child, 'exit');
  const access = await Promise.race([
    once(child, 'message').then(([message]) => message as SandboxAccess),
    ended.then(([code]) => Promise.reject(new Error(`the sandbox ended with exit code ${String(code)}`))),
  ]);
  return {
    access,
    processId: child.pid ?? 0,
    async close() {
      child.kill();
      await ended;
    },
  };
}
