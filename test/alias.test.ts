// The draw: which words draw which index. Together with quantise.test.ts (how many words each index has) this is the whole claim.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backends, openTable, type TestedBackend, type TestTable } from './support/backends.js';
import { sharesOf, wordsPerIndex } from './support/exact.js';
import { indexOf, stateOf, streamOf, words } from './support/pcg-reference.js';
import { weightSets } from './support/weight-sets.js';

/** The index that one chosen word draws: a stream whose word 0 is just that. */
function drawWord(table: TestTable, word: bigint): number {
  return table.setStream(stateOf(word), 1n).draw(1)[0];
}

/** What (seed, epoch) draws, by the design's rule on the table's cells. */
function drawsByRule(table: TestTable, seed: number, epoch: number, count: number, position: number, stride: number) {
  const cells = table.cells;
  return words(streamOf(seed, epoch, 0), position, stride, count).map((word) => indexOf(cells, table.bits, word));
}

/** Weights of many sizes, each fifth of them zero. */
function mixedWeights(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => (i % 5 === 3 ? 0 : 1 / (1 + ((i * 7919) % 1013))));
}

const REST = (1n << 48n) - 1n;

describe.each(backends)('words to indices (%s)', (backend) => {
  // sixteenths and more: thresholds are multiples of 2^48, so that the top 16 bits of a word decide
  it.each([
    ['one weight', [5]],
    ['a fair coin', [1, 1]],
    ['a loaded coin', [1, 3]],
    ['a zero first and last', [0, 7, 9, 0]],
    ['a full cell among others', [4, 3, 5, 4]],
    ['sixteenths', [1, 2, 3, 10]],
    ['more cells than weights', [1, 6, 1, 7, 1]],
    ['a power-of-two ladder', [1, 1, 2, 4, 8, 16, 32]],
    ['one taking almost all', [4093, 1, 1, 1]],
    ['16 cells', [3, 0, 1, 9, 30, 1, 0, 2, 2, 5, 1, 1, 4, 4, 0, 1]],
  ])('are its share of all 2^16 words of a reduced generator: %s', (_, weights) => {
    const table = openTable(weights, backend);
    const counts = weights.map(() => 0);
    let decidedByRest = 0;
    for (let top = 0n; top < 1n << 16n; top++) {
      const index = drawWord(table, top << 48n);
      counts[index]++;
      if (drawWord(table, (top << 48n) | REST) !== index) decidedByRest++;
    }
    const sum = weights.reduce((total, weight) => total + weight);
    expect(counts).toEqual(weights.map((weight) => (weight * 2 ** 16) / sum));
    expect(decidedByRest).toBe(0);
    expect(wordsPerIndex(table.cells, table.bits).slice(0, weights.length)).toEqual(
      counts.map((count) => BigInt(count) << 48n),
    );
  });

  it('change over at just the threshold of each cell', () => {
    const wrong: string[] = [];
    let edges = 0;
    for (const { name, weights } of weightSets(200, 7)) {
      if (weights.length > 64) continue;
      const table = openTable(weights, backend);
      const wide = BigInt(table.bits);
      const capacity = 1n << (64n - wide);
      const [...cells] = table.cells;
      cells.forEach((packed, cell) => {
        const threshold = packed >> wide;
        const alias = Number(packed & ((1n << wide) - 1n));
        for (const rest of new Set([0n, threshold - 1n, threshold, threshold + 1n, capacity - 1n])) {
          if (rest < 0n || rest >= capacity) continue;
          const index = drawWord(table, (BigInt(cell) << (64n - wide)) | rest);
          if (index !== (rest < threshold ? cell : alias)) wrong.push(`${name}: cell ${cell}, rest ${rest}: ${index}`);
          edges++;
        }
      });
    }
    expect(wrong).toEqual([]);
    expect(edges).toBeGreaterThan(5000);
  });

  it('never lead to a zero weight, nor beyond the weights', () => {
    const wrong: string[] = [];
    for (const { name, weights } of weightSets(200, 8)) {
      const table = openTable(weights, backend);
      const { units } = sharesOf(weights);
      const reached = wordsPerIndex(table.cells, table.bits);
      reached.forEach((count, i) => {
        if (count > 0n !== (units[i] ?? 0n) > 0n) wrong.push(`${name}: [${i}] is drawn by ${count} words`);
      });
    }
    expect(wrong).toEqual([]);
  });
});

