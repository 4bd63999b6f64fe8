/** Smallest first by amount, then by `second`: the work list of the passes that go from the best candidates to the worst. */
export class LevelHeap {
  #first = new Float64Array(64);
  #second = new Float64Array(64);
  #node = new Int32Array(64);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get topFirst(): number {
    return this.#first[0] as number;
  }

  get topSecond(): number {
    return this.#second[0] as number;
  }

  clear(): void {
    this.#count = 0;
  }

  push(first: number, second: number, node: number): void {
    if (this.#count === this.#node.length) this.#grow();
    let at = this.#count;
    this.#count += 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#isBefore(first, second, above)) break;
      this.#move(above, at);
      at = above;
    }
    this.#put(at, first, second, node);
  }

  pop(): number {
    const top = this.#node[0] as number;
    this.#count -= 1;
    const last = this.#count;
    if (last > 0)
      this.#sink(this.#first[last] as number, this.#second[last] as number, this.#node[last] as number);
    return top;
  }

  #sink(first: number, second: number, node: number): void {
    let at = 0;
    for (;;) {
      let below = at * 2 + 1;
      if (below >= this.#count) break;
      if (
        below + 1 < this.#count &&
        this.#isBefore(this.#first[below + 1] as number, this.#second[below + 1] as number, below)
      ) {
        below += 1;
      }
      if (this.#isBefore(first, second, below)) break;
      this.#move(below, at);
      at = below;
    }
    this.#put(at, first, second, node);
  }

  #isBefore(first: number, second: number, other: number): boolean {
    const difference = first - (this.#first[other] as number);
    return difference < 0 || (difference === 0 && second < (this.#second[other] as number));
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#first[from] as number, this.#second[from] as number, this.#node[from] as number);
  }

  #put(at: number, first: number, second: number, node: number): void {
    this.#first[at] = first;
    this.#second[at] = second;
    this.#node[at] = node;
  }

  #grow(): void {
    const size = this.#node.length * 2;
    const first = new Float64Array(size);
    const second = new Float64Array(size);
    const node = new Int32Array(size);
    first.set(this.#first);
    second.set(this.#second);
    node.set(this.#node);
    this.#first = first;
    this.#second = second;
    this.#node = node;
  }
}
