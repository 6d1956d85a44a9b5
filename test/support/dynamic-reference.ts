// Trees of weights in exact arithmetic: what they must hold, and what is drawn from them. Independent of the kernels.
import { bandBits, capacityBits } from '../../src/kernels/js/dynamic-tree.js';
import { output, pairOf, type Stream, stateAfter } from './pcg-reference.js';

/** A tree as it is in memory. Counts are integers in units of 2^(width * band - 1074). */
export interface DecodedTree {
  /** log2 of the ratio of neighboring units. */
  readonly width: bigint;
  /** log2 of what the totals of the lowest nodes stay below. */
  readonly capacity: bigint;
  /** The nodes of each level, the lowest first. */
  readonly levels: readonly (readonly DecodedNode[])[];
  /** The weights as multiples of 2^-1074. */
  readonly weights: readonly bigint[];
  /** Their sum, as the tree has it. */
  readonly sum: bigint;
}

export interface DecodedNode {
  readonly band: number;
  readonly counts: readonly bigint[];
  readonly total: bigint;
}

const float = new Float64Array(1);
const words = new BigUint64Array(float.buffer);

/** A weight as a multiple of 2^-1074. */
export function exactOf(weight: number): bigint {
  float[0] = weight;
  const [bits] = words;
  const exponent = bits >> 52n;
  const fraction = bits & 0xfffffffffffffn;
  return exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
}

/** A multiple of 2^-1074, rounded once to a double: to nearest, ties to even. */
export function roundedOf(exact: bigint): number {
  const drop = exact.toString(2).length - 53;
  if (drop <= 0) return Number(exact) * 2 ** -1074;
  const half = 1n << BigInt(drop - 1);
  const rest = exact & (2n * half - 1n);
  let kept = exact >> BigInt(drop);
  if (rest > half || (rest === half && kept & 1n)) kept++;
  const high = Number(kept) * 2 ** Math.min(drop - 1074, 0);
  return drop > 1074 ? high * 2 ** Math.min(drop - 1074, 1023) : high;
}

/** Reads a tree. The sums in a node are inclusive: of fours, and within each four. */
export function decode(u32: Uint32Array, f64: Float64Array, tree: number): DecodedTree {
  const header = tree / 4;
  const [size, levels, weights, nodes, bands] = u32.subarray(header, header + 5);
  const bytes = new Uint8Array(u32.buffer);
  const decoded: DecodedNode[][] = [];
  for (let level = 0, count = size; level < levels; level++) {
    count = Math.max(1, Math.ceil(count / 16));
    decoded.push(
      Array.from({ length: count }, (_, i) => {
        const node = u32[header + 5 + level] + i;
        return {
          band: bytes[bands + node],
          ...countsOf(f64.subarray(nodes / 8 + 16 * node, nodes / 8 + 16 * node + 16)),
        };
      }),
    );
  }
  let sum = 0n;
  for (let i = 0; i < 66; i++) {
    const at = (tree + 64) / 4 + 2 * i;
    sum += ((BigInt(u32[at + 1]) << 32n) | BigInt(u32[at])) << BigInt(32 * i);
  }
  return {
    width: BigInt(bandBits(levels)),
    capacity: BigInt(capacityBits(levels)),
    levels: decoded,
    weights: Array.from(f64.subarray(weights / 8, weights / 8 + size), exactOf),
    sum,
  };
}

function countsOf(node: Float64Array): Pick<DecodedNode, 'counts' | 'total'> {
  const sums: bigint[] = [];
  for (let four = 0; four < 4; four++) {
    const before = four === 0 ? 0n : BigInt(node[four - 1]);
    for (let i = 0; i < 3; i++) sums.push(before + BigInt(node[4 + 3 * four + i]));
    sums.push(BigInt(node[four]));
  }
  return { counts: sums.map((sum, i) => sum - (i === 0 ? 0n : sums[i - 1])), total: sums[15] };
}

/** `exact` / 2^bits, rounded up. */
export function ceilShift(exact: bigint, bits: bigint): bigint {
  return (exact + (1n << bits) - 1n) >> bits;
}

