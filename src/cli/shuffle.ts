import { PcgGenerator } from '../index.js';

/**
 * 0 … n-1 in uniformly random order, a function of (seed, purpose): Fisher and Yates's shuffle as in R. Durstenfeld, CACM 7 (1964),
 * doi:10.1145/364520.364540.
 */
export function permutation(n: number, seed: number | bigint, purpose: number): Uint32Array {
  // a generator a purpose, whose state is the seed's: increments alone would correlate
  const mother = new PcgGenerator(seed);
  const generator = new PcgGenerator(mother.advance(2 * purpose).nextUint64(), mother.nextUint64());
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = below(generator, i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** Uniform in [0, bound): words that would favour some are rejected. */
function below(generator: PcgGenerator, bound: number): number {
  const limit = 2 ** 32 - (2 ** 32 % bound);
  let word: number;
  do word = generator.nextUint32();
  while (word >= limit);
  return word % bound;
}
