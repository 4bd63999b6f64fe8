import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseAccessFile } from './access-file.ts';
import type { SandboxAccess } from '../sandbox/start-sandbox.ts';

export interface SandboxProcess {
  readonly access: SandboxAccess;
  stop(): Promise<void>;
}

const tieout = fileURLToPath(new URL('./tieout.ts', import.meta.url));

/** Starts the organisations in a process of their own, outside our crash domain. They end when we do, however we end. */
export async function startSandboxProcess(args: readonly string[] = []): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [tieout, 'sandbox', '--json', '--attached', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  try {
    return { access: parseAccessFile(await firstLine(child), 'tieout sandbox'), stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const stdout = child.stdout;
    if (stdout === null) throw new Error('the sandbox has no standard output');
    createInterface({ input: stdout }).once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code} before it was ready`)));
  });
}
