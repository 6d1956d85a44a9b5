import { PcgGenerator } from 'loaded-dice';

/** Uniform weights in [0, 1), by seed. */
export function uniformWeights(n: number): Float64Array {
  const generator = new PcgGenerator(n);
  return Float64Array.from({ length: n }, () => generator.nextFloat());
}
