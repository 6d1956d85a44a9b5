import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pickOne, WeightedPicker } from 'loaded-dice';
import type { Task } from './measure.js';
import type { Table } from './table.js';

// bench/peers/ has packages of its own, so that they are no development dependencies of the library
const load = createRequire(resolve('bench/peers/package.json'));

type Items = readonly string[];
type Weights = readonly number[];
interface Peers {
  chance: { weighted(items: Items, weights: Weights): string };
  aliasSampling(probabilities: Weights, items: Items): { next(): string };
  weightedRandom(items: Items, weights: Weights): () => string;
  Vose: new (probabilities: Weights) => { next(): number };
  choose(weights: Weights): number;
}

/** Packages that pick items by weight. */
function loadPeers(): Peers {
  const Chance = load('chance') as new (seed: number) => Peers['chance'];
  return {
    chance: new Chance(1),
    aliasSampling: load('@keystonehq/alias-sampling').default,
    weightedRandom: load('@thi.ng/random').weightedRandom,
    Vose: load('vose-alias-method').VoseAliasMethod,
    choose: load('random-seed-weighted-chooser').default.chooseWeightedIndex,
  };
}

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

/** Tables of pickers: a table to its first item, and an item of a table that is there. */
export function pickerTables(hasPeers: boolean): Table[] {
  const peers = hasPeers ? loadPeers() : undefined;

  const first = (n: number, count: number) => {
    const { items, weights, probabilities, record, pairs } = lootTable(n);
    const ours = [
      making('record', count, () => WeightedPicker.from(record).pick()),
      making('record, seed', count, (seed) => WeightedPicker.from(record, { seed }).pick()),
      making('pairs', count, () => WeightedPicker.from(pairs).pick()),
      making('weight function', count, () => WeightedPicker.from(items, (_, i) => weights[i]).pick()),
      making('pickOne', count, () => pickOne(record)),
    ];
    if (!peers) return ours;
    const { chance, aliasSampling, weightedRandom, Vose, choose } = peers;
    return [
      ...ours,
      making('chance', count, () => chance.weighted(items, weights)),
      making('@keystonehq/alias-sampling', count, () => aliasSampling(probabilities, items).next()),
      making('@thi.ng/random', count, () => weightedRandom(items, weights)()),
      making('vose-alias-method', count, () => items[new Vose(probabilities).next()]),
      making('random-seed-weighted-chooser', count, () => items[choose(weights)]),
    ];
  };

  const later = (n: number, count: number) => {
    const { items, weights, probabilities, record } = lootTable(n);
    // what 'auto' is, unless thousands of other pickers were made without a turn of the event loop
    const options = { seed: 1, backend: n > 16 ? 'wasm' : 'js' } as const;
    const picker = WeightedPicker.from(record, options);
    const changing = WeightedPicker.from(record, options);
    const ours = [
      making('pick', count, () => picker.pick()),
      making('set, pick', count, (i) => changing.set(items[i % n], 1 + (i % 9)).pick()),
    ];
    if (!peers) return ours;
    const { chance, aliasSampling, weightedRandom, Vose, choose } = peers;
    const alias = aliasSampling(probabilities, items);
    const random = weightedRandom(items, weights);
    const vose = new Vose(probabilities);
    return [
      ...ours,
      making('chance', count, () => chance.weighted(items, weights)),
      making('@keystonehq/alias-sampling', count, () => alias.next()),
      making('@thi.ng/random', count, () => random()),
      making('vose-alias-method', count, () => items[vose.next()]),
      making('random-seed-weighted-chooser', count, () => items[choose(weights)]),
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
