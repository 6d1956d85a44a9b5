// What a WeightedReservoir keeps: successive draws without replacement, decided by seed, ids and weights alone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PcgGenerator, type ReservoirItem, WeightedReservoir } from '../../src/index.js';
import { IdHash, type ItemId } from '../../src/reservoir/id-hash.js';
import { chiSquare, LEAST_P } from '../support/chi-square.js';
import { rounds } from '../support/rounds.js';

function hashOf(hash: IdHash, id: ItemId): bigint {
  hash.hash(id);
  return (BigInt(hash.high >>> 0) << 32n) | BigInt(hash.low >>> 0);
}

/** All orders of `count` of these items, with their probabilities as successive draws. */
function outcomes(weights: readonly number[], count: number): Map<string, number> {
  const found = new Map<string, number>();
  const go = (drawn: number[], probability: number) => {
    if (drawn.length === count) {
      found.set(drawn.join(), probability);
      return;
    }
    const left = [...weights.keys()].filter((i) => !drawn.includes(i));
    const sum = left.reduce((all, i) => all + weights[i], 0);
    for (const i of left) if (weights[i] > 0) go([...drawn, i], (probability * weights[i]) / sum);
  };
  go([], 1);
  return found;
}

describe('a weighted reservoir', () => {
  it.each([
    ['two of four', [1, 2, 3, 4], 2, (i: number) => i],
    ['all of four, by texts', [5, 1, 1, 3], 4, (i: number) => `item ${i}`],
    ['three of five with a zero, by bigints', [2, 0, 1, 7, 4], 3, (i: number) => BigInt(i) << 70n],
  ] as const)('draws %s as successive draws do: chi-square over all orders, a seed each', (_, weights, size, idOf) => {
    const expected = outcomes(weights, size);
    const counts = new Map<string, number>();
    const many = rounds(100_000);
    for (let seed = 0; seed < many; seed++) {
      const reservoir = new WeightedReservoir<ItemId>(size, { seed });
      for (const [i, weight] of weights.entries()) reservoir.add(idOf(i), weight);
      const names = weights.map((__, i) => String(idOf(i)));
      const order = reservoir.items().map(({ id }) => names.indexOf(String(id)));
      counts.set(order.join(), (counts.get(order.join()) ?? 0) + 1);
    }
    const observed = [...expected.keys()].map((key) => counts.get(key) ?? 0);
    expect(observed.reduce((all, count) => all + count, 0)).toBe(many);
    expect(chiSquare(observed, [...expected.values()]).pValue).toBeGreaterThan(LEAST_P);
  });

  const item = fc.tuple(
    fc.oneof(
      fc.nat(30),
      fc.nat(30).map(String),
      fc.nat(30).map(BigInt),
      fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
      fc.string(),
      fc.maxSafeInteger(),
    ),
    fc.oneof(fc.constantFrom(0, 1, 2, 2 ** -950, 2 ** 950), fc.double({ min: 1e-3, max: 1e3, noNaN: true })),
  );

  it('keeps the same items for any order, any parts and any merges', () => {
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 80 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(),
        fc.array(fc.nat(2 ** 31), { minLength: 80, maxLength: 80 }),
        fc.integer({ min: 1, max: 5 }),
        (given, size, seed, order, parts) => {
          const one = new WeightedReservoir<ItemId>(size, { seed });
          for (const [id, weight] of given) one.add(id, weight);
          const shuffled = given.map((each, i) => [order[i], each] as const).sort(([a], [b]) => a - b);
          const reservoirs = Array.from({ length: parts }, () => new WeightedReservoir<ItemId>(size, { seed }));
          reservoirs.forEach((reservoir, part) => {
            const mine = shuffled.filter(([place]) => place % parts === part).map(([, each]) => each);
            reservoir.addMany(
              mine.map(([id]) => id),
              mine.map(([, weight]) => weight),
            );
          });
          const all = reservoirs.reduceRight((into, reservoir) => into.merge(reservoir));
          expect(all.items()).toEqual(one.items());
          // again, and itself: nothing changes
          expect(all.merge(one).merge(all).items()).toEqual(one.items());
        },
      ),
      { numRuns: rounds(1000) },
    );
  });

  it('keeps the smallest times of a plain list, the largest weight of each id', () => {
    const generator = new PcgGenerator(5);
    for (let round = 0; round < 20; round++) {
      const [ids, weights] = [new Uint32Array(3000), new Float64Array(3000)];
      for (let i = 0; i < ids.length; i++) {
        ids[i] = generator.nextUint32() % 2000;
        weights[i] = i % 9 === 0 ? 0 : generator.nextFloat() ** 8;
      }
      const largest = new Map<number, number>();
      for (const [i, id] of ids.entries()) largest.set(id, Math.max(largest.get(id) ?? 0, weights[i]));
      const hash = new IdHash(round);
      const times = [...largest].map(([id, weight]) => {
        const u = (Number(hashOf(hash, id) >> 11n) + 0.5) * 2 ** -53;
        return { id, weight, time: -Math.log1p(-u) / weight };
      });
      times.sort((a, b) => a.time - b.time);
      const expected = times.slice(0, 100).map(({ id, weight }) => ({ id, weight }));
      expect(new WeightedReservoir(100, { seed: round }).addMany(ids, weights).items()).toEqual(expected);
    }
  });

  it('takes 1 and 1n for one item, and ’1’ for another', () => {
    for (const [first, second] of [
      [1, 1n],
      [1n, 1],
    ]) {
      const reservoir = new WeightedReservoir<ItemId>(9, { seed: 1 }).add(first, 2).add('1', 2).add(second, 2);
      expect(reservoir.items()).toContainEqual({ id: 1, weight: 2 });
      expect(reservoir.items()).toHaveLength(2);
      // the form with the larger weight
      expect(reservoir.add(1n, 3).add(1, 1).items()).toContainEqual({ id: 1n, weight: 3 });
    }
    for (const zeros of [[0, -0], [-0, 0], [-0]]) {
      const reservoir = new WeightedReservoir(9, { seed: 1 });
      for (const zero of zeros) reservoir.add(zero, 1);
      expect(reservoir.items()).toEqual([{ id: 0, weight: 1 }]);
    }
  });

  it('never keeps weight 0, and keeps fewer than its size of fewer items', () => {
    const reservoir = new WeightedReservoir(5, { seed: 1 }).addMany([1, 2, 3, 4], [0, 1, -0, 1]);
    expect(
      reservoir
        .items()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([2, 4]);
    expect(new WeightedReservoir(5, { seed: 1 }).items()).toEqual([]);
  });

  it('continues from its state, which is JSON', () => {
    const ids: ItemId[] = ['a', 'b', 3, 4n, 2n ** 80n, -5n, '6', '', 2 ** 53 - 1];
    const weights = ids.map((_, i) => 0.1 + i);
    const reservoir = new WeightedReservoir<ItemId>(6, { seed: 'a word' }).addMany(ids, weights);
    const state = JSON.parse(JSON.stringify(reservoir.state()));
    const again = WeightedReservoir.from<ItemId>(state);
    expect(again.items()).toEqual(reservoir.items());
    expect(again.state()).toEqual(state);
    const more = Array.from({ length: 50 }, (_, i) => i);
    const ones = more.map(() => 3);
    expect(again.addMany(more, ones).items()).toEqual(reservoir.addMany(more, ones).items());
    expect(again.merge(reservoir).state()).toEqual(reservoir.state());
  });

  it('shows its settings', () => {
    const reservoir = new WeightedReservoir(6, { seed: 7n }).add(1, 1);
    expect([reservoir.size, reservoir.seed]).toEqual([6, 7n]);
    expect(JSON.parse(JSON.stringify(reservoir))).toEqual({ type: 'WeightedReservoir', size: 6, seed: '7' });
    expect(() => Object.assign(reservoir, { size: 7 })).toThrow(TypeError);
    expect(new WeightedReservoir(1).seed).not.toBe(new WeightedReservoir(1).seed);
  });

  it('adds what it has checked, from arrays that change while they are read', () => {
    for (const later of [Number.NaN, -1, Infinity, {}, undefined]) {
      const reads = [0, 0];
      const changing = (first: number, at: number) =>
        Object.defineProperty({ length: 1 }, 0, { get: () => (reads[at]++ === 0 ? first : later) });
      const reservoir = new WeightedReservoir(2, { seed: 1 });
      reservoir.addMany(changing(7, 0) as never, changing(2, 1) as never);
      expect(reservoir.items()).toEqual([{ id: 7, weight: 2 }]);
    }
  });
});

it('keeps what it always kept', () => {
  const kept = (items: readonly ReservoirItem[]) => items.map(({ id }) => id);
  const ids = Array.from({ length: 1000 }, (_, i) => i);
  const weights = ids.map((i) => 1 + ((i * 37) % 41));
  const numbers = new WeightedReservoir(8, { seed: 42 }).addMany(ids, weights);
  expect(kept(numbers.items())).toEqual([478, 331, 56, 196, 721, 12, 207, 494]);
  const texts = new WeightedReservoir(8, { seed: 42 }).addMany(
    ids.map((i) => `row ${i}`),
    weights,
  );
  expect(kept(texts.items())).toEqual([
    'row 790',
    'row 882',
    'row 391',
    'row 926',
    'row 414',
    'row 745',
    'row 542',
    'row 432',
  ]);
  const wide = new WeightedReservoir(4, { seed: 2 ** 53 - 1 }).addMany(
    ids.map((i) => BigInt(i) << 60n),
    weights,
  );
  expect(kept(wide.items())).toEqual([
    402369605107789594624n,
    674459080195005480960n,
    132585973029787402240n,
    473850738393414107136n,
  ]);
});
