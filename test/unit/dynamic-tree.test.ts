// The tree of a DynamicWeightedSampler, against exact arithmetic: what it holds, and what is drawn from it.
import { describe, expect, it } from 'vitest';
import { DynamicWeightedSampler } from '../../src/index.js';
import { openMemory } from '../support/backends.js';
import { chiSquare, LEAST_P } from '../support/chi-square.js';
import { chancesOf, decode, drawOf, exactOf, faultsOf, roundedOf } from '../support/dynamic-reference.js';
import { treeLayout, writeCoarseTree, writeTree } from '../support/dynamic-tree.js';
import { output, type Stream, stateAfter, streamOf, streamWith } from '../support/pcg-reference.js';
import { backends } from '../support/sampler-cases.js';

/** Weights over the whole range of doubles: their bits are those of a counter, hashed. */
const anywhere = (n: number, exponents: [number, number]) =>
  Array.from({ length: n }, (_, i) => {
    const bits = Math.imul(i + 1, 0x9e3779b1) >>> 0;
    const [from, to] = exponents;
    return i % 7 === 3 ? 0 : (1 + bits / 2 ** 32) * 2 ** (from + (bits % (to - from + 1)));
  });

const sets: Record<string, number[]> = {
  'one weight': [3],
  'two of one size': [1, 1],
  'a full node': anywhere(16, [0, 3]),
  'two nodes, one of zeros': [...new Array<number>(16).fill(0), 1e-30],
  'twelve decades': anywhere(300, [-20, 20]),
  'all exponents': anywhere(5000, [-1022, 1023]),
  subnormals: Array.from({ length: 40 }, (_, i) => i * 5e-324),
  'subnormals beside the largest': Array.from({ length: 40 }, (_, i) => (i % 2 ? Number.MAX_VALUE : i * 5e-324)),
  'the largest, many': new Array<number>(600).fill(Number.MAX_VALUE),
  'large integers': Array.from({ length: 17 }, (_, i) => 2 ** 53 - i),
  'three levels, one heavy': [1e9, ...anywhere(999, [-30, -29])],
  'five levels': anywhere(70_000, [0, 30]),
};

/** The capacity of a node of weights in a tree of one level: its band changes there. */
const edge = 2 ** 53;
const edges = [edge - 1, edge, edge + 2, edge * 2 ** 32 - 2 ** 32, edge * 2 ** 32].map((units) => units * 2 ** -1074);

