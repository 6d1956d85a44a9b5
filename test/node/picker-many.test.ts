// Pickers of many items.
import { describe, expect, it } from 'vitest';
import { WeightedPicker } from '../../src/index.js';

describe('a picker of 130,000 items', () => {
  // engines allow some 120,000 arguments of a call
  const items = Array.from({ length: 130_000 }, (_, i) => `item ${i}`);
  const make = () => WeightedPicker.from(items, (_, i) => i % 3, { seed: 1 });

  it('picks, all different ones too, and saves', () => {
    const picker = make();
    const state = picker.state();
    const picked = picker.distinct(80_000);
    expect(new Set(picked).size).toBe(80_000);
    expect(picked.every((item) => Number(item.slice(5)) % 3 > 0)).toBe(true);
    picker.restore(state);
    expect(picker.picks(150_000).slice(0, 5)).toEqual(make().picks(5));
  });

  it('takes changes of any item, and deletes many', () => {
    const picker = make();
    for (const item of items) picker.set(item, 0);
    expect(() => picker.pick()).toThrow('nothing to pick: all 130000 weights are 0');
    picker.set('item 129999', 1).set('another', 3);
    expect(new Set(picker.picks(1000))).toEqual(new Set(['item 129999', 'another']));
    for (const item of items.slice(0, 300)) expect(picker.delete(item)).toBe(true);
    expect([picker.size, picker.has('item 299'), picker.weight('item 129999')]).toEqual([129_701, false, 1]);
    expect(picker.probability('another')).toBe(0.75);
  });
});

it('one item more than a Map holds is refused, before any are compared', () => {
  const items = function* () {
    for (let i = 0; i <= 2 ** 24; i++) yield i;
  };
  expect(() => WeightedPicker.from(items(), () => 1)).toThrow(
    new RangeError('a picker holds at most 2^24 items, got more'),
  );
});
