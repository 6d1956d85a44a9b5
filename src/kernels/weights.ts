/** What was checked is not what was copied: a getter, or another thread. */
export const CHANGED = 'weights changed while they were read';

/** Copies `count` weights to f64[first] and on. */
export function copyWeights(weights: ArrayLike<number>, count: number, f64: Float64Array, first: number): void {
  if (ArrayBuffer.isView(weights) && weights.length === count) f64.set(weights, first);
  else for (let i = 0; i < count; i++) f64[first + i] = weights[i];
}

/** The `count` weights at f64[first] as 32-bit words; -0 is 0, as it is to draws. */
export function weightWords(f64: Float64Array, first: number, count: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(f64.slice(first, first + count).map((weight) => weight + 0).buffer);
}

/** The same; others can be divided by their sum. */
export function copySummable(weights: ArrayLike<number>, count: number, f64: Float64Array, first: number): void {
  copyWeights(weights, count, f64, first);
  let total = 0;
  for (let i = first; i < first + count; i++) total += f64[i];
  if (!(total > 0 && total < Infinity)) throw new Error(CHANGED);
}
