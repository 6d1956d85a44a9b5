// The draw: which words draw which index. Together with quantize.test.ts (how many words each index has) this is the
// whole claim.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backends, openTable, type TestedBackend, type TestTable } from '../support/backends.js';
import { chiSquare, LEAST_P } from '../support/chi-square.js';
import { sharesOf, wordsPerIndex } from '../support/exact.js';
import { drawsOf, stateOf, streamOf, words } from '../support/pcg-reference.js';
import { weightSets } from '../support/weight-sets.js';

/**
 * The indices that one chosen word draws, by its halves: a stream whose word 0 is just that. Four draws: fewer are not
 * made by the kernel's main loop.
 */
function drawWord(table: TestTable, low: number, high: number): [number, number] {
  const [first, second] = table.setStream(stateOf((BigInt(high) << 32n) | BigInt(low)), 1n).draw(4);
  return [first, second];
}

/** Weights of many sizes, each fifth of them zero. */
function mixedWeights(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => (i % 5 === 3 ? 0 : 1 / (1 + ((i * 7919) % 1013))));
}

describe.each(backends)('words to indices (%s)', (backend) => {
  // sixteenths and more: thresholds are multiples of 2^16, so that the 16 bits between them and the cell's number
  // decide nothing
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
    const { bits } = table;
    const [lows, highs] = [weights.map(() => 0), weights.map(() => 0)];
    let decidedByRest = 0;
    for (let reduced = 0; reduced < 2 ** 16; reduced++) {
      const cell = reduced % 2 ** bits;
      const word = (reduced - cell) * 2 ** 16 + cell;
      const [low, high] = drawWord(table, word, word);
      lows[low]++;
      highs[high]++;
      const rest = word + 2 ** bits * (2 ** 16 - 1);
      if (String(drawWord(table, rest, rest)) !== String([low, high])) decidedByRest++;
    }
    const sum = weights.reduce((total, weight) => total + weight);
    expect(lows).toEqual(weights.map((weight) => (weight * 2 ** 16) / sum));
    expect(highs).toEqual(lows);
    expect(decidedByRest).toBe(0);
    expect(wordsPerIndex(table).slice(0, weights.length)).toEqual(lows.map((count) => BigInt(count) << 48n));
    expect(table.escapes).toBe(0);
  });

  it('change over at just the threshold of each cell', () => {
    const wrong: string[] = [];
    let edges = 0;
    for (const { name, weights } of weightSets(200, 7)) {
      if (weights.length > 64) continue;
      const table = openTable(weights, backend);
      const { bits, escapes } = table;
      const size = 2 ** bits;
      table.cells.forEach((packed, cell) => {
        const threshold = packed >>> bits;
        const capacity = 2 ** (32 - bits) - (cell >= size - escapes ? 1 : 0);
        for (const rest of new Set([0, threshold - 1, threshold, threshold + 1, capacity - 1])) {
          if (rest < 0 || rest >= capacity) continue;
          const word = rest * size + cell;
          const expected = rest < threshold ? cell : packed % size;
          const drawn = drawWord(table, word, word);
          if (String(drawn) !== String([expected, expected]))
            wrong.push(`${name}: cell ${cell}, rest ${rest}: ${drawn}`);
          edges++;
        }
      });
    }
    expect(wrong).toEqual([]);
    expect(edges).toBeGreaterThan(5000);
  });

  it('are escapes from just the last words on', () => {
    let escaping = 0;
    for (const { weights } of weightSets(200, 7)) {
      if (weights.length > 64) continue;
      const table = openTable(weights, backend);
      const { bits, escapes } = table;
      // an escape can lead to the first index alone, and no other word to it
      table.residuals.fill(0);
      table.residuals[0] = 2 ** 32 - 1;
      table.cells.fill((1 << bits) - 1);
      const last = 2 ** 32 - 1 - escapes;
      expect(drawWord(table, last, last)).toEqual([2 ** bits - 1, 2 ** bits - 1]);
      if (escapes === 0) continue;
      escaping++;
      for (const word of [last + 1, 2 ** 32 - 1]) expect(drawWord(table, word, word)).toEqual([0, 0]);
    }
    expect(escaping).toBeGreaterThan(30);
  });

  it('are shared out by the residuals where they are escapes', () => {
    const table = openTable([1, 1, 1, 1, 1], backend).openStream(1, 0);
    table.escapes = 2 ** 32 - 1;
    table.residuals.set([2 ** 31, 0, 2 ** 30, 1, 2 ** 32 - 1, 2 ** 20, 0, 2 ** 29]);
    const total = table.residuals.reduce((sum, each) => sum + each);
    const counts = Array.from(table.residuals, () => 0);
    for (const index of table.draw(65536)) counts[index]++;
    const { pValue } = chiSquare(
      counts,
      Array.from(table.residuals, (each) => each / total),
    );
    expect(pValue).toBeGreaterThan(LEAST_P);
  });

  it('never lead to a zero weight, nor beyond the weights', () => {
    const wrong: string[] = [];
    for (const { name, weights } of weightSets(200, 8)) {
      const table = openTable(weights, backend);
      const { units } = sharesOf(weights);
      const reached = wordsPerIndex(table);
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
        fc.nat(2 ** 32 - 1),
        (set, seed, epoch, count, position, any, escapes) => {
          // the last position is a safe integer, too
          const stride = Math.max(1, Math.min(any, Math.floor((Number.MAX_SAFE_INTEGER - position) / 40)));
          const at = Math.min(position, Number.MAX_SAFE_INTEGER - 40 * stride);
          const table = openTable(set.weights, backend).openStream(seed, epoch);
          // more escapes than such small tables have, and what they lead to
          if (table.escapes > 0) table.escapes = escapes;
          const expected = drawsOf(table, streamOf(seed, epoch, 0), at, stride, count);
          expect(Array.from(table.draw(count, at, stride))).toEqual(expected);
        },
      ),
    );
  });

  // WebAssembly looks for escapes every 256 draws, JavaScript looks words up every 2,048
  it.each([
    [15, 2 ** 15, 0],
    [16, 2 ** 15 + 1, 2 ** 20],
    [16, 2 ** 16, 2 ** 24],
    [18, 2 ** 17 + 1, 2 ** 31],
  ])('are the same rule on both sides of where blocks end: 2^%i cells, n = %i, %i escapes', (bits, n, escapes) => {
    const table = openTable(mixedWeights(n), backend).openStream(11, 3);
    expect(table.bits).toBe(bits);
    table.escapes = escapes;
    const count = 2 * 2048 + 7;
    for (const [position, stride] of [
      [0, 1],
      [1, 1],
      [2 ** 40 + 1, 3],
      [2 ** 40, 6],
    ]) {
      const expected = drawsOf(table, streamOf(11, 3, 0), position, stride, count);
      for (const some of [0, 1, 2, 3, 4, 5, 253, 255, 256, 257, 260, 511, 2047, 2048, 2049, 2051, 4096, count]) {
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
    const held = () => table.memory.u32.slice(0, at.work / 4).join();
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
        if (Number(word % 2n ** BigInt(table.bits)) === drawn[2 * i]) own++;
      });
      return { own, distinct: new Set(drawn).size };
    };
    expect(of('wasm')).toEqual(of('js'));
    expect(of('js').distinct).toBe(40);
    expect(of('js').own).toBeGreaterThan(100);
    expect(of('js').own).toBeLessThan(900);
  });
});
