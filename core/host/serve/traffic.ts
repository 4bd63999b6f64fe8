const quietMs = 300;
const quietAtMostMs = 5_000;
const lookEveryMs = 50;

/** The requests of the windows under way: whoever ends the host lets the windows that are leaving leave first. */
export class Traffic {
  #underWay = 0;
  #lastAtMs = performance.now();

  begin(): void {
    this.#underWay += 1;
  }

  end(): void {
    this.#underWay -= 1;
    this.#lastAtMs = performance.now();
  }

  /**
   * When nothing was asked and nothing was waited for during `quietMs`, as every window does that knows it is over; a window
   * that does not know is waited for 5 s, no longer.
   */
  async whenQuiet(): Promise<void> {
    const untilMs = performance.now() + quietAtMostMs;
    while (performance.now() < untilMs) {
      if (this.#underWay === 0 && performance.now() - this.#lastAtMs >= quietMs) return;
      await new Promise((done) => setTimeout(done, lookEveryMs));
    }
  }
}