describe.each(backends)('draws (%s)', (backend) => {
  it('are those of the hash, the words and the rule, on tables of all kinds', () => {
    const sets = [...weightSets(120, 9)].filter(({ weights }) => weights.length < 1000);
    const safe = fc.oneof(fc.nat(20), fc.maxSafeNat());
    fc.assert(
      fc.property(
        fc.constantFrom(...sets),
        safe,
        safe,
        fc.nat(40),
        safe,
        safe,
        (set, seed, epoch, count, at, stride) => {
          const table = openTable(set.weights, backend).openStream(seed, epoch);
          expect(Array.from(table.draw(count, at, stride))).toEqual(drawsByRule(table, seed, epoch, count, at, stride));
        },
      ),
    );
  });

  // words are written first, 1,024 at a time, and looked up second: from 2^16 cells on in WebAssembly, always in JavaScript
  it.each([
    [15, 2 ** 15],
    [16, 2 ** 15 + 1],
    [16, 2 ** 16],
    [17, 2 ** 17],
    [18, 2 ** 17 + 1],
  ])('are the same rule on both sides of the two-pass boundaries: 2^%i cells, n = %i', (bits, n) => {
    const table = openTable(mixedWeights(n), backend).openStream(11, 3);
    expect(table.bits).toBe(bits);
    const count = 2 * 1024 + 7;
    for (const [position, stride] of [
      [0, 1],
      [2 ** 40 + 1, 3],
    ]) {
      const expected = drawsByRule(table, 11, 3, count, position, stride);
      for (const some of [0, 1, 2, 3, 4, 5, 1020, 1023, 1024, 1025, 1028, 2047, 2048, 2051, count]) {
        expect(Array.from(table.draw(some, position, stride))).toEqual(expected.slice(0, some));
      }
    }
  });

  it.each([3, 2 ** 16, 2 ** 18])('are by position and stride what picking from all of them gives, n = %i', (n) => {
    const table = openTable(mixedWeights(n), backend).openStream(5, 1);
    const all = table.draw(65536).slice();
    fc.assert(
      fc.property(fc.nat(9000), fc.integer({ min: 1, max: 50 }), fc.nat(1100), (position, stride, count) => {
        const picked = Array.from({ length: count }, (_, i) => all[position + i * stride]);
        expect(Array.from(table.draw(count, position, stride))).toEqual(picked);
      }),
      { numRuns: 50 },
    );
  });

  it('of no count write nothing', () => {
    const table = openTable([1, 2, 3], backend).openStream(1, 1);
    const before = table.draw(8).slice();
    table.draw(0, 99);
    const after = table.memory.u32.subarray(table.layout.at.out / 4, table.layout.at.out / 4 + 8);
    expect(Array.from(after)).toEqual(Array.from(before));
  });

  it('leave the stream and the table as they were', () => {
    const table = openTable(mixedWeights(100), backend).openStream(1, 1);
    const { at } = table.layout;
    const held = () => table.memory.u32.slice(0, at.heavy / 4).join();
    const before = held();
    table.draw(1001, 17, 2);
    expect(held()).toBe(before);
  });
});

describe('what is drawn', () => {
  it('has every index of a table in both of its ways: as the cell and as the alias', () => {
    const of = (backend: TestedBackend) => {
      const table = openTable(mixedWeights(50), backend).openStream(1, 0);
      const drawn = table.draw(65536);
      let own = 0;
      words(streamOf(1, 0, 0), 0, 1, 1000).forEach((word, i) => {
        if (Number(word >> (64n - BigInt(table.bits))) === drawn[i]) own++;
      });
      return { own, distinct: new Set(drawn).size };
    };
    expect(of('wasm')).toEqual(of('js'));
    expect(of('js').distinct).toBe(40);
    expect(of('js').own).toBeGreaterThan(100);
    expect(of('js').own).toBeLessThan(900);
  });
});
