// What the pictures of docs/concepts compute: the same as the library.
import fc from 'fast-check';
import { SystematicSampler, sampleWeights, WeightedRandomSampler } from 'loaded-dice';
import { coverage, simulateCoverage } from 'loaded-dice/analysis';
import { describe, expect, test } from 'vitest';
import { errorOf, exactShares, WHOLE } from '../../docs/.vitepress/theme/pictures/alias-shares.js';
import { construct, lookUp } from '../../docs/.vitepress/theme/pictures/alias-steps.js';
import {
  balancedWeights,
  barsOf,
  forecastOf,
  guaranteeOf,
  trialsOf,
} from '../../docs/.vitepress/theme/pictures/coverage-numbers.js';
import {
  batchesOf,
  drawsAt,
  firstDraws,
  ranksOf,
  resumed,
} from '../../docs/.vitepress/theme/pictures/stream-numbers.js';
import {
  countsAt,
  drawnOf,
  offsetAt,
  placeOf,
  pointsAt,
  strideOf,
} from '../../docs/.vitepress/theme/pictures/systematic-numbers.js';
import { Unseen } from '../../docs/.vitepress/theme/pictures/unseen-numbers.js';
import { strideOf as libraryStride } from '../../src/sources/systematic-step.js';
import { openTable } from '../support/backends.js';
import { wordsPerIndex } from '../support/exact.js';
import { stateOf } from '../support/pcg-reference.js';

/** Weights that a reader can choose in the pictures. */
const weights = fc
  .array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 8 })
  .filter((each) => each.some((weight) => weight > 0));

describe('the alias table', () => {
  test('has the exact shares of the library’s table', () => {
    fc.assert(
      fc.property(weights, (given) => {
        const shares = exactShares(given);
        expect(shares.reduce((sum, each) => sum + each)).toBe(WHOLE);
        expect(wordsPerIndex(openTable(given, 'js')).slice(0, given.length)).toEqual(shares);
        const probabilities = new WeightedRandomSampler(given).probabilities();
        expect(shares.map((share) => Number(share) * 2 ** -64)).toEqual([...probabilities]);
        const total = given.reduce((sum, weight) => sum + weight);
        for (const [i, share] of shares.entries()) expect(Math.abs(errorOf(share, given[i], total))).toBeLessThan(1);
      }),
    );
  });

  test('is built to the very cells of the library’s table', () => {
    fc.assert(
      fc.property(weights, (given) => {
        const ours = construct(given);
        const { bits, cells, escapes } = openTable(given, 'js');
        expect([ours.bits, ours.escapes]).toEqual([bits, escapes]);
        const packed = new Uint32Array(ours.size);
        for (const { column, own, alias } of ours.steps) packed[column] = own * ours.size + alias;
        expect(packed).toEqual(Uint32Array.from(cells));
        expect(ours.steps.at(-1)?.left).toEqual(new Array(ours.size).fill(0));
      }),
    );
  });

  test('leads words to the indices that the library draws', () => {
    fc.assert(
      fc.property(
        weights,
        fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 20, maxLength: 20 }),
        (given, words) => {
          const ours = construct(given);
          const table = openTable(given, 'js');
          for (const word of words) {
            const { column, height, index } = lookUp(ours, word);
            expect(column).toBe(word % ours.size);
            expect(height).toBe(Math.floor(word / ours.size) / ours.capacity);
            if (index === undefined) continue;
            const [drawn] = table.setStream(stateOf((BigInt(word) << 32n) | BigInt(word)), 1n).draw(4);
            expect(index).toBe(drawn);
          }
        },
      ),
      { numRuns: 50 },
    );
    const { escapes } = construct([1, 1, 1]);
    expect(escapes).toBe(1);
    expect(lookUp(construct([1, 1, 1]), 2 ** 32 - 1).index).toBeUndefined();
    expect(lookUp(construct([1, 1, 1]), 2 ** 32 - 2).index).toBeDefined();
  });
});

describe('unseen items', () => {
  const run = new Unseen([165, 10], 3);
  const sampler = new WeightedRandomSampler(sampleWeights([...new Array(165).fill(0), ...new Array(10).fill(1)]), 175, {
    seed: 3,
  });

  test('are those of the sampler’s draws, in whatever steps they are taken', () => {
    const draws = sampler.take(1000);
    for (const count of [0, 175, 1000, 400]) {
      const times = new Uint32Array(175);
      for (const index of draws.subarray(0, count)) times[index]++;
      expect(run.timesSeen(count)).toEqual(times);
    }
  });

  test('are expected as the forecast and the sentence of each class say', () => {
    expect(run.expected(175).toFixed(1)).toBe('97.0');
    for (const draws of [0, 1, 175, 2000]) {
      const classes = run.classes(draws);
      expect(classes.map(({ count }) => count)).toEqual([165, 10]);
      expect(classes.reduce((sum, { expected }) => sum + expected, 0)).toBeCloseTo(run.expected(draws), 9);
    }
    expect(run.classes(1).map(({ probability }) => 1 / probability)).toEqual([expect.closeTo(330), expect.closeTo(20)]);
  });
});

