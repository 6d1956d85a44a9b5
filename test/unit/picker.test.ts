// Items instead of indices: what a WeightedPicker picks, from which tables, and how tables change.
import { describe, expect, it } from 'vitest';
import { DynamicWeightedSampler, pickOne, WeightedPicker } from '../../src/index.js';
import { chiSquare, LEAST_P } from '../support/chi-square.js';
import { backends, SEED } from '../support/sampler-cases.js';

const TABLE = { coin: 70, dagger: 25, crown: 5, dust: 0 };
const NAMES = Object.keys(TABLE);

/** A table of this many items, named by their numbers, with weights over a few orders of magnitude. */
const many = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, i) => [i, i % 5 === 3 ? 0 : (1 + (i % 7)) * 10 ** (i % 4)]);

/** The indices of `count` draws by a DynamicWeightedSampler. */
const drawn = (weights: number[], count: number, backend: 'wasm' | 'js') => [
  ...new DynamicWeightedSampler(weights, Number.MAX_SAFE_INTEGER, { seed: SEED, backend }).take(count),
];

describe.each(backends)('a picker, %s,', (backend) => {
  const options = { seed: SEED, backend };

  it.each([1, 2, 10, 15, 16, 17, 100, 300])('picks what a DynamicWeightedSampler draws: %i items', (count) => {
    const table = many(count);
    const weights = table.map(([, weight]) => weight);
    const indices = drawn(weights, 500, backend);
    const one = WeightedPicker.from(table, options);
    expect(indices.map(() => one.pick())).toEqual(indices);
    expect(WeightedPicker.from(table, options).picks(500)).toEqual(indices);
    expect(WeightedPicker.from(table, { seed: SEED }).picks(500)).toEqual(indices);
  });

  it('reads records, pairs, Maps, and items with a weight function alike', () => {
    const pairs = Object.entries(TABLE);
    const objects = pairs.map(([name, weight]) => ({ name, weight }));
    const expected = WeightedPicker.from(TABLE, options).picks(200);
    expect(new Set(expected)).toEqual(new Set(['coin', 'dagger', 'crown']));
    expect(WeightedPicker.from(pairs, options).picks(200)).toEqual(expected);
    expect(WeightedPicker.from(new Map(pairs), options).picks(200)).toEqual(expected);
    expect(WeightedPicker.from(new Map(pairs).entries(), options).picks(200)).toEqual(expected);
    expect(WeightedPicker.from(Object.assign(Object.create(null), TABLE), options).picks(200)).toEqual(expected);
    const byObject = WeightedPicker.from(objects, ({ weight }) => weight, options);
    const picked = byObject.picks(200);
    expect(picked.map(({ name }) => name)).toEqual(expected);
    expect(picked[0]).toBe(objects[NAMES.indexOf(expected[0])]);
    const weights = Object.values(TABLE);
    expect(WeightedPicker.from(new Set(NAMES), (_, i) => weights[i], options).picks(200)).toEqual(expected);
  });

  it('takes a record’s keys in their order, and copies the table', () => {
    const record: Record<string, number> = { b: 1, 7: 2, a: 3, 1: 4 };
    const picker = WeightedPicker.from(record, options);
    record.b = 1e9;
    expect(picker.entries()).toEqual([
      ['1', 4],
      ['7', 2],
      ['b', 1],
      ['a', 3],
    ]);
    const pairs: [string, number][] = [
      ['b', 1],
      ['a', 2],
    ];
    const same = WeightedPicker.from(pairs, options);
    pairs[0][1] = 5;
    pairs.reverse();
    expect(same.entries()).toEqual([
      ['b', 1],
      ['a', 2],
    ]);
  });

  it.each([
    ['few', TABLE],
    ['many', Object.fromEntries(many(40))],
  ])('picks in proportion: %s items', (_, table: Record<string, number>) => {
    const picker = WeightedPicker.from(table, options);
    const counts = new Map(Object.keys(table).map((item) => [item, 0]));
    for (const item of picker.picks(100_000)) counts.set(item, (counts.get(item) as number) + 1);
    const probabilities = Object.keys(table).map((item) => picker.probability(item));
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    const total = Object.values(table).reduce((a, b) => a + b);
    for (const [i, weight] of Object.values(table).entries()) expect(probabilities[i]).toBeCloseTo(weight / total, 14);
    // Pearson's chi-square
    expect(chiSquare([...counts.values()], probabilities).pValue).toBeGreaterThan(LEAST_P);
  });

  it('picks different items by successive sampling, in the order of the picks', () => {
    const weights = [1, 2, 3, 4];
    const picker = WeightedPicker.from([0, 1, 2, 3], (i) => weights[i], options);
    const orders = new Map<string, number>();
    for (let i = 0; i < 20_000; i++) {
      const order = picker.distinct(3).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    const expected: [string, number][] = [];
    for (const a of [0, 1, 2, 3]) {
      for (const b of [0, 1, 2, 3]) {
        for (const c of [0, 1, 2, 3]) {
          if (new Set([a, b, c]).size < 3) continue;
          const [p, q, r] = [a, b, c].map((i) => weights[i]);
          expected.push([`${a}${b}${c}`, ((p / 10) * q * r) / ((10 - p) * (10 - p - q))]);
        }
      }
    }
    expect(expected).toHaveLength(24);
    const counts = expected.map(([order]) => orders.get(order) ?? 0);
    expect(counts.reduce((a, b) => a + b)).toBe(20_000);
    // Pearson's chi-square over all ordered outcomes
    const probabilities = expected.map(([, probability]) => probability);
    expect(chiSquare(counts, probabilities).pValue).toBeGreaterThan(LEAST_P);
  });

  it.each([4, 12, 60])('picks different items as pick would with zeros in place of what is picked: %i', (count) => {
    const table = many(count).map(([item, weight]): [number, number] => [item, weight || 3]);
    const picker = WeightedPicker.from(table, options);
    const other = WeightedPicker.from(table, options);
    expect(picker.picks(5)).toEqual(other.picks(5));
    const distinct = picker.distinct(count - 1);
    const one = Array.from({ length: count - 1 }, () => {
      const item = other.pick();
      other.set(item, 0);
      return item;
    });
    expect(distinct).toEqual(one);
    expect(new Set(distinct).size).toBe(count - 1);
    expect(picker.position).toBe(5 + count - 1);
    // the weights are what they were
    expect(picker.entries()).toEqual(table);
    for (const [item, weight] of table) other.set(item, weight);
    expect(picker.picks(300)).toEqual(other.picks(300));
  });

  it('picks all items with a positive weight, and no more', () => {
    const picker = WeightedPicker.from(TABLE, options);
    expect(picker.distinct(0)).toEqual([]);
    expect(picker.position).toBe(0);
    expect(picker.distinct(3).sort()).toEqual(['coin', 'crown', 'dagger']);
    expect(() => picker.distinct(4)).toThrow(
      new RangeError('count must be at most 3, the number of items with a positive weight, got 4'),
    );
    picker.set('dust', 1);
    expect(picker.distinct(4).sort()).toEqual([...NAMES].sort());
    picker.delete('coin');
    expect(() => picker.distinct(4)).toThrow(/at most 3/);
    expect(picker.position).toBe(7);
  });

  it('goes on with the stream after a change, by the new weights', () => {
    const picker = WeightedPicker.from<string>(TABLE, options);
    const before = picker.picks(7);
    expect(picker.set('gem', 40).set('coin', 0)).toBe(picker);
    const fresh = WeightedPicker.from({ coin: 0, dagger: 25, crown: 5, dust: 0, gem: 40 }, options);
    expect(fresh.picks(7)).toHaveLength(before.length);
    expect(picker.picks(100)).toEqual(fresh.picks(100));
    expect(picker.delete('dagger')).toBe(true);
    expect(picker.delete('dagger')).toBe(false);
    const without = WeightedPicker.from({ coin: 0, crown: 5, dust: 0, gem: 40 }, options);
    without.picks(107);
    expect(picker.picks(100)).toEqual(without.picks(100));
    expect([picker.size, picker.has('dagger'), picker.has('coin'), picker.weight('gem')]).toEqual([4, false, true, 40]);
    // an item that was deleted comes back as the last one
    picker.set('dagger', 1);
    expect(picker.entries().map(([item]) => item)).toEqual(['coin', 'crown', 'dust', 'gem', 'dagger']);
  });

  it('grows past sixteen items, and shrinks again', () => {
    const table = many(40);
    const picker = WeightedPicker.from<number>([], options);
    for (const [item, weight] of table) {
      picker.set(item, weight);
      picker.pick();
    }
    const fresh = WeightedPicker.from(table, options);
    fresh.picks(40);
    expect(picker.picks(100)).toEqual(fresh.picks(100));
    for (const [item] of table.slice(9)) picker.delete(item);
    const small = WeightedPicker.from(table.slice(0, 9), options);
    small.picks(140);
    expect(picker.picks(100)).toEqual(small.picks(100));
  });

  it.each(['few', 'many'])('takes weights of any scale: %s items', (which) => {
    const filler = which === 'few' ? [] : many(30).map(([item]): [string, number] => [`${item}`, 0]);
    const huge = WeightedPicker.from([['a', 1e308], ['b', 1e308], ['c', 1e308], ...filler], options);
    expect(huge.probability('b')).toBeCloseTo(1 / 3, 14);
    expect(new Set(huge.picks(100))).toEqual(new Set(['a', 'b', 'c']));
    const tiny = WeightedPicker.from([['a', 5e-324], ['b', 1.5e-323], ...filler], options);
    expect(tiny.probability('b')).toBe(0.75);
    expect(new Set(tiny.picks(100))).toEqual(new Set(['a', 'b']));
    const apart = WeightedPicker.from([['a', 5e-324], ['b', 1e308], ...filler], options);
    expect(new Set(apart.picks(1000))).toEqual(new Set(['b']));
    expect(apart.probability('a')).toBe(0);
  });

  it('picks once as a picker’s first pick', () => {
    const pairs = Object.entries(TABLE);
    for (let seed = 0; seed < 30; seed++) {
      const first = WeightedPicker.from(TABLE, { seed, backend }).pick();
      expect(pickOne(TABLE, { seed, backend })).toBe(first);
      expect(pickOne(pairs, { seed })).toBe(first);
      expect(pickOne(NAMES, (name) => TABLE[name as keyof typeof TABLE], { seed, backend })).toBe(first);
      const table = many(50);
      expect(pickOne(table, { seed, backend })).toBe(WeightedPicker.from(table, { seed, backend }).pick());
    }
  });

  it('picks from one item, and from the only one with a weight', () => {
    expect(WeightedPicker.from({ only: 1e-9 }, options).picks(3)).toEqual(['only', 'only', 'only']);
    expect(WeightedPicker.from({ a: 0, b: 3, c: 0 }, options).picks(50)).toEqual(new Array(50).fill('b'));
  });
});

describe('items', () => {
  const [nameless, other] = [{}, {}];
  const odd: unknown[] = [0, -0, Number.NaN, undefined, null, '', '0', 0n, false, nameless, other, Symbol.iterator];

  it.each(['few', 'many'])('are compared by Object.is: %s', (which) => {
    const items = [...odd, ...(which === 'few' ? [] : many(20).map(([item]) => `item ${item}`))];
    const picker = WeightedPicker.from(items, (_, i) => i + 1, { seed: SEED, backend: 'js' });
    for (const [i, item] of items.entries()) {
      expect(picker.has(item)).toBe(true);
      expect(picker.weight(item)).toBe(i + 1);
    }
    for (const absent of [{}, 1, 'x', Number.MIN_VALUE, Symbol('iterator')]) expect(picker.has(absent)).toBe(false);
    picker.set(-0, 100).set(Number.NaN, 200);
    expect([picker.weight(0), picker.weight(-0), picker.weight(Number.NaN)]).toEqual([1, 100, 200]);
    expect(picker.size).toBe(items.length);
    expect(picker.delete(0)).toBe(true);
    expect([picker.has(0), picker.has(-0), picker.delete({})]).toEqual([false, true, false]);
    for (const [i, item] of items.entries()) if (i > 2) expect(picker.weight(item)).toBe(i + 1);
    picker.set(0, 5);
    expect(picker.entries().at(-1)).toEqual([0, 5]);
    const picked = new Set(picker.picks(5000));
    expect(picked.has(nameless) && picked.has(other)).toBe(true);
  });

  it('keep their places while others are deleted and added, in any order', () => {
    const items = Array.from({ length: 200 }, (_, i) => `item ${i}`);
    const picker = WeightedPicker.from(items, (_, i) => i, { seed: SEED, backend: 'js' });
    const map = new Map(items.map((item, i) => [item, i]));
    for (let i = 0; i < 400; i++) {
      const item = items[(i * 37) % 200];
      if (i % 3 === 0) {
        picker.set(item, 1000 + i);
        map.set(item, 1000 + i);
      } else expect(picker.delete(item)).toBe(map.delete(item));
    }
    expect(map.size).toBeGreaterThan(20);
    expect(picker.entries()).toEqual([...map]);
    for (const item of items) expect(picker.has(item)).toBe(map.has(item));
    for (const [item, weight] of map) expect(picker.weight(item)).toBe(weight);
  });
});

describe('without a seed', () => {
  it('pickers differ, and tell their seed', () => {
    const seeds = new Set(Array.from({ length: 100 }, () => WeightedPicker.from(TABLE).seed));
    expect(seeds.size).toBe(100);
    const picker = WeightedPicker.from(TABLE);
    expect(WeightedPicker.from(TABLE, { seed: picker.seed }).picks(50)).toEqual(picker.picks(50));
  });

  it('pickOne differs', () => {
    const faces = Array.from({ length: 1000 }, (_, i) => i);
    expect(new Set(faces.map(() => pickOne(faces, () => 1))).size).toBeGreaterThan(500);
  });
});

it('shows its settings as JSON, and refuses to be assigned others', () => {
  const picker = WeightedPicker.from(TABLE, { seed: 3n });
  picker.picks(3);
  const shown = { type: 'WeightedPicker', size: 4, seed: '3', backend: 'js', position: 3 };
  expect(JSON.parse(JSON.stringify(picker))).toEqual(shown);
  for (const name of ['size', 'seed', 'backend', 'position']) {
    expect(() => Object.assign(picker, { [name]: 1 })).toThrow(TypeError);
  }
  expect(WeightedPicker.from(many(17), { seed: 1 }).backend).toBe('wasm');
  expect(WeightedPicker.from(many(16), { seed: 1 }).backend).toBe('js');
  expect(WeightedPicker.from(many(16), { seed: 1, backend: 'wasm' }).backend).toBe('wasm');
});

it('is extended by a class of one’s own', () => {
  class Chest extends WeightedPicker<string> {}
  const chest = Chest.from(TABLE, { seed: 1 });
  expect(chest).toBeInstanceOf(Chest);
  expect(chest.toJSON().type).toBe('Chest');
  expect(chest.picks(20)).toEqual(WeightedPicker.from(TABLE, { seed: 1 }).picks(20));
});