describe.each(backends)('the tree of sums, %s', (backend) => {
  const read = (weights: readonly number[]) => {
    const sampler = new DynamicWeightedSampler(weights, 10, { seed: 1, backend });
    const { memory, at } = sampler._source.tree;
    return { sampler, tree: decode(memory.u32, memory.f64, at.tree) };
  };

  it.each(Object.keys(sets))('%s: holds what it must, and gives each index the chance of its weight', (name) => {
    const { sampler, tree } = read(sets[name]);
    expect(faultsOf(tree, sets[name])).toEqual([]);
    expect(chancesOf(tree)).toEqual(tree.weights.map((w) => w << 0n));
    expect(sampler.total).toBe(roundedOf(tree.sum));
  });

  it('changes a band where a total reaches the capacity', () => {
    const bands = edges.map((weight) => {
      const { tree } = read([weight]);
      expect(faultsOf(tree, [weight])).toEqual([]);
      return tree.levels[0][0].band;
    });
    expect(bands).toEqual([0, 1, 1, 1, 2]);
  });

  it('would be missed: a sum, a band or a weight that is not what it must be', () => {
    const { sampler, tree } = read(sets['twelve decades']);
    const { memory, at } = sampler._source.tree;
    const faultsAfter = (change: () => void) => {
      const before = memory.u32.slice();
      change();
      const faults = faultsOf(decode(memory.u32, memory.f64, at.tree), sets['twelve decades']);
      memory.u32.set(before);
      return faults.length;
    };
    expect(faultsAfter(() => {})).toBe(0);
    expect(faultsAfter(() => memory.f64[at.nodes / 8 + 5]++)).toBeGreaterThan(0);
    expect(faultsAfter(() => memory.f64[at.weights / 8]++)).toBeGreaterThan(0);
    expect(faultsAfter(() => memory.u32[at.bands / 4]++)).toBeGreaterThan(0);
    expect(faultsAfter(() => memory.u32[at.tree / 4 + 30]++)).toBeGreaterThan(0);
    expect(tree.levels.map(({ length }) => length)).toEqual([19, 2, 1]);
  });

  it.each(Object.keys(sets))('%s: draws what exact arithmetic draws', (name) => {
    const { sampler, tree } = read(sets[name]);
    for (const [seed, epoch] of [
      [0, 0],
      [2 ** 53 - 1, 7],
    ]) {
      const own = new DynamicWeightedSampler(sets[name], 150, { seed, backend });
      const stream = streamOf(seed, epoch, 8);
      expect([...own.indices(epoch)]).toEqual(Array.from({ length: 150 }, (_, t) => drawOf(tree, stream, t)));
    }
    expect(sampler.size).toBe(sets[name].length);
  });

  // trees with totals of a few units, in which every other draw needs further words
  const layout = treeLayout(40, 0, 4096, 0);
  const coarse = (weights: readonly number[], bands: readonly number[]) => {
    const { u32, f64, u64, kernels } = openMemory(layout.bytes, backend);
    writeCoarseTree(u32, f64, layout, weights, bands);
    const { at } = layout;
    const draw = ({ state, increment }: Stream, position: number, count: number, stride = 1) => {
      u64.set([state, increment], at.stream / 8);
      kernels.dynamicDraw(at.tree, at.stream, position, stride, at.work, at.out, count);
      return u32.slice(at.out / 4, at.out / 4 + count);
    };
    return { tree: decode(u32, f64, at.tree), draw };
  };
  const unit = (band: number) => 2 ** (32 * band - 1074);
  const small = Array.from({ length: 40 }, (_, i) => [0.3, 2, 0, 1.75, 1e-6, 5.5][i % 6] * unit(31 + (i >> 4)));
  const trees: [string, number[], number[]][] = [
    ['one band', small.slice(0, 16), [31]],
    ['three bands', small, [31, 32, 33]],
    ['two bands of weights much smaller', small, [32, 33, 33]],
    ['fractions of more than 32 bits', [1 / 3, 1 - 2 ** -50, 2 ** -34].map((x) => x * unit(30)), [30]],
  ];

  it.each(trees)('a coarse tree, %s: draws what exact arithmetic draws, and by any stride', (_, weights, bands) => {
    const { tree, draw } = coarse(weights, bands);
    const chances = chancesOf(tree);
    expect(chances.map((chance) => chance * tree.weights[0])).toEqual(tree.weights.map((w) => w * chances[0]));
    for (const [position, stride] of [
      [0, 1],
      [1, 3],
      [2 ** 52, 2 ** 20 + 1],
    ]) {
      const stream = streamOf(5, 2, 8);
      const expected = Array.from({ length: 300 }, (_, i) => drawOf(tree, stream, position + i * stride));
      expect([...draw(stream, position, 300, stride)]).toEqual(expected);
    }
  });

  it.each(trees)('a coarse tree, %s: draws as often as the weights say, p > 1e-6', (_, weights, bands) => {
    const { tree, draw } = coarse(weights, bands);
    const counts = new Float64Array(weights.length);
    for (let at = 0; at < 2 ** 17; at += 4096) for (const index of draw(streamOf(11, 0, 8), at, 4096)) counts[index]++;
    const probabilities = tree.weights.map((weight) => Number((weight << 60n) / tree.sum) / 2 ** 60);
    expect(chiSquare(counts, probabilities).pValue).toBeGreaterThan(LEAST_P);
  });

  it.each([
    // the first 32 bits of the fraction are 0x55555555, or 0 (29 times and more): one less, the same, one more
    [1 / 3, 0x55555554n, [true]],
    [1 / 3, 0x55555555n, [false, true]],
    [1 / 3, 0x55555556n, [false, true]],
    [2 ** -945, 0n, [false]],
    [2 ** -945, 1n, [false]],
    [2 ** -960 * 1.5, 0n, [false]],
    [2 ** -960 * 1.5, 1n, [false]],
  ])('a fraction of %d, beside the bits %i: accepted as in exact arithmetic', (fraction, bits, accepted) => {
    const { tree, draw } = coarse(
      [fraction, 1, 1].map((x) => x * unit(32)),
      [32],
    );
    const seen = new Set<boolean>();
    for (let i = 1; i < 400; i += 2) {
      // the first further word of draw 4 has these bits; its own word chooses the index
      const stream = streamWith(bits << 32n, 4, BigInt(i));
      const [drawn] = draw(stream, 4, 1);
      expect(drawn).toBe(drawOf(tree, stream, 4));
      if ((output(stateAfter(stream, 4n)) * 3n) >> 64n === 0n) seen.add(drawn === 0);
    }
    expect([...seen].sort()).toEqual(accepted);
  });

  it('rejects the words that would favor some residuals', () => {
    // 2^64 modulo this total is almost the total
    const total = 2n ** 64n / 2049n + 1n;
    const { sampler, tree } = read(
      [2 ** 52, 2 ** 51, Number(total) - 2 ** 52 - 2 ** 51].map((units) => units * 5e-324),
    );
    const stream = streamOf(1, 0, 8);
    let rejected = 0;
    for (let t = 0; t < 30_000; t++) {
      const low = BigInt.asUintN(64, output(stateAfter(stream, BigInt(t))) * total);
      if (low >= total) continue;
      if (low < 2n ** 64n % total) rejected++;
      const out = new Uint32Array(1);
      sampler._read({ epoch: 0, position: t, stride: 1, count: 1 }, out, 0);
      expect(out[0]).toBe(drawOf(tree, stream, t));
    }
    expect(rejected).toBeGreaterThan(0);
  });

  it.each([
    ['twelve decades', 1000, [-20, 20]],
    ['one size', 1000, [0, 0]],
    ['twelve decades, 2^17', 2 ** 17, [-20, 20]],
  ] as [string, number, [number, number]][])('%s: draws as often as the weights say, p > 1e-6', (_, n, exponents) => {
    const weights = anywhere(n, exponents);
    const count = 2 ** 20;
    const sampler = new DynamicWeightedSampler(weights, count, { seed: 3, backend });
    const counts = new Float64Array(n);
    for (const index of sampler.indices()) counts[index]++;
    expect(chiSquare(counts, sampler.probabilities()).pValue).toBeGreaterThan(LEAST_P);
  });

  it('says probabilities that are right to two roundings', () => {
    const weights = anywhere(300, [-20, 20]);
    const { sampler, tree } = read(weights);
    const probabilities = sampler.probabilities();
    weights.forEach((weight, i) => {
      expect(sampler.probability(i)).toBe(probabilities[i]);
      const exact = Number((exactOf(weight) << 1200n) / tree.sum) * 2 ** -600 * 2 ** -600;
      expect(Math.abs(probabilities[i] - exact)).toBeLessThanOrEqual(exact * 2 ** -51);
    });
  });
});

it('a tree that is written for the suites is the one that a sampler makes', () => {
  const weights = anywhere(40, [0, 9]);
  const layout = treeLayout(40, 0, 0, 0);
  const { u32, f64 } = openMemory(layout.bytes, 'js');
  writeTree(u32, f64, layout, weights);
  expect(faultsOf(decode(u32, f64, layout.at.tree), weights)).toEqual([]);
});
