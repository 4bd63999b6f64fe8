import type { Terminal } from './terminal.ts';

const terminalEveryMs = 100;
const pipeEveryMs = 1_000;

/** One line of progress on standard error: redrawn at a terminal, repeated once a second elsewhere when asked for. */
export class Progress {
  readonly #stderr: Terminal['stderr'];
  readonly #mode: 'redraw' | 'lines' | 'off';
  #shownAtMs = Number.NEGATIVE_INFINITY;
  #isShown = false;

  constructor(stderr: Terminal['stderr'], isAsked: boolean) {
    this.#stderr = stderr;
    this.#mode = stderr.isTTY === true ? 'redraw' : isAsked ? 'lines' : 'off';
  }

  show(text: string): void {
    if (this.#mode === 'off') return;
    const nowMs = performance.now();
    if (nowMs - this.#shownAtMs < (this.#mode === 'redraw' ? terminalEveryMs : pipeEveryMs)) return;
    this.#shownAtMs = nowMs;
    this.#isShown = true;
    this.#stderr.write(this.#mode === 'redraw' ? `\r\u001b[2K${text}` : `${text}\n`);
  }

  /** Takes the line away, so that what follows stands alone. */
  clear(): void {
    if (this.#mode === 'redraw' && this.#isShown) this.#stderr.write('\r\u001b[2K');
    this.#isShown = false;
  }
}
