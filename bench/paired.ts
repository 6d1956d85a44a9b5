// Ratios of two things that were measured in turns.

export interface Paired {
  least: number;
  median: number;
  most: number;
  pairs: number;
  /** Whether all pairs agree that one of them is slower, by more than a hundredth. */
  verdict: 'same' | 'slower' | 'faster';
}

/** A difference of the medians that is smaller is not worth a word. */
const SMALLEST = 0.01;
/** Fewer pairs than this decide nothing. */
const FEWEST_PAIRS = 6;

/**
 * Ratios of new to old times, pair by pair. They differ if all pairs are on the same side of 1 (8 of 8 by chance: p =
 * 0.008, two-sided sign test; the pairs must be independent), and the median is more than 1 % off.
 */
export function paired(before: readonly number[], after: readonly number[]): Paired {
  const ratios = after.map((time, i) => time / before[i]).sort((a, b) => a - b);
  const pairs = ratios.length;
  if (pairs === 0 || before.length !== pairs) throw new Error(`${before.length} and ${pairs} times make no pairs`);
  const middle = pairs >> 1;
  const median = pairs % 2 === 1 ? ratios[middle] : (ratios[middle - 1] + ratios[middle]) / 2;
  let verdict: Paired['verdict'] = 'same';
  if (pairs >= FEWEST_PAIRS && Math.abs(median - 1) > SMALLEST) {
    if (ratios[0] > 1) verdict = 'slower';
    if (ratios[pairs - 1] < 1) verdict = 'faster';
  }
  return { least: ratios[0], median, most: ratios[pairs - 1], pairs, verdict };
}

/** A line: the ratio new / old, its spread, and what follows. */
export function pairedText({ least, median, most, verdict }: Paired): string {
  const text = `${median.toFixed(3)} (${least.toFixed(3)} to ${most.toFixed(3)})`;
  if (verdict === 'same') return text;
  const percent = Math.abs(100 * (median - 1)).toFixed(0);
  return `${text}  ${percent} % ${verdict === 'slower' ? 'more' : 'less'} time`;
}
