import type { UtilityProcess } from 'electron';
import * as z from 'zod';

const toldSchema = z.object({ access: z.string() });

/** The sample company's organisations: one process that outlives crashes of the core, as vendors do. */
export class SampleCompany {
  readonly #fork: () => UtilityProcess;
  #child: UtilityProcess | null = null;
  #access: Promise<string> | null = null;
  #isNew = true;

  constructor(fork: () => UtilityProcess) {
    this.#fork = fork;
  }

  /** What the core needs to reach it, and whether its workspace has to be made. */
  async sample(): Promise<{ readonly access: string; readonly isNew: boolean }> {
    this.#access ??= this.#start();
    return { access: await this.#access, isNew: this.#isNew };
  }

  /** The workspace is made: a core that starts again finds it. */
  made(): void {
    this.#isNew = false;
  }

  stop(): void {
    this.#child?.kill();
    this.#child = null;
  }

  #start(): Promise<string> {
    const child = this.#fork();
    this.#child = child;
    return new Promise((done, failed) => {
      child.once('message', (told: unknown) => done(toldSchema.parse(told).access));
      child.once('exit', (code) => {
        // New organisations know nothing of what was posted to these.
        this.#access = null;
        this.#isNew = true;
        failed(new Error(`the sample company ended with ${code}`));
      });
    });
  }
}
