// Measures work relative to other work in the same minute. Limits of time are ratios, so that a busy machine changes
// nothing.

/** Counting this many numbers takes as much time and memory as the work that is compared. */
const NUMBERS = 500_000;

/** Milliseconds to count different numbers in a Map: about 45 on the machine where the limits were set. */
function countInMap(): number {
  const start = performance.now();
  const counts = new Map<number, number>();
  for (let i = 0; i < NUMBERS; i++) {
    const number = Math.imul(i, 0x9e3779b1);
    counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  if (counts.size !== NUMBERS) throw new Error('the numbers are not different');
  return performance.now() - start;
}

/**
 * The time of `work`, divided by `count`, relative to counting one number in a Map (0.09 µs on the machine where the
 * limits were set). Returns the least of up to ten interleaved rounds, and stops early once it is at most `most`.
 */
export async function pace(work: () => unknown, count: number, most: number): Promise<number> {
  let fastest = Infinity;
  let reference = Infinity;
  let ratio = Infinity;
  for (let round = 0; round < 10 && !(ratio <= most && round > 1); round++) {
    reference = Math.min(reference, countInMap() / NUMBERS);
    const start = performance.now();
    await work();
    fastest = Math.min(fastest, (performance.now() - start) / count);
    ratio = fastest / reference;
  }
  return ratio;
}

function time(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/**
 * The time of `work` relative to that of `reference`: the least of each in up to 40 rounds, in which they take turns.
 * Stops early once it is at most `most`.
 */
export function ratio(work: () => unknown, reference: () => unknown, most: number): number {
  let least = Infinity;
  let unit = Infinity;
  for (let round = 0; round < 40 && (round < 5 || least / unit > most); round++) {
    unit = Math.min(unit, time(reference));
    least = Math.min(least, time(work));
  }
  return least / unit;
}
