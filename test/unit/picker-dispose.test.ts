// `using picker = …` gives a picker's memory back at once; then it picks no more.
import { describe, expect, it } from 'vitest';
import { pickOne, WeightedPicker } from '../../src/index.js';
import { allocationsOf } from '../support/allocations.js';
import { backends, SEED } from '../support/sampler-cases.js';

const GONE = 'the picker was disposed of and its memory freed: make a new picker';
const MANY_ITEMS = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`item ${i}`, 1 + i]));

// every engine of the suites has it; where one has not, a picker has no such member
describe.runIf(Symbol.dispose)('a picker that is disposed of', () => {
  it.each(
    backends.flatMap((backend) => [
      { backend, name: 'few items', table: { coin: 3, crown: 1 } as Record<string, number> },
      { backend, name: 'many items', table: MANY_ITEMS },
    ]),
  )('throws when it is picked from: $name, $backend', ({ backend, table }) => {
    const picker = WeightedPicker.from(table, { seed: SEED, backend });
    const state = picker.state();
    picker.picks(3);
    picker[Symbol.dispose]();
    picker[Symbol.dispose]();
    const [item] = Object.keys(table);
    const calls = [
      () => picker.pick(),
      () => picker.picks(2),
      () => picker.distinct(1),
      () => picker.probability(item),
      () => picker.state(),
      () => picker.restore(state),
      () => picker.set(item, 7),
      () => picker.set('new', 7),
      () => picker.delete(item),
    ];
    for (const call of calls) expect(call).toThrow(new Error(GONE));
    // what it was can still be read
    expect([picker.backend, picker.size, picker.position, picker.weight(item)]).toEqual([
      backend,
      Object.keys(table).length,
      3,
      table[item],
    ]);
    expect(JSON.parse(JSON.stringify(picker)).backend).toBe(backend);
  });

  it('leaves the others as they are', () => {
    const [gone, other, alone] = [1, 2, 3].map(() => WeightedPicker.from(MANY_ITEMS, { seed: SEED, backend: 'wasm' }));
    for (const each of [gone, other, alone]) each.picks(7);
    gone[Symbol.dispose]();
    expect(WeightedPicker.from(MANY_ITEMS, { seed: 1 }).picks(9)).toEqual(
      WeightedPicker.from(MANY_ITEMS, { seed: 1, backend: 'js' }).picks(9),
    );
    expect(other.picks(50)).toEqual(alone.picks(50));
  });
});

it('few items take no memory of their own, and an item at once leaves none behind', () => {
  const table = { coin: 3, crown: 1 };
  WeightedPicker.from(table, { seed: 1 }).pick();
  const { error, allocations } = allocationsOf(() => {
    for (let seed = 0; seed < 100; seed++) {
      WeightedPicker.from(table, { seed }).pick();
      pickOne(table, { seed });
      WeightedPicker.from(table, { seed }).distinct(2);
    }
  });
  expect({ error, allocations }).toEqual({ error: undefined, allocations: [] });
  // what says that the count above can be anything but none
  const { allocations: many } = allocationsOf(() => WeightedPicker.from(MANY_ITEMS, { seed: 1 }).pick());
  expect(many).toContain('kernels');
});
