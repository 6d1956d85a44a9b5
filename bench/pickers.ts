import { pickOne, WeightedPicker } from 'loaded-dice';
import { loadPeers } from './js-peers.js';
import type { Task } from './measure.js';
import type { Table } from './table.js';

/** A table of `count` items that nobody wrote for a benchmark: some are a thousand times as rare as others. */
function lootTable(count: number) {
  const items = Array.from({ length: count }, (_, i) => `item ${i}`);
  const weights = items.map((_, i) => 1 + 1000 / (1 + ((i * 37) % 41)));
  const total = weights.reduce((sum, weight) => sum + weight);
  return {
    items,
    weights,
    probabilities: weights.map((weight) => weight / total),
    record: Object.fromEntries(items.map((item, i) => [item, weights[i]])),
    pairs: items.map((item, i) => [item, weights[i]] as const),
    values: items.map((value, i) => ({ value, weight: weights[i] })),
    table: items.map((id, i) => ({ id, weight: weights[i] })),
  };
}

/** What tasks add to, so that no engine leaves their work out. */
let sink = 0;

/** A task that makes a picker, or anything like it, and picks one item, again and again. */
function making(name: string, count: number, pick: (seed: number) => string | number): Task {
  const run = () => {
    for (let i = 0; i < count; i++) sink += String(pick(i)).length;
    return sink;
  };
  return [name, count, run];
}

/** Picks by packages that take far longer than the others. */
const fewOf = (count: number) => Math.max(16, count >> 6);

/** Tables of pickers: a table to its first item, and an item of a table that is there. */
export function pickerTables(hasPeers: boolean): Table[] {
  const peers = hasPeers ? loadPeers() : undefined;

  const first = (n: number, count: number) => {
    const { items, weights, probabilities, record, pairs, values, table } = lootTable(n);
    const ours = [
      making('record', count, () => WeightedPicker.from(record).pick()),
      making('record, seed', count, (seed) => WeightedPicker.from(record, { seed }).pick()),
      making('pairs', count, () => WeightedPicker.from(pairs).pick()),
      making('weight function', count, () => WeightedPicker.from(items, (_, i) => weights[i]).pick()),
      making('pickOne', count, () => pickOne(record)),
    ];
    if (!peers) return ours;
    const { chance, aliasSampling, weightedRandom, Vose, choose, faker, pickRandom, weightedIndex, choice } = peers;
    const few = fewOf(count);
    return [
      ...ours,
      making('chance', count, () => chance.weighted(items, weights)),
      making('@keystonehq/alias-sampling', count, () => aliasSampling(probabilities, items).next()),
      making('@thi.ng/random', count, () => weightedRandom(items, weights)()),
      making('vose-alias-method', count, () => items[new Vose(probabilities).next()]),
      making('random-seed-weighted-chooser', few, () => items[choose(weights)]),
      making('@faker-js/faker', count, () => faker.helpers.weightedArrayElement(values)),
      making('mathjs', few, () => pickRandom(items, weights)),
      making('pandemonium', count, () => items[weightedIndex({}, weights)()]),
      making('random-weighted-choice', few, () => choice(table)),
    ];
  };

  const later = (n: number, count: number) => {
    const { items, weights, probabilities, record, values, table } = lootTable(n);
    // what 'auto' is, unless thousands of other pickers were made without a turn of the event loop
    const options = { seed: 1, backend: n > 16 ? 'wasm' : 'js' } as const;
    const picker = WeightedPicker.from(record, options);
    const changing = WeightedPicker.from(record, options);
    const ours = [
      making('pick', count, () => picker.pick()),
      making('set, pick', count, (i) => changing.set(items[i % n], 1 + (i % 9)).pick()),
    ];
    if (!peers) return ours;
    const { chance, aliasSampling, weightedRandom, Vose, choose, faker, pickRandom, weightedIndex, choice } = peers;
    const index = weightedIndex({}, weights);
    const alias = aliasSampling(probabilities, items);
    const random = weightedRandom(items, weights);
    const vose = new Vose(probabilities);
    const few = fewOf(count);
    return [
      ...ours,
      making('chance', count, () => chance.weighted(items, weights)),
      making('@keystonehq/alias-sampling', count, () => alias.next()),
      making('@thi.ng/random', count, () => random()),
      making('vose-alias-method', count, () => items[vose.next()]),
      making('random-seed-weighted-chooser', few, () => items[choose(weights)]),
      making('@faker-js/faker', count, () => faker.helpers.weightedArrayElement(values)),
      making('mathjs', few, () => pickRandom(items, weights)),
      making('pandemonium', count, () => items[index()]),
      making('random-weighted-choice', few, () => choice(table)),
    ];
  };

  return [
    {
      id: 'first-pick',
      title: 'a picker of n items, made, and its first item',
      rows: [
        { name: 'n = 10', set: () => ({ tasks: first(10, 4096) }) },
        { name: 'n = 1024', set: () => ({ tasks: first(1024, 64) }) },
      ],
    },
    {
      id: 'pick',
      title: 'an item of a picker of n items',
      rows: [
        { name: 'n = 10', set: () => ({ tasks: later(10, 65536) }) },
        { name: 'n = 1024', set: () => ({ tasks: later(1024, 4096) }) },
      ],
    },
  ];
}