/** What is wrong with a tree over these weights, as sentences: everything that the sums must be, and nothing else. */
export function faultsOf(tree: DecodedTree, given: readonly number[]): string[] {
  const { width, capacity, levels, weights } = tree;
  const wrong: string[] = [];
  const require = (holds: boolean, what: () => string) => {
    if (!holds) wrong.push(what());
  };
  require(weights.length === given.length, () => `${weights.length} weights`);
  for (const [i, weight] of given.entries())
    require(weights[i] === exactOf(weight), () => `weight ${i} is ${weights[i]}`);
  require(tree.sum === weights.reduce((sum, weight) => sum + weight, 0n), () => `the sum is ${tree.sum}`);
  levels[0].forEach(({ band, counts, total }, i) => {
    const own = weights.slice(16 * i, 16 * i + 16);
    const countIn = (unit: number) => own.map((weight) => ceilShift(weight, width * BigInt(unit)));
    const totalIn = (unit: number) => countIn(unit).reduce((sum, count) => sum + count, 0n);
    require(areEqual(counts, countIn(band)), () => `node ${i} of weights has ${counts}`);
    require(total < 1n << capacity, () => `node ${i} of weights has a total of ${total}`);
    require(band === 0 || totalIn(band - 1) >= 1n << capacity, () => `node ${i} of weights has band ${band}`);
  });
  for (let level = 1; level < levels.length; level++) {
    levels[level].forEach(({ band, counts, total }, i) => {
      const children = levels[level - 1].slice(16 * i, 16 * i + 16);
      const expected = children.map((child) => ceilShift(child.total, width * BigInt(band - child.band)));
      require(band === Math.max(...children.map((child) => child.band)), () =>
        `node ${i} of level ${level} has band ${band}`);
      require(areEqual(counts, expected), () => `node ${i} of level ${level} has ${counts}`);
      require(total < 1n << (capacity + 4n * BigInt(level)), () =>
        `node ${i} of level ${level} has a total of ${total}`);
    });
  }
  require(levels.at(-1)?.length === 1, () => 'more than one root');
  return wrong;
}

/** Whether counts are equal, with zeros behind those that are expected. */
function areEqual(counts: readonly bigint[], expected: readonly bigint[]): boolean {
  return counts.every((count, i) => count === (expected[i] ?? 0n));
}

/**
 * The chance that one try draws each index, times 2^1074 * 2^(width * root's band) / root's total. A unit of the root
 * is divided on the way down; what is refused of it is lost. So these must be the weights.
 */
export function chancesOf({ width, levels, weights }: DecodedTree): bigint[] {
  const chances = weights.map(() => 0n);
  /** A unit of the node is 2^-finer units of the root. */
  const descend = (level: number, i: number, finer: bigint, root: number): void => {
    const { band, counts } = levels[level][i];
    counts.forEach((count, slot) => {
      const index = 16 * i + slot;
      if (count === 0n) return;
      if (level === 0) {
        // whole units, and the fraction of one
        const unit = width * BigInt(band);
        const whole = weights[index] >> unit;
        const fraction = weights[index] & ((1n << unit) - 1n);
        if (count !== whole + (fraction > 0n ? 1n : 0n)) throw new Error(`weight ${index} counts ${count}`);
        chances[index] = ((whole << unit) + fraction) << (width * BigInt(root) - finer - unit);
        return;
      }
      const child = levels[level - 1][index];
      const bits = width * BigInt(band - child.band);
      // all of the child is reached
      if (count << bits < child.total) throw new Error(`node ${index} of level ${level - 1} is not reached`);
      descend(level - 1, index, finer + bits, root);
    });
  };
  descend(levels.length - 1, 0, 0n, levels[levels.length - 1][0].band);
  return chances;
}

/** Draw `t` of a stream. */
export function drawOf(tree: DecodedTree, stream: Stream, t: number): number {
  let taken = 0n;
  const further = () => pairOf(stream, t, taken++);
  let word = output(stateAfter(stream, BigInt(t)));
  for (;;) {
    const index = tryOnce(tree, word, further);
    if (index !== undefined) return index;
    word = further();
  }
}

function tryOnce({ width, levels, weights }: DecodedTree, word: bigint, further: () => bigint): number | undefined {
  const top = levels.length - 1;
  const { total } = levels[top][0];
  const product = word * total;
  if (BigInt.asUintN(64, product) < (1n << 64n) % total) return undefined;
  let residual = product >> 64n;
  let number = 0;
  for (let level = top; ; level--) {
    const { band, counts } = levels[level][number];
    let slot = 0;
    while (residual >= counts[slot]) residual -= counts[slot++];
    number = 16 * number + slot;
    if (level === 0) {
      const unit = width * BigInt(band);
      if (residual < weights[number] >> unit) return number;
      let fraction = weights[number] & ((1n << unit) - 1n);
      while (fraction > 0n) {
        fraction <<= 32n;
        const digits = fraction >> unit;
        const drawn = further() >> 32n;
        if (drawn !== digits) return drawn < digits ? number : undefined;
        fraction &= (1n << unit) - 1n;
      }
      return undefined;
    }
    const child = levels[level - 1][number];
    for (let steps = band - child.band; steps > 0; steps--) {
      residual = (residual << width) | (further() >> (64n - width));
      if (residual >= ceilShift(child.total, width * BigInt(steps - 1))) return undefined;
    }
  }
}
