import { type ChildProcess, fork as forkNode } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { declaredOptions } from './declared-options.ts';
import type { StandInPort } from './message-ports.ts';
import { onlyAfterReady, onlyKnown, record, refuse } from './strict.ts';

const boot = fileURLToPath(new URL('./utility-boot.ts', import.meta.url));
const known = declaredOptions('ForkOptions');

/** What crosses between the two Node processes. */
export type Crossing =
  | { readonly kind: 'message'; readonly data: unknown; readonly ports: readonly number[] }
  | { readonly kind: 'port'; readonly port: number; readonly data: unknown }
  | { readonly kind: 'port-closed'; readonly port: number };

let lastPort = 0;
const running = new Set<UtilityProcess>();

/** Every utility process that runs, for tests that end one. */
export function runningUtilities(): readonly UtilityProcess[] {
  return [...running];
}

/** What is posted to a process that has died and not been missed yet goes nowhere, as in Electron. */
const dropped = (_error: Error | null): void => {};

export class UtilityProcess extends EventEmitter {
  readonly serviceName: string;
  readonly #child: ChildProcess;
  #hasSpawned = false;
  #hasEnded = false;

  constructor(modulePath: string, args: readonly string[], serviceName: string) {
    super();
    this.serviceName = serviceName;
    this.#child = forkNode(boot, [modulePath, ...args], {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    running.add(this);
    this.#child.once('spawn', () => {
      this.#hasSpawned = true;
      this.emit('spawn');
    });
    this.#child.on('message', (crossing) => this.#take(crossing as Crossing));
    this.#child.once('exit', (code, signal) => {
      this.#hasEnded = true;
      running.delete(this);
      this.emit('exit', code ?? (signal === null ? 1 : 128));
    });
  }

  get pid(): number | undefined {
    return this.#hasSpawned && !this.#hasEnded ? this.#child.pid : undefined;
  }

  readonly stdout = null;
  readonly stderr = null;

  postMessage(data: unknown, ports: readonly StandInPort[] = []): void {
    if (this.#hasEnded) return;
    const ids = ports.map((port) => this.#hand(port));
    this.#child.send({ kind: 'message', data, ports: ids } satisfies Crossing, dropped);
  }

  kill(): boolean {
    return !this.#hasEnded && this.#child.kill('SIGTERM');
  }

  /** Ends it as a crash would, with nothing said. */
  crash(): void {
    this.#child.kill('SIGKILL');
  }

  readonly #ports = new Map<number, ReturnType<StandInPort['transfer']>>();

  #hand(port: StandInPort): number {
    lastPort += 1;
    const id = lastPort;
    const under = port.transfer();
    this.#ports.set(id, under);
    under.on('message', (data: unknown) => this.#send({ kind: 'port', port: id, data }));
    under.on('close', () => this.#send({ kind: 'port-closed', port: id }));
    this.#child.once('exit', () => under.close());
    return id;
  }

  #send(crossing: Crossing): void {
    if (!this.#hasEnded && this.#child.connected) this.#child.send(crossing, dropped);
  }

  #take(crossing: Crossing): void {
    if (crossing.kind === 'message') this.emit('message', crossing.data);
    else if (crossing.kind === 'port') this.#ports.get(crossing.port)?.postMessage(crossing.data);
    else this.#ports.get(crossing.port)?.close();
  }
}

export const utilityProcess = {
  fork(
    modulePath: string,
    args: readonly string[] = [],
    options: { serviceName?: string } = {},
  ): UtilityProcess {
    onlyAfterReady('utilityProcess.fork');
    onlyKnown('utilityProcess.fork', options, known);
    if (!existsSync(modulePath)) refuse(`utilityProcess.fork: there is no ${modulePath}`);
    record('utilityProcess.fork', modulePath, options);
    return new UtilityProcess(modulePath, args, options.serviceName ?? 'Node Utility Process');
  },
};
