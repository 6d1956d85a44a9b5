// The mean and the mode of the number of epochs until everything is seen.

/** The probability that everything is seen after this many epochs, its complement and its logarithm. */
type AllSeenAfter = (epochs: number) => { seen: number; unseen: number; log: number };

/** Nodes and weights of Gauss-Legendre quadrature on [-1, 1]: roots of P_n by Newton's method (DLMF 3.5.v). */
function gaussLegendre(n: number): [node: number, weight: number][] {
  return Array.from({ length: n }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 0;
    for (let step = 0; step < 8; step++) {
      let [before, at] = [1, x];
      for (let k = 2; k <= n; k++) [before, at] = [at, ((2 * k - 1) * x * at - (k - 1) * before) / k];
      slope = (n * (x * at - before)) / (x * x - 1);
      x -= at / slope;
    }
    return [x, 2 / ((1 - x * x) * slope * slope)];
  });
}

/** The mean, Σ P(not all seen after e) for e = 0, 1, …, term by term. */
export function shortMean(after: AllSeenAfter): number {
  let sum = 1;
  for (let epoch = 1, unseen = 1; unseen > 1e-17; epoch++) sum += unseen = after(epoch).unseen;
  return sum;
}

/**
 * The mean of a long distribution. Terms before `from` are 1, and some of the next are summed. The rest is an integral
 * with the first Euler-Maclaurin correction, in panels whose ends have a ratio of 2^(1/4).
 */
export function longMean(after: AllSeenAfter, from: number): number {
  const first = Math.floor(from);
  let sum = first;
  let epoch = first;
  // from 2^53 on, a double cannot hold the next integer
  const few = first < 2 ** 52 ? 64 : 0;
  for (; epoch < first + few; epoch++) sum += epoch === 0 ? 1 : after(epoch).unseen;
  const slope = (after(epoch + 1).unseen - after(epoch - 1).unseen) / 2;
  sum += after(epoch).unseen / 2 - slope / 12;
  const nodes = gaussLegendre(16);
  for (let left = epoch; after(left).unseen > 1e-17; ) {
    const half = (left * (2 ** 0.25 - 1)) / 2;
    for (const [node, weight] of nodes) sum += half * weight * after(left + half * (1 + node)).unseen;
    left += 2 * half;
  }
  return sum;
}

/** The mode: the epoch with the largest P(all seen after e) - P(all seen after e - 1). */
export function shortMode(after: AllSeenAfter): number {
  let mode = 1;
  let most = 0;
  for (let epoch = 1, before = 0, unseen = 1; unseen > 1e-9; epoch++) {
    const now = after(epoch);
    unseen = now.unseen;
    if (now.seen - before > most) {
      most = now.seen - before;
      mode = epoch;
    }
    before = now.seen;
  }
  return mode;
}

/** The mode of a long distribution, by a search: first in steps of a sixteenth, then within the best three of them. */
export function longMode(after: AllSeenAfter, last: number): number {
  // over a hundredth of the epochs so far: over one epoch the difference would be a rounding error
  const density = (epoch: number): number => {
    const width = Math.max(1, epoch / 100);
    return (after(epoch + width / 2).seen - after(Math.max(0, epoch - width / 2)).seen) / width;
  };
  let best = 1;
  for (let epoch = 1; epoch <= last; epoch *= 1 + 1 / 16) {
    // where a density differs only by rounding errors, the first
    if (density(epoch) > density(best) * (1 + 1e-9)) best = epoch;
  }
  let [low, high] = [best / (1 + 1 / 16), best * (1 + 1 / 16)];
  while (high - low > Math.max(0.5, best * 1e-6)) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
    if (density(a) < density(b)) low = a;
    else high = b;
  }
  // the density was smoothed: one of the neighbors may be more probable, if rounding errors allow a comparison
  const found = Math.max(1, Math.round((low + high) / 2));
  const near = Array.from({ length: 9 }, (_, i) => found + i - 4).filter((epoch) => epoch >= 1);
  const chance = (epoch: number): number => after(epoch).seen - after(epoch - 1).seen;
  return found > 1e6
    ? found
    : near.reduce((most, epoch) => (chance(epoch) > chance(most) * (1 + 1e-12) ? epoch : most), found);
}
