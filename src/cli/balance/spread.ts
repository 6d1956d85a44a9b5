/** How rows share the draws: those in between, and the most probable ones. */
export interface Spread {
  /** For each part of the rows that can be drawn, the weight and the probability that this part does not exceed. */
  readonly quantiles: readonly { readonly part: number; readonly weight: number; readonly probability: number }[];
  /** The share of the draws that the most probable rows have together. */
  readonly heaviest: readonly { readonly rows: number; readonly share: number }[];
}

const PARTS = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];
/** The parts of all rows whose share of the draws is told, beside the one most probable row. */
const HEAVIEST = [0.001, 0.01, 0.1, 0.5];

/**
 * How rows share the draws.
 * @param weights (rows,), ascending.
 * @param probabilities (rows,), ascending.
 */
export function spreadOf(weights: Float64Array, probabilities: Float64Array): Spread {
  const all = weights.length;
  const first = weights.findIndex((weight) => weight > 0);
  const quantiles = PARTS.map((part) => {
    const at = first + Math.max(0, Math.ceil(part * (all - first)) - 1);
    return { part, weight: weights[at], probability: probabilities[at] };
  });
  const numbers = [...new Set([1, ...HEAVIEST.map((part) => Math.round(part * all))])].filter((rows) => rows > 0);
  const ends = numbers.sort((a, b) => a - b);
  const heaviest: { rows: number; share: number }[] = [];
  let sum = 0;
  for (let rows = 1; rows <= ends[ends.length - 1]; rows++) {
    sum += probabilities[all - rows];
    if (rows === ends[heaviest.length]) heaviest.push({ rows, share: Math.min(sum, 1) });
  }
  return { quantiles, heaviest };
}
