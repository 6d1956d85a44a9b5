// States that version 1.0.0 saved: every later 1.x restores them, and goes on with the same draws. No number in
// test/vectors/states-1.0.json may change. If the file lacks a case, this test adds it (and only where CI is not set).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as dice from '../../src/index.js';

const FILE = 'test/vectors/states-1.0.json';
const labels = Array.from({ length: 1040 }, (_, i) => (i < 1000 ? 'a' : 'b'));
const groups = Array.from({ length: 100 }, (_, i) => (i % 7) + 1);
const weights = Array.from({ length: 1000 }, (_, i) => 1 + ((i * 7919) % 97));
const items = Array.from({ length: 100 }, (_, i) => i);
const random = () => new dice.RandomSampler(1000, { seed: 1 });
const torch = () => new dice.TorchGenerator(5);
const ranks = { numReplicas: 2, rank: 1 };

/** What can save a state and draw numbers in a row. */
interface Saved {
  state(): unknown;
  restore(state: never): void;
  /** The next numbers of it. */
  next(): number[];
}

const drawing = (sampler: {
  take(count: number): unknown[] | Uint32Array;
  state(): unknown;
  restore(s: never): void;
}) =>
  ({
    state: () => sampler.state(),
    restore: (state: never) => sampler.restore(state),
    next: () => [...sampler.take(5)].flatMap((each) => (typeof each === 'number' ? each : [...(each as Uint32Array)])),
  }) satisfies Saved;

function loading(options: object): Saved {
  const loader = new dice.DataLoader<number, Float32Array>(items, { batchSize: 8, ...options });
  const batches = (function* () {
    for (;;) yield* loader;
  })();
  return {
    state: () => loader.state(),
    restore: (state: never) => loader.restore(state),
    next: () => [...(batches.next().value as Float32Array)],
  };
}

function picking(): Saved {
  const picker = dice.WeightedPicker.from({ 1: 5, 2: 3, 3: 1 }, { seed: 1 });
  return {
    state: () => picker.state(),
    restore: (state: never) => picker.restore(state),
    next: () => picker.picks(5).map(Number),
  };
}

const cases: Readonly<Record<string, () => Saved>> = {
  weighted: () => drawing(new dice.WeightedRandomSampler(weights, 1000, { seed: 1 })),
  'without replacement': () => drawing(new dice.WeightedRandomSampler(weights, 1000, { seed: 1, replacement: false })),
  logits: () => drawing(dice.WeightedRandomSampler.fromLogits([0, 1, 2, 3], { numSamples: 9, topK: 3, seed: 1 })),
  dynamic: () => drawing(new dice.DynamicWeightedSampler(weights, 1000, { seed: 1 })),
  systematic: () => drawing(new dice.SystematicSampler(weights, 1000, { seed: 1 })),
  random: () => drawing(random()),
  'few of many': () => drawing(new dice.RandomSampler(100_000, { numSamples: 9, seed: 1 })),
  subset: () => drawing(new dice.SubsetRandomSampler([3, 1, 4, 1, 5, 9, 2, 6], { seed: 1 })),
  sequential: () => drawing(new dice.SequentialSampler(12)),
  mixture: () => drawing(new dice.MixtureSampler([30, 70], { weights: [1, 3], seed: 1 })),
  distributed: () => drawing(new dice.DistributedSampler(random(), ranks)),
  batches: () => drawing(new dice.BatchSampler(random(), 64)),
  'distinct batches': () =>
    drawing(
      new dice.BatchSampler(dice.WeightedRandomSampler.fromLabels(labels, { seed: 1 }), 64, false, { distinct: true }),
    ),
  stratified: () =>
    drawing(new dice.StratifiedBatchSampler(labels, { batchSize: 10, target: { a: 0.9, b: 0.1 }, seed: 1 })),
  classes: () =>
    drawing(new dice.ClassBatchSampler(groups, { classesPerBatch: 3, itemsPerClass: 2, numBatches: 9, seed: 1 })),
  groups: () => drawing(new dice.GroupBatchSampler(new dice.RandomSampler(100, { seed: 1 }), groups, 4)),
  'distributed batches': () =>
    drawing(
      new dice.DistributedBatchSampler(new dice.StratifiedBatchSampler(labels, { batchSize: 16, seed: 1 }), ranks),
    ),
  'torch, weighted': () => drawing(new dice.WeightedRandomSampler(weights, 1000, { generator: torch() })),
  'torch, random': () => drawing(new dice.RandomSampler(1000, { generator: torch() })),
  loader: () => loading({ shuffle: true, seed: 1 }),
  'torch, loader': () => loading({ shuffle: true, generator: torch() }),
  picker: picking,
};

const vectors: Record<string, { state: unknown; next: number[] }> = existsSync(FILE)
  ? JSON.parse(readFileSync(FILE, 'utf8'))
  : {};

const missing = Object.keys(cases).filter((name) => !(name in vectors));
if (missing.length && !process.env.CI) {
  for (const name of missing) {
    const saved = cases[name]() as Saved;
    for (let i = 0; i < 3; i++) saved.next();
    vectors[name] = { state: saved.state(), next: saved.next() };
  }
  const lines = Object.entries(vectors).map(([name, vector]) => `  ${JSON.stringify(name)}: ${JSON.stringify(vector)}`);
  writeFileSync(FILE, `{\n${lines.join(',\n')}\n}\n`);
}

it('there is a state of every kind', () => {
  expect(Object.keys(vectors)).toEqual(Object.keys(cases));
});

it.each(Object.keys(cases))('%s goes on where 1.0.0 saved it', (name) => {
  const { state, next } = vectors[name] as { state: never; next: number[] };
  const fresh = cases[name]() as Saved;
  expect(fresh.next()).not.toEqual(next);
  const saved = cases[name]() as Saved;
  saved.restore(state);
  expect(saved.next()).toEqual(next);
});
