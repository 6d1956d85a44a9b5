/**
 * The sampler that most people write: Vose's alias table in typed arrays, one Math.random() a draw. M. D. Vose, IEEE
 * TSE 17 (1991), doi:10.1109/32.92917.
 */
export class Baseline {
  readonly #probability: Float64Array;
  readonly #alias: Uint32Array;

  constructor(weights: Float64Array) {
    const n = weights.length;
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const scaled = weights.map((weight) => (weight * n) / sum);
    this.#probability = new Float64Array(n).fill(1);
    this.#alias = Uint32Array.from({ length: n }, (_, i) => i);
    const small: number[] = [];
    const large: number[] = [];
    for (let i = 0; i < n; i++) (scaled[i] < 1 ? small : large).push(i);
    while (small.length && large.length) {
      const less = small.pop() as number;
      const more = large.pop() as number;
      this.#probability[less] = scaled[less];
      this.#alias[less] = more;
      scaled[more] += scaled[less] - 1;
      (scaled[more] < 1 ? small : large).push(more);
    }
  }

  fill(out: Uint32Array): void {
    const probability = this.#probability;
    const alias = this.#alias;
    const n = probability.length;
    for (let i = 0; i < out.length; i++) {
      const u = Math.random() * n;
      const cell = u | 0;
      out[i] = u - cell < probability[cell] ? cell : alias[cell];
    }
  }
}

/** Draws as torch.multinomial does: a binary search of the cumulative sums for the first one that is at least u. */
export class BinarySearch {
  readonly #sums: Float64Array;

  constructor(
    weights: Float64Array,
    private readonly generator: { nextFloat(): number },
  ) {
    let total = 0;
    this.#sums = weights.map((weight) => {
      total += weight;
      return total;
    });
    for (let i = 0; i < weights.length; i++) this.#sums[i] /= total;
    this.#sums[weights.length - 1] = 1;
  }

  fill(out: Uint32Array): void {
    const sums = this.#sums;
    for (let i = 0; i < out.length; i++) {
      const u = this.generator.nextFloat();
      let from = 0;
      for (let to = sums.length; from < to; ) {
        const middle = (from + to) >>> 1;
        if (sums[middle] < u) from = middle + 1;
        else to = middle;
      }
      out[i] = from;
    }
  }
}
