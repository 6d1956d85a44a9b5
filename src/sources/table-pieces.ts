// Builds an alias table in many short calls of kernels, for three reasons. V8 replaces the code of a kernel by faster
// code only between calls. Each weight is summed while its copy is still in a cache. And the caller may do other things
// between two calls.
import type { Allocation } from '../kernels/allocation.js';
import type { WeightedKernels } from '../kernels/kernels.js';
import { checkCopy, isWhole } from './copied-weights.js';
import { LARGEST, restOfSum, SMALLEST } from './sum-in-pieces.js';

/** Where the regions of a table begin, in bytes. */
export interface TableAddresses {
  readonly weights: number;
  readonly table: number;
  readonly work: number;
  readonly sums: number;
}

/** The kernels that build a table. */
export type TableKernels = Pick<WeightedKernels, 'aliasBuild' | 'aliasShares' | 'aliasSweep' | 'sumBelow' | 'sumPiece'>;

/** The call of a kernel, and how many of the weights are done before it, with all that a table takes of them. */
export interface TableCall {
  readonly kernel: keyof TableKernels;
  readonly args: readonly number[];
  readonly done: number;
}

/** A table in the making. `next` takes the result of the call that it gave before, and the last one is `positives`. */
export type TableCalls = Generator<TableCall, number, number>;

/** Weights of a piece. Their copy stays in a second-level cache until it is summed. */
const WEIGHTS = 2 ** 13;
/** Cells of a piece. */
const CELLS = 2 ** 15;

/**
 * Copies weights that passed `checkWeights`, and builds their table, with the bytes that `aliasBuild` writes. All
 * memory must hold zeros. `times` multiplies the size of pieces.
 * @throws {TypeError | RangeError} The copy is not valid.
 */
export function* tableCalls(
  { f64, u32 }: Pick<Allocation, 'f64' | 'u32'>,
  weights: ArrayLike<number>,
  count: number,
  bits: number,
  at: TableAddresses,
  times = 1,
): TableCalls {
  const size = 2 ** bits;
  const totals = at.work;
  const first = totals / 8;
  const piece = WEIGHTS * times;
  // copying, dividing and sweeping each take about a third of the time
  const third = count / 3;

  f64.set([0, 0, 0, Infinity], first);
  const copy = copier(weights, count);
  let isUnusual = false;
  for (let from = 0; from < count; from += piece) {
    const some = Math.min(piece, count - from);
    copy(f64, at.weights / 8 + from, from, from + some);
    const args = [at.weights + 8 * from, some, totals];
    // not valid, or valid with an infinite sum
    if ((yield { kernel: 'sumPiece', args, done: from / 3 }) !== 0) isUnusual = true;
  }
  let [high, low, positives, smallest] = f64.subarray(first, first + 4);
  let factor = 1;
  const pieces = function* (limit: number): Generator<TableCall, number, number> {
    f64.fill(0, first, first + 2);
    let found = 0;
    for (let from = 0; from < count; from += piece) {
      const args = [at.weights + 8 * from, Math.min(piece, count - from), factor, limit, totals];
      found += yield { kernel: 'sumBelow', args, done: third };
    }
    return found;
  };
  if (isUnusual || !(high >= SMALLEST && high <= LARGEST)) {
    if (isUnusual || positives === 0) checkCopy(f64, at.weights / 8, count);
    factor = factorOf(f64, at.weights / 8, count);
    yield* pieces(Infinity);
    [high, low] = f64.subarray(first, first + 2);
  }
  // a single positive weight has a table of its own kind
  if (positives === 1) {
    const args = [at.weights, count, at.table, bits, at.work, at.sums];
    return yield { kernel: 'aliasBuild', args, done: third };
  }
  const unit = high * 2 ** -64;
  const lifted = smallest * factor < unit ? yield* pieces(unit) : 0;
  f64.set([factor, ...restOfSum(high, low, lifted, f64, first), lifted, unit], at.sums / 8);
  u32.set([2 ** 31, 0], at.sums / 4 + 10);

  const cells = CELLS * times;
  let escapes = 0;
  for (let from = 0; from < size; from += cells) {
    const args = [at.weights, count, at.table, bits, at.work, at.sums, from, Math.min(size, from + cells)];
    escapes += yield { kernel: 'aliasShares', args, done: third * (1 + from / size) };
  }
  for (let from = 0; from < size; from += cells) {
    const args = [at.table, bits, escapes >>> 0, at.work, from, Math.min(size, from + cells)];
    yield { kernel: 'aliasSweep', args, done: third * (2 + from / size) };
  }
  return positives;
}

/** Makes all calls. Returns the number of positive weights. */
export function callAll(calls: TableCalls, kernels: TableKernels): number {
  let result = 0;
  for (;;) {
    const { value, done } = calls.next(result);
    if (done) return value;
    result = callOne(kernels, value);
  }
}

/** Makes a call, and returns its result. */
export function callOne(kernels: TableKernels, { kernel, args }: TableCall): number {
  return (kernels[kernel] as (...args: readonly number[]) => number)(...args);
}

/** A function that copies weights `from` to `end` to f64[to] and on. */
function copier(
  weights: ArrayLike<number>,
  count: number,
): (f64: Float64Array, to: number, from: number, end: number) => void {
  // a class of the user's may make its parts as it likes
  const isTyped = Object.getPrototypeOf(Object.getPrototypeOf(weights)) === Object.getPrototypeOf(Uint8Array.prototype);
  return (f64, to, from, end) => {
    // between two pieces, the array may be transferred or become shorter: weights that are gone are copied as NaN
    if (isTyped && isWhole(weights, count)) f64.set((weights as Float64Array).subarray(from, end), to);
    else for (let i = from; i < end; i++) f64[to + i - from] = weights[i];
  };
}

/** The power of two by which all weights are multiplied, as in assembly/sum.ts. */
function factorOf(f64: Float64Array, first: number, count: number): number {
  let most = 0;
  for (let i = first; i < first + count; i++) if (f64[i] > most) most = f64[i];
  return most > 2 ** 900 ? 2 ** -200 : most < 2 ** -900 ? 2 ** 600 : 1;
}
