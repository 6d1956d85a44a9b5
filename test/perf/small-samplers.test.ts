// Small samplers and pickers are cheap to make: a slider may make one for each change. The built package is measured,
// since the suites put guard bytes round what the sources allocate.
import { pickOne, WeightedPicker, WeightedRandomSampler } from 'loaded-dice';
import { expect, it } from 'vitest';
import { pace } from '../support/pace.js';

const TEN = Array.from({ length: 10 }, (_, i) => 1 + i);
const COUNT = 20_000;

it.each([
  ['dropped', () => {}],
  ['disposed of', (sampler: WeightedRandomSampler) => sampler[Symbol.dispose]?.()],
])('ten weights, made, drawn from and %s, take at most as long as counting forty numbers', async (_, end) => {
  const work = async () => {
    for (let seed = 0; seed < COUNT; seed++) {
      const sampler = new WeightedRandomSampler(TEN, undefined, { seed, backend: 'wasm' });
      sampler.draw();
      end(sampler);
    }
    // a turn of the event loop, in which what was dropped is given back
    await new Promise((resolve) => setTimeout(resolve));
  };
  // 10 to 18, or 0.9 to 1.6 µs; with a memory for each it was 80 µs
  expect(await pace(work, COUNT, 40)).toBeLessThan(40);
});

const PAIRS = TEN.map((weight, i) => [`item ${i}`, weight] as const);
const LOOT = Object.fromEntries(PAIRS);

it.each<[string, (seed: number) => unknown]>([
  ['a record', () => WeightedPicker.from(LOOT).pick()],
  ['a record and a seed', (seed) => WeightedPicker.from(LOOT, { seed }).pick()],
  ['pairs', () => WeightedPicker.from(PAIRS).pick()],
  ['items and a function', () => WeightedPicker.from(PAIRS, ([, weight]) => weight).pick()],
  ['a record, at once', () => pickOne(LOOT)],
])(
  'a picker of ten items from %s, and its first item, take at most as long as counting twelve numbers',
  async (_, pick) => {
    const work = () => {
      for (let seed = 0; seed < COUNT; seed++) pick(seed);
    };
    // 2 to 6 beside other work, or 0.6 to 0.8 µs
    expect(await pace(work, COUNT, 12)).toBeLessThan(12);
  },
);

it.each<[string, number, (picker: WeightedPicker<string>, i: number) => unknown, number]>([
  // 0.1 to 0.2, 0.2 to 0.3, 0.9 to 1.6, and 1.0 to 1.7
  ['an item of ten', 10, (picker) => picker.pick(), 0.6],
  ['an item of 1,000', 1000, (picker) => picker.pick(), 0.8],
  ['a change and an item of ten', 10, (picker, i) => picker.set('item 7', i % 9).pick(), 4],
  ['a change and an item of 1,000', 1000, (picker, i) => picker.set('item 7', i % 9).pick(), 5],
])('%s takes at most as long as counting a few numbers', async (_, size, step, most) => {
  const items = Array.from({ length: size }, (_, i) => `item ${i}`);
  const picker = WeightedPicker.from(items, (_, i) => 1 + (i % 13), { seed: 1 });
  const work = () => {
    for (let i = 0; i < 10 * COUNT; i++) step(picker, i);
  };
  expect(await pace(work, 10 * COUNT, most)).toBeLessThan(most);
});
