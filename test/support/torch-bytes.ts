// The bytes of torch.Generator.get_state(), by hand: MT19937 as its authors describe it, and the published layout.

/** Beside the words: how PyTorch counts where it is, and the normal samples that it has cached. */
export interface TorchBytes {
  readonly seed: bigint;
  readonly words: readonly bigint[];
  /** Draws until it computes new words. */
  readonly left: number;
  /** The next word to give out. */
  readonly next: number;
  readonly float?: number | undefined;
  readonly double?: number | undefined;
}

/** A generator of plain bigints, with PyTorch's two counters. */
export class HandTwister {
  readonly #seed: bigint;
  #words: bigint[];
  #left = 1;
  #next = 0;

  constructor(seed: bigint) {
    this.#seed = seed;
    this.#words = [seed & 0xffffffffn];
    for (let i = 1; i < 624; i++) {
      const before = this.#words[i - 1];
      this.#words.push((1812433253n * (before ^ (before >> 30n)) + BigInt(i)) & 0xffffffffn);
    }
  }

  draw(): bigint {
    this.#left--;
    if (this.#left === 0) {
      const words = [...this.#words];
      for (let i = 0; i < 624; i++) {
        const mixed = (words[i] & 0x80000000n) | (words[(i + 1) % 624] & 0x7fffffffn);
        words[i] = words[(i + 397) % 624] ^ (mixed >> 1n) ^ (mixed & 1n ? 0x9908b0dfn : 0n);
      }
      this.#words = words;
      this.#left = 624;
      this.#next = 0;
    }
    let word = this.#words[this.#next++];
    word ^= word >> 11n;
    word ^= (word << 7n) & 0x9d2c5680n;
    word ^= (word << 15n) & 0xefc60000n;
    return word ^ (word >> 18n);
  }

  /** What PyTorch would save now. */
  saved(): TorchBytes {
    return { seed: this.#seed, words: this.#words, left: this.#left, next: this.#next };
  }
}

/**
 * The 5,056 bytes: seed (u64), left and seeded (int), next (u64), 624 words (u64 each), three doubles of which the
 * middle one is the cached normal sample, whether it is valid (int), four bytes of padding, a float sample, whether it
 * is valid (bool), three bytes of padding.
 */
export function torchBytes({ seed, words, left, next, float, double }: TorchBytes): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8 + 4 + 4 + 8 + 624 * 8 + 3 * 8 + 4 + 4 + 4 + 1 + 3);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const u64 = (value: bigint) => {
    view.setBigUint64(at, value, true);
    at += 8;
  };
  const int = (value: number) => {
    view.setInt32(at, value, true);
    at += 4;
  };
  u64(seed);
  int(left);
  int(1);
  u64(BigInt(next));
  for (const word of words) u64(word);
  at += 8;
  view.setFloat64(at, double ?? 0, true);
  at += 16;
  int(double === undefined ? 0 : 1);
  at += 4;
  view.setFloat32(at, float ?? 0, true);
  at += 4;
  bytes[at] = float === undefined ? 0 : 1;
  return bytes;
}