describe('epochs until everything was seen', () => {
  const counts = [165, 10];

  test('are simulated and forecast by the library', async () => {
    const found = await trialsOf(counts, 500, 4, new AbortController().signal);
    const { epochs } = await simulateCoverage(balancedWeights(counts), 175, { trials: 500, seed: 4 });
    expect(found).toEqual(epochs);
    const forecast = forecastOf(counts);
    expect([0.5, 0.95].map((p) => forecast.quantile(p))).toEqual([11, 16]);
    const bars = barsOf(forecast, found);
    for (const { epoch, probability, simulated } of bars) {
      expect(probability).toBeCloseTo(forecast.probabilityAllSeen(epoch) - forecast.probabilityAllSeen(epoch - 1), 12);
      expect(simulated).toBeCloseTo(epochs.filter((each) => each === epoch).length / 500, 12);
    }
  });

  test('have bars of several epochs where there are many, and none of them is lost', async () => {
    const found = await trialsOf([250, 1], 300, 1, new AbortController().signal);
    const bars = barsOf(coverage(balancedWeights([250, 1])), found);
    expect(bars.length).toBeLessThanOrEqual(60);
    const step = bars.length > 1 ? bars[1].epoch - bars[0].epoch : 1;
    const inside = found.filter(
      (each) => each >= bars[0].epoch - step && each <= (bars.at(-1)?.epoch ?? 0) + step,
    ).length;
    expect(bars.reduce((sum, { simulated }) => sum + simulated * step, 0)).toBeCloseTo(inside / 300, 1);
  });

  test('never exceed what a systematic sampler guarantees', () => {
    for (const some of [counts, [40, 3], [1, 1], [250, 1]]) {
      const { epochs, runs } = guaranteeOf(some, 5);
      expect(epochs).toBe(new SystematicSampler(balancedWeights(some)).coverageEpochs);
      expect(Math.max(...runs)).toBeLessThanOrEqual(epochs);
      expect(Math.min(...runs)).toBeGreaterThanOrEqual(1);
    }
  });
});

describe('the systematic grid', () => {
  const chosen = fc.tuple(weights, fc.integer({ min: 1, max: 12 }));

  test('has as many points on an item as its width allows, and all of them on some item', () => {
    fc.assert(
      fc.property(chosen, fc.integer({ min: 0, max: 999 }), ([given, draws], thousandths) => {
        const { widths } = drawnOf(given, draws, 1, 0);
        const counts = countsAt(given, draws, offsetAt(thousandths, 0, 1));
        expect(counts.reduce((sum, each) => sum + each)).toBe(draws);
        for (const [i, width] of widths.entries()) {
          expect(counts[i]).toBeGreaterThanOrEqual(Math.floor(width + 1e-9));
          expect(counts[i]).toBeLessThanOrEqual(Math.ceil(width - 1e-9));
        }
        expect(pointsAt(draws, 0.5)).toHaveLength(draws);
      }),
    );
    expect(countsAt([9, 5, 4, 2], 6, offsetAt(350, 0, 2))).toEqual([3, 1, 2, 0]);
  });

  test('moves by the library’s stride, and shows all items in coverageEpochs epochs', () => {
    for (let parts = 2; parts <= 300; parts++) expect(strideOf(parts)).toBe(Number(libraryStride(BigInt(parts))));
    for (const epochs of [1, 2, 20]) {
      const stride = epochs === 1 ? 0.618 : strideOf(epochs) / epochs;
      expect(placeOf(offsetAt(300, 7, epochs))).toBeCloseTo((0.3 + 7 * stride) % 1, 12);
    }
    fc.assert(
      fc.property(
        chosen,
        fc.integer({ min: 0, max: 999 }),
        fc.integer({ min: 0, max: 1000 }),
        ([given, draws], thousandths, first) => {
          const { coverageEpochs } = drawnOf(given, draws, 1, 0);
          const seen = new Set<number>();
          for (let epoch = first; epoch < first + coverageEpochs; epoch++) {
            countsAt(given, draws, offsetAt(thousandths, epoch, coverageEpochs)).forEach((times, item) => {
              if (times > 0) seen.add(item);
            });
          }
          expect(seen.size).toBe(given.filter((weight) => weight > 0).length);
        },
      ),
      // points that fall on a boundary
      { examples: [[[[1, 17, 2], 2], 300, 0]] },
    );
  });

  test('is compared with the epochs of both samplers', () => {
    const { systematic, independent } = drawnOf([9, 5, 4, 2], 6, 8, 5);
    const options = { seed: 5 };
    for (const [rows, sampler] of [
      [systematic, new SystematicSampler([9, 5, 4, 2], 6, options)],
      [independent, new WeightedRandomSampler([9, 5, 4, 2], 6, options)],
    ] as const) {
      for (const [epoch, row] of rows.entries()) {
        const drawn = row.flatMap((times, item) => new Array<number>(times).fill(item));
        expect([...sampler.indices(epoch)].sort()).toEqual(drawn);
      }
    }
  });
});

test('draws do not depend on jumps, stops, batches and ranks', () => {
  const given = [5, 3, 1, 1];
  const whole = new WeightedRandomSampler(given, 24, { seed: 7 }).indices();
  expect(firstDraws(given, 7, 3, 24)[0]).toEqual(whole);
  expect(firstDraws(given, 7, 3, 24)[2]).toEqual(new WeightedRandomSampler(given, 24, { seed: 7 }).indices(2));
  expect(drawsAt(given, 7, 0, 24)).toEqual(whole);
  expect(drawsAt(given, 7, 5, 10)).toEqual(whole.slice(5, 15));
  const long = new WeightedRandomSampler(given, 2_000_000, { seed: 7 });
  expect(drawsAt(given, 7, 1_000_000, 12)).toEqual(long.indices().slice(1_000_000, 1_000_012));
  const { before, state, after } = resumed(given, 7, 24, 9);
  expect([...before, ...after]).toEqual([...whole]);
  expect(JSON.parse(state)).toMatchObject({ seed: 7, epoch: 0, position: 9 });
  expect(batchesOf(given, 7, 24, 5).flatMap((batch) => [...batch])).toEqual([...whole]);
  const ranks = ranksOf(given, 7, 24, 3);
  expect(Array.from(whole, (_, t) => ranks[t % 3][Math.floor(t / 3)])).toEqual([...whole]);
});
