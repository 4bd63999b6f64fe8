import { amountMinorMax } from './document-set.ts';

/** An exact sum of safe integers: collected as a number while that is exact, carried into a bigint before it is not. */
export class ExactSum {
  #carried = 0n;
  #near = 0;

  add(value: number): void {
    this.#near += value;
    if (Math.abs(this.#near) > amountMinorMax) {
      this.#carried += BigInt(this.#near);
      this.#near = 0;
    }
  }

  get total(): bigint {
    return this.#carried + BigInt(this.#near);
  }
}
