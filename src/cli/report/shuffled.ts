import type { CountForecast } from '../../analysis.js';

/** How many of `marked` among `items` a batch of a shuffle has: hypergeometric. Summed from its mode outwards, as many terms as matter. */
export function shuffledBatch(items: number, marked: number, batchSize: number): CountForecast {
  const first = Math.max(0, batchSize - (items - marked));
  const last = Math.min(batchSize, marked);
  const mode = Math.min(last, Math.max(first, Math.floor(((batchSize + 1) * (marked + 1)) / (items + 2))));
  // how much less probable k + 1 is than k
  const step = (k: number): number =>
    ((marked - k) * (batchSize - k)) / ((k + 1) * (items - marked - batchSize + k + 1));
  const terms = new Map([[mode, 1]]);
  for (let k = mode, term = 1; k < last && term > 1e-30; k++) terms.set(k + 1, (term *= step(k)));
  for (let k = mode, term = 1; k > first && term > 1e-30; k--) terms.set(k - 1, (term /= step(k - 1)));
  const whole = [...terms.values()].reduce((sum, term) => sum + term, 0);
  let reached = 0;
  let [lower, upper] = [last, last];
  for (const k of [...terms.keys()].sort((a, b) => b - a)) {
    // from above: as much as may lie beyond
    if (reached <= 0.025 * whole) upper = k;
    reached += terms.get(k) as number;
    if (reached >= 0.975 * whole) {
      lower = k;
      break;
    }
  }
  return { mean: (batchSize * marked) / items, lower, upper, lacking: (terms.get(0) ?? 0) / whole };
}
