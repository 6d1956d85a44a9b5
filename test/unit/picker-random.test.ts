// Random changes of a picker's table, beside a Map and fresh pickers: what is picked depends on the table, the seed and
// the position alone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DynamicWeightedSampler, WeightedPicker } from '../../src/index.js';
import { rounds } from '../support/rounds.js';
import { backends } from '../support/sampler-cases.js';

const weight = fc.oneof(
  fc.constantFrom(0, 0, 1, 2, 0.1, 1e-9, 5e-324, 2 ** 1023),
  fc.double({ min: 0, max: 1e6, noNaN: true }),
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
);

type Step =
  | { does: 'set'; item: number; weight: number }
  | { does: 'delete' | 'pick' | 'pickSome' | 'distinct' | 'probability' | 'save'; item: number };

/** Steps over items 0 to `most`. */
const steps = (most: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ does: fc.constant('set' as const), item: fc.nat(most), weight }) },
      {
        weight: 6,
        arbitrary: fc.record({
          does: fc.constantFrom<Exclude<Step['does'], 'set'>[]>(
            'delete',
            'pick',
            'pick',
            'pickSome',
            'distinct',
            'probability',
            'save',
          ),
          item: fc.nat(most),
        }),
      },
    ),
    { maxLength: 60 },
  );

/** Checks one sequence of steps, each against a Map and a fresh picker over it. */
function run(table: [number, number][], seed: number, backend: 'wasm' | 'js', taken: readonly Step[]): void {
  const map = new Map(table);
  const options = { seed, backend };
  const picker = WeightedPicker.from(map, options);
  let position = 0;
  const fresh = () => {
    const made = WeightedPicker.from(map, options);
    made.restore({ ...made.state(), position });
    return made;
  };
  const positives = () => [...map.values()].filter((each) => each > 0).length;
  for (const step of taken) {
    const { does, item } = step;
    if (does === 'set') {
      picker.set(item, step.weight);
      map.set(item, step.weight);
    } else if (does === 'delete') expect(picker.delete(item)).toBe(map.delete(item));
    else if (does === 'probability') {
      const sampler = new DynamicWeightedSampler([...map.values()], 1, options);
      const place = [...map.keys()].indexOf(item);
      if (place < 0) expect(() => picker.probability(item)).toThrow(RangeError);
      else expect(picker.probability(item)).toBe(sampler.probability(place));
    } else if (does === 'save') {
      const state = picker.state();
      picker.picks(positives() > 0 ? item : 0);
      picker.restore(state);
      expect(fresh().state()).toEqual(state);
    } else if (does === 'distinct') {
      const count = Math.min(item, positives());
      const picked = picker.distinct(count);
      expect(picked).toEqual(fresh().distinct(count));
      expect(new Set(picked).size).toBe(count);
      position += count;
    } else if (positives() === 0) expect(() => picker.pick()).toThrow(/^nothing to pick/);
    else {
      const count = does === 'pick' ? 1 : item;
      const picked = count === 1 ? [picker.pick()] : picker.picks(count);
      expect(picked).toEqual(fresh().picks(count));
      for (const each of picked) expect(map.get(each)).toBeGreaterThan(0);
      position += count;
    }
    expect([picker.position, picker.size]).toEqual([position, map.size]);
  }
  expect(picker.entries()).toEqual([...map]);
  for (const [item, each] of map) expect([picker.has(item), picker.weight(item)]).toEqual([true, each]);
}

describe.each(backends)('%s: random changes and picks', (backend) => {
  it.each([
    ['of few items', 0, 9],
    ['around sixteen items', 14, 19],
    ['of many items', 40, 60],
    ['around 256 items', 254, 259],
  ])('%s', (_, start, most) => {
    const table = fc.array(weight, { minLength: start, maxLength: start }).map((weights) => [...weights.entries()]);
    fc.assert(
      fc.property(table, fc.maxSafeNat(), steps(most), (made, seed, taken) => run(made, seed, backend, taken)),
      { numRuns: rounds(most < 100 ? 1000 : 100), seed: 19 },
    );
  });
});
