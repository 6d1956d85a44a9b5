// Few weights in a buffer that all of them share draw what a tree in a memory of its own draws.
import { describe, expect, it } from 'vitest';
import { DynamicSource } from '../../src/sources/dynamic.js';
import { FEW_WEIGHTS, FewWeights } from '../../src/sources/few-weights.js';
import { rounds } from '../support/rounds.js';
import { backends, expectSame } from '../support/sampler-cases.js';

/** A number in [0, 1) that depends on both. */
function noise(seed: number, i: number): number {
  let word = Math.imul(seed * 31 + i + 1, 0x9e3779b1);
  word = Math.imul(word ^ (word >>> 15), 0x85ebca6b);
  return ((word ^ (word >>> 13)) >>> 0) / 2 ** 32;
}

/** A weight, from a number in [0, 1). */
const kinds: [string, (u: number, i: number) => number][] = [
  ['ones', () => 1],
  ['uniform', (u) => u],
  ['small integers with zeros', (u) => Math.floor(u * 5)],
  ['24 decades', (u) => 10 ** (24 * u - 12)],
  ['a few of the smallest unit', (u) => 5e-324 * Math.ceil(5 * u)],
  ['sums beyond 2^1024', (u) => 1e308 * u],
  ['one that leaves the others a few units', (u, i) => (i === 0 ? 2 ** 52 : u / 1024)],
  ['powers of two over the whole range', (u) => 2 ** Math.floor(2000 * u - 1000)],
];
const CHUNK_DRAWS = 4096;
const [ours, theirs] = [new Uint32Array(CHUNK_DRAWS), new Uint32Array(CHUNK_DRAWS)];

describe.each(backends)('few weights, beside a tree on %s', (backend) => {
  it.each(kinds)('%s: the same draws and probabilities', (_, weightOf) => {
    for (let seed = 0; seed < rounds(160); seed++) {
      const count = 1 + (seed % FEW_WEIGHTS);
      const weights = Array.from({ length: count }, (_, i) => weightOf(noise(seed, i), i));
      if (!weights.some((weight) => weight > 0)) weights[count - 1] = 1;
      const few = new FewWeights(weights);
      const tree = new DynamicSource(weights, count, backend);
      for (const position of [0, 1, 2 ** 31 - 9, 2 ** 53 - 2 - CHUNK_DRAWS]) {
        few.read(seed, position, ours, CHUNK_DRAWS);
        tree.read(seed, { epoch: 0, position, stride: 1, count: CHUNK_DRAWS }, theirs, 0);
        expectSame(ours, theirs);
        // one by one, after other tables wrote to the shared buffer
        expect(new FewWeights([0, 2]).draw(seed, position)).toBe(1);
        for (const i of [0, 1, 1000]) expect(few.draw(seed, position + i)).toBe(theirs[i]);
      }
      for (let i = 0; i < count; i++) expect(few.probability(i)).toBe(tree.probability(i));
      tree.free();
    }
  });

  // the unit is as large as it gets for a sum of 9; at these positions another weight than that of the integer is drawn
  it.each([
    [3, 3528],
    [10, 2169],
    [168, 1733],
    [225, 1428],
    [291, 2513],
  ])('the partial unit of a weight is decided as in the tree: seed %i', (seed, position) => {
    const weights = Array.from({ length: 16 }, (_, i) => (9 / 16) * (0.95 + (((seed * 16 + i) * 0.618) % 1) / 10));
    new FewWeights(weights).read(seed, position, ours, 1);
    new DynamicSource(weights, 16, backend).read(seed, { epoch: 0, position, stride: 1, count: 1 }, theirs, 0);
    expect(ours[0]).toBe(theirs[0]);
    expect(new FewWeights(weights).draw(seed, position)).toBe(theirs[0]);
  });

  it('tables and seeds take turns in the buffer', () => {
    const tables = [
      [1, 2, 3],
      [5, 0, 1, 1, 9],
      [2, 2],
    ];
    const few = tables.map((weights) => new FewWeights(weights));
    const trees = tables.map((weights) => new DynamicSource(weights, weights.length, backend));
    const out = new Uint32Array(3);
    for (let position = 0; position < 300; position++) {
      const i = position % 3;
      const seed = 7 + (position % 2);
      const count = 1 + (position % 2);
      trees[i].read(seed, { epoch: 0, position, stride: 1, count }, out, 0);
      expect(few[i].draw(seed, position)).toBe(out[0]);
      const read = new Uint32Array(3);
      few[i].read(seed, position, read, count);
      expect([...read.subarray(0, count)]).toEqual([...out.subarray(0, count)]);
    }
  });
});
