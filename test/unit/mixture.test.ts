// Mixtures of sources: lengths and shares by hand, windows, and passes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DistributedSampler,
  MixtureSampler,
  RandomSampler,
  SequentialSampler,
  SubsetRandomSampler,
  SystematicSampler,
  WeightedRandomSampler,
} from '../../src/index.js';
import { countsOf, localOf, sorted, upTo } from '../support/mixtures.js';
import { rounds } from '../support/rounds.js';
import { backends } from '../support/sampler-cases.js';

describe.each(backends)('a mixture, %s', (backend) => {
  it.each<[sources: number[], weights: number[], window: number | undefined, first: number, all: number]>([
    [[1000, 500], [0.8, 0.2], undefined, 1250, 2500],
    [[1000, 500], [80, 20], undefined, 1250, 2500],
    // 39 windows are 1248 draws, 79 are 2528
    [[1000, 500], [0.8, 0.2], 32, 1248, 2528],
    [[1000, 500], [0.8, 0.2], 1250, 1250, 2500],
    // an epoch shorter than a window
    [[1000, 500], [0.8, 0.2], 5000, 1250, 5000],
    [[3, 100], [1 / 3, 2 / 3], undefined, 9, 150],
    [[10, 10, 10], [1, 1, 1], undefined, 30, 30],
    [[10, 100], [0.3, 0.7], undefined, 33, 143],
    [[1, 1], [1, 3], undefined, 1, 4],
    [[7], [5], undefined, 7, 7],
    [[7], [5], 3, 6, 9],
  ])('of %j items with weights %j and window %j has %i draws, or %i', (sources, weights, window, first, all) => {
    const [one, other] = (['first', 'all'] as const).map(
      (stop) => new MixtureSampler(sources, { weights, window, stop, seed: 1, backend }),
    );
    expect([one.length, other.length]).toEqual([first, all]);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (const [mixture, least, most] of [
      [one, () => 0, (s: number) => sources[s]],
      [other, (s: number) => sources[s], () => Infinity],
    ] as const) {
      for (const epoch of [0, 1, 7, 2 ** 53 - 1]) {
        const draws = mixture.indices(epoch);
        countsOf(mixture, draws).forEach((count, s) => {
          const exact = (mixture.length * weights[s]) / total;
          expect(Math.abs(count - exact)).toBeLessThan(1);
          expect(count).toBeGreaterThanOrEqual(least(s));
          expect(count).toBeLessThanOrEqual(most(s));
          const local = localOf(mixture, s, draws);
          // no item twice, or all of them
          if (mixture === one) expect(new Set(local).size).toBe(count);
          else expect(new Set(local).size).toBe(sources[s]);
        });
      }
    }
  });

  it('leaves out a source of weight 0, whose size does not matter', () => {
    const mixture = new MixtureSampler([5, 1, 7], { weights: [1, 0, 1], seed: 1, backend });
    expect(mixture.length).toBe(10);
    expect(countsOf(mixture, mixture.take(1000))).toEqual([500, 0, 500]);
    const number = new MixtureSampler([5, 1], { weights: [0, 1], stop: 20, seed: 1, backend });
    expect([...number.indices()]).toEqual(new Array(20).fill(5));
  });

  it('has of each source its exact share in every window, rounded, and in every epoch of whole windows', () => {
    const property = fc.property(
      fc.array(fc.oneof(fc.nat(9), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 700 }),
      fc.nat(2 ** 40),
      (weights, window, stop, epoch) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        fc.pre(total > 1e-9);
        const options = { weights, window, stop, seed: 3, backend } as const;
        const mixture = new MixtureSampler(
          weights.map((_, s) => 3 + s),
          options,
        );
        const draws = mixture.indices(epoch);
        for (let at = 0; at < stop; at += window) {
          const some = draws.subarray(at, at + window);
          countsOf(mixture, some).forEach((count, s) => {
            const exact = (some.length * weights[s]) / total;
            // the exact number may be a whole one that a double misses
            expect(count).toBeGreaterThanOrEqual(Math.floor(exact - 1e-9));
            expect(count).toBeLessThanOrEqual(Math.ceil(exact + 1e-9));
          });
        }
        const whole = stop - (stop % window);
        countsOf(mixture, draws.subarray(0, whole)).forEach((count, s) => {
          expect(Math.abs(count - (whole * weights[s]) / total)).toBeLessThan(1 + 1e-9);
        });
      },
    );
    fc.assert(property, { numRuns: rounds(1000), seed: 4 });
  });

  it('shares by hand: 1, 2 and 3 of 10 draws are exact over every six epochs', () => {
    for (const window of [undefined, 10, 5, 1]) {
      const mixture = new MixtureSampler([100, 100, 100], { weights: [1, 2, 3], stop: 10, window, seed: 5, backend });
      for (const from of [0, 1, 1000]) {
        const draws = upTo(6).flatMap((i) => [...mixture.indices(from + i)]);
        expect(countsOf(mixture, draws)).toEqual([10, 20, 30]);
      }
    }
    // three windows of 3 and a rest of 1: the windows have 0 or 1, 1 and 1 or 2; each is exact over every six epochs
    const mixture = new MixtureSampler([100, 100, 100], { weights: [1, 2, 3], stop: 10, window: 3, seed: 5, backend });
    const epochs = upTo(6).map((epoch) => mixture.indices(epoch));
    expect(
      countsOf(
        mixture,
        epochs.flatMap((draws) => [...draws.subarray(0, 9)]),
      ),
    ).toEqual([9, 18, 27]);
    expect(
      countsOf(
        mixture,
        epochs.flatMap((draws) => [...draws.subarray(9)]),
      ),
    ).toEqual([1, 2, 3]);
    for (const draws of epochs) {
      for (const at of [0, 3, 6]) expect(countsOf(mixture, draws.subarray(at, at + 3))[1]).toBe(1);
    }
  });

  it.each([undefined, 4, 7, 100])('with a number continues passes from epoch to epoch, window %j', (window) => {
    const sources = [new SequentialSampler(5), new SequentialSampler(11), new SequentialSampler(1000)];
    const weights = [0.3, 0.25, 0.45];
    const mixture = new MixtureSampler(sources, { weights, stop: 23, window, seed: 6, backend });
    const draws = mixture.take(23 * 40);
    sources.forEach(({ length }, s) => {
      const local = localOf(mixture, s, draws);
      expect(local).toEqual(local.map((_, i) => i % length));
      expect(local.length).toBeGreaterThan(200);
    });
    // the same from any epoch on
    for (const epoch of [39, 1, 17]) {
      expect([...mixture.indices(epoch)]).toEqual([...draws.subarray(23 * epoch, 23 * (epoch + 1))]);
    }
  });

  it.each(['first', 'all'] as const)('with %s begins new passes with each epoch', (stop) => {
    const sources = [new SequentialSampler(50), new SequentialSampler(110)];
    const mixture = new MixtureSampler(sources, { weights: [2, 3], stop, window: 10, seed: 7, backend });
    for (const epoch of [0, 1, 2, 2 ** 53 - 1]) {
      sources.forEach(({ length }, s) => {
        const local = localOf(mixture, s, mixture.indices(epoch));
        expect(local).toEqual(local.map((_, i) => i % length));
      });
    }
  });

  it('of numbers gives every item once a pass, each pass in another order', () => {
    const mixture = new MixtureSampler([6, 6], { weights: [1, 1], stop: 10, seed: 8, backend });
    const draws = mixture.take(1200);
    const orders = new Set<string>();
    for (const s of [0, 1]) {
      const local = localOf(mixture, s, draws);
      for (let at = 0; at < local.length; at += 6) {
        const pass = local.slice(at, at + 6);
        expect(sorted(pass)).toEqual(upTo(6));
        orders.add(pass.join());
      }
    }
    // 200 passes in 720 orders: 175 different ones are expected
    expect(orders.size).toBeGreaterThan(140);
  });

  it('has every item of a large source once, before any comes twice, though epochs are short', () => {
    const mixture = new MixtureSampler([1000, 30], { weights: [0.1, 0.9], stop: 50, seed: 9, backend });
    const draws = mixture.take(50 * 200);
    expect(sorted(localOf(mixture, 0, draws))).toEqual(upTo(1000));
  });

  it('draws from samplers what they draw, pass by pass', () => {
    const make = () => [
      new WeightedRandomSampler([1, 5, 0, 2, 0], 9, { seed: 1, backend }),
      new SystematicSampler([1, 2, 3], 7, { seed: 2, backend }),
      new SubsetRandomSampler([4, 9, 2], { seed: 3, backend }),
      new RandomSampler(8, { seed: 4, backend }),
      new DistributedSampler(new RandomSampler(12, { seed: 5, backend }), { numReplicas: 3, rank: 1 }),
      new MixtureSampler([3, 4], { weights: [1, 2], stop: 6, seed: 6, backend }),
    ];
    const sources = make();
    const mixture = new MixtureSampler(sources, { weights: [1, 2, 3, 4, 5, 6], stop: 100, seed: 7, backend });
    // weighted sources have all items that have a weight, even if the last one is 0
    expect([...mixture.sizes]).toEqual([5, 3, 10, 8, 12, 7]);
    expect([...mixture.offsets]).toEqual([0, 5, 8, 18, 26, 38, 45]);
    const draws = mixture.take(2000);
    make().forEach((alone, s) => {
      const local = localOf(mixture, s, draws);
      expect(local).toEqual([...alone.take(local.length)]);
      expect([sources[s].epoch, sources[s].position]).toEqual([0, 0]);
    });
  });

  it('may have one sampler twice, each time at other indices', () => {
    const twice = new SequentialSampler(4);
    const mixture = new MixtureSampler([twice, twice], { weights: [3, 1], stop: 8, seed: 1, backend });
    const draws = mixture.take(16);
    expect(localOf(mixture, 0, draws)).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]);
    expect(localOf(mixture, 1, draws)).toEqual([0, 1, 2, 3]);
  });

  it('gives two sources of one length other orders, and two seeds other draws', () => {
    const make = (seed: number) => new MixtureSampler([40, 40], { weights: [1, 1], seed, backend });
    const [one, other] = [make(1), make(2)];
    const draws = one.indices(0);
    expect(localOf(one, 0, draws)).not.toEqual(localOf(one, 1, draws));
    expect(draws).not.toEqual(other.indices(0));
    expect(draws).not.toEqual(one.indices(1));
    expect(draws).toEqual(make(1).indices(0));
  });

  it('takes sizes that are larger than what a sampler can give', () => {
    const train = new SubsetRandomSampler([2, 0], { seed: 1, backend });
    const options = { weights: [1, 1], stop: 100, seed: 2, backend } as const;
    const mixture = new MixtureSampler([train, 3, train], { ...options, weights: [1, 1, 1], sizes: [10, 5, 3] });
    expect([...mixture.offsets]).toEqual([0, 10, 15, 18]);
    expect(new Set(mixture.indices())).toEqual(new Set([0, 2, 10, 11, 12, 15, 17]));
    expect([0, 9, 10, 14, 15, 17].map((index) => mixture.sourceOf(index))).toEqual([0, 0, 1, 1, 2, 2]);
  });
});
