import { type ChildProcess, fork } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Orders, Told, Work } from './core-process.ts';

const patienceMs = 60_000;

/** The parent's end of one core process: what it told, and how it ended. */
export class CoreProcess {
  readonly #child: ChildProcess;
  readonly #onSkip: (byMs: number) => void;
  readonly #told: Told[] = [];
  #wake: () => void = () => {};
  #isGone = false;

  /** `program` is of `bundleCoreProcess`. */
  constructor(program: string, onSkip: (byMs: number) => void) {
    this.#onSkip = onSkip;
    // Compiled code is kept between processes: hundreds of them start, and hardly one lives long enough to keep its own.
    const env = { ...process.env, NODE_COMPILE_CACHE: join(dirname(program), 'compiled') };
    this.#child = fork(program, { execArgv: [], env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#child.on('message', (told: Told) => {
      if (told.what === 'skip') this.#onSkip(told.byMs);
      else {
        this.#told.push(told);
        this.#wake();
      }
    });
    this.#child.on('exit', () => {
      this.#isGone = true;
      this.#wake();
    });
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  send(message: (Orders & Work) | Work): void {
    if (!this.#isGone) this.#child.send(message);
  }

  /** The next thing it tells, or null when it ended without a word. */
  async next(): Promise<Told | null> {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), patienceMs);
    while (this.#told.length === 0 && !this.#isGone) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    clearTimeout(timer);
    return this.#told.shift() ?? null;
  }

  /** Ends it as power failure does, and waits until it is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    while (!this.#isGone) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
