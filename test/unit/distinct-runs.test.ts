// Classes that repeat in a batch change places with others: by trying, or where there are too many, without luck.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadRuns } from '../../src/batches/distinct-runs.js';
import { chiSquare, LEAST_P } from '../support/chi-square.js';
import { rounds } from '../support/rounds.js';

function shuffled(values: number[], random: () => number): Uint32Array {
  for (let i = values.length - 1; i > 0; i--) {
    const k = Math.floor(random() * (i + 1));
    [values[i], values[k]] = [values[k], values[i]];
  }
  return Uint32Array.from(values);
}

function randomNumbers(seed: number): () => number {
  let word = seed;
  return () => {
    word = (Math.imul(word, 1664525) + 1013904223) | 0;
    return ((word ^ (word >>> 15)) >>> 0) / 2 ** 32;
  };
}

describe('runs of batches', () => {
  it('have no class twice, and are the same runs, wherever that is possible', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 10 }),
        fc.nat(),
        (batches, size, more, seed) => {
          const classes = size + more;
          const random = randomNumbers(seed);
          // at most as many of each as there are batches, with as many as possible of the first ones
          const counts = new Array<number>(classes).fill(0);
          for (let left = batches * size; left > 0; ) {
            const code = Math.floor(random() * random() * classes);
            if (counts[code] < batches) {
              counts[code]++;
              left--;
            }
          }
          const runs = shuffled(
            counts.flatMap((count, code) => new Array<number>(count).fill(code)),
            random,
          );
          const before = runs.toSorted();
          spreadRuns(runs, size, classes);
          expect(runs.toSorted()).toEqual(before);
          for (let from = 0; from < runs.length; from += size) {
            expect(new Set(runs.subarray(from, from + size)).size).toBe(size);
          }
        },
      ),
      { numRuns: rounds(3000), seed: 7 },
    );
  });

  it('change nothing where no class repeats', () => {
    const runs = Uint32Array.of(0, 1, 2, 1, 2, 0);
    spreadRuns(runs, 3, 3);
    expect([...runs]).toEqual([0, 1, 2, 1, 2, 0]);
  });

  // a chi-square test of each class; a p-value below 1e-6 fails
  it('favor no batch: each class is as often in the first as in the last', () => {
    const counts = [10, 7, 5, 5, 2, 1];
    const inBatch = counts.map(() => new Array<number>(10).fill(0));
    const random = randomNumbers(3);
    const epochs = rounds(20_000, 4);
    for (let epoch = 0; epoch < epochs; epoch++) {
      const runs = shuffled(
        counts.flatMap((count, code) => new Array<number>(count).fill(code)),
        random,
      );
      spreadRuns(runs, 3, 6);
      for (const [i, code] of runs.entries()) inBatch[code][Math.floor(i / 3)]++;
    }
    expect(inBatch[0]).toEqual(new Array(10).fill(epochs));
    for (const batches of inBatch) {
      // counts in an epoch's batches sum to a constant, so they vary less than independent ones: a strict bound above
      expect(chiSquare(batches, new Array(10).fill(0.1)).pValue).toBeGreaterThan(LEAST_P);
    }
  });
});
