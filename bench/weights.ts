import { PcgGenerator } from 'loaded-dice';

/** Uniform weights in [0, 1), by seed. */
export function uniformWeights(n: number): Float64Array {
  const generator = new PcgGenerator(n);
  return Float64Array.from({ length: n }, () => generator.nextFloat());
}

/** Weights i^-1 in random order: a few of them have most of the sum. */
export function powerLawWeights(n: number): Float64Array {
  const generator = new PcgGenerator(n);
  return Float64Array.from({ length: n }, () => 1 / (1 + Math.floor(n * generator.nextFloat())));
}

/** Weights from 1e-12 to 1, uniform on a logarithmic scale. */
export function decadeWeights(n: number): Float64Array {
  const generator = new PcgGenerator(n);
  return Float64Array.from({ length: n }, () => 10 ** (-12 * generator.nextFloat()));
}
