import { checkArrayLike, checkInteger, checkOptions, MAX_WEIGHTS, throwIfAborted } from '../internal/check.js';
import { type Coverage, coverage } from './coverage.js';
import { checkSimulation, type SimulationOptions, simulateCoverage } from './simulate-coverage.js';

/** How long balanced draws take to show every item, for classes of these sizes. */
export interface ImbalanceCoverage {
  /** (classes,), the number of items of each class, as given. */
  readonly counts: number[];
  /** The size of the largest class, divided by that of the smallest. */
  readonly ratio: number;
  readonly forecast: Coverage;
  /** (trials,), the number of epochs until each simulated run had seen everything. */
  readonly epochs: Uint32Array<ArrayBuffer>;
}

/** Options of {@link coverageByImbalance}. */
export interface ImbalanceOptions extends SimulationOptions {
  /** Draws in an epoch. Default: the number of items. */
  drawsPerEpoch?: number | undefined;
}

/**
 * Shows how imbalance changes the number of epochs until everything is seen: a forecast and simulated runs for each set
 * of class sizes, drawn with weights that balance the classes.
 * @param sizes For each case the number of items of each class, such as [[160, 160], [165, 10]].
 * @throws {TypeError | RangeError} (rejects) A size is not a positive integer, or {@link simulateCoverage} throws.
 */
export async function coverageByImbalance(
  sizes: ArrayLike<ArrayLike<number>>,
  options?: ImbalanceOptions,
): Promise<ImbalanceCoverage[]> {
  const { drawsPerEpoch, ...simulation } = checkOptions(options, [
    'drawsPerEpoch',
    ...(['trials', 'seed', 'onProgress', 'signal', 'pool', 'backend'] as const),
  ]);
  const { trials = 1000, onProgress, signal } = checkSimulation(simulation);
  const all = checkSizes(sizes);
  throwIfAborted(signal);
  const found: ImbalanceCoverage[] = [];
  for (const counts of all) {
    const before = found.length * trials;
    const weights = Float64Array.from(counts.flatMap((count) => new Array<number>(count).fill(1 / count)));
    const { epochs } = await simulateCoverage(weights, drawsPerEpoch, {
      ...simulation,
      ...(onProgress && { onProgress: (done) => onProgress(before + done, all.length * trials) }),
    });
    const [most, fewest] = [Math.max, Math.min].map((of) => counts.reduce((one, other) => of(one, other)));
    found.push({ counts, ratio: most / fewest, forecast: coverage(weights, drawsPerEpoch), epochs });
  }
  return found;
}

function checkSizes(sizes: ArrayLike<ArrayLike<number>>): number[][] {
  const length = checkArrayLike('sizes', sizes, 2 ** 32 - 1);
  return Array.from({ length }, (_, i) => {
    const classes = checkArrayLike(`sizes[${i}]`, sizes[i], MAX_WEIGHTS);
    if (classes === 0) throw new RangeError(`sizes[${i}] must not be empty`);
    const counts = Array.from({ length: classes }, (_, code) =>
      checkInteger(`sizes[${i}][${code}]`, sizes[i][code], 1),
    );
    const items = counts.reduce((sum, count) => sum + count, 0);
    if (items > MAX_WEIGHTS) throw new RangeError(`sizes[${i}] must sum to at most ${MAX_WEIGHTS}, got ${items}`);
    return counts;
  });
}
