// What the published types promise. tsc alone checks this file: nothing in it runs.
import {
  type BatchDataset,
  BatchSampler,
  ConcatDataset,
  classCounts,
  classWeights,
  DataLoader,
  type Dataset,
  encodeLabels,
  type Label,
  multiLabelWeights,
  type Padded,
  PcgGenerator,
  type PcgGeneratorState,
  type PickerState,
  padCollate,
  pickOne,
  type RestoreOptions,
  randomSplit,
  repeatFactors,
  type Sampler,
  type SamplerState,
  type Seed,
  SequentialSampler,
  type Stacked,
  type StreamSource,
  Subset,
  sampleWeights,
  TorchGenerator,
  type TorchGeneratorState,
  WeightedPicker,
  WeightedRandomSampler,
} from 'loaded-dice';
import { type ClassBalance, coverage, type Density, type EpochProbability, shuffleBalance } from 'loaded-dice/analysis';
import type { CoverageCurve, CoverageForecast } from 'loaded-dice/charts';
import * as js from 'loaded-dice/js';
import { expectTypeOf } from 'vitest';

const sampler = new WeightedRandomSampler([1, 2], 5, { replacement: true, seed: 1n, backend: 'auto' });
const batches = new BatchSampler(sampler, 4, true);
expectTypeOf(batches.restore).parameter(0).toEqualTypeOf<SamplerState | readonly SamplerState[]>();
expectTypeOf(batches.restore).parameter(1).toEqualTypeOf<RestoreOptions | undefined>();

// results are over ordinary buffers: many web APIs refuse shared ones
expectTypeOf(sampler.take(2)).toEqualTypeOf<Uint32Array<ArrayBuffer>>();
expectTypeOf(sampler.indices()).toEqualTypeOf<Uint32Array<ArrayBuffer>>();
expectTypeOf(sampler.indices(3)).toEqualTypeOf<Uint32Array<ArrayBuffer>>();
expectTypeOf(sampler.probabilities()).toEqualTypeOf<Float64Array<ArrayBuffer>>();
expectTypeOf(batches.draw()).toEqualTypeOf<Uint32Array<ArrayBuffer>>();
expectTypeOf(batches.take(2)).toEqualTypeOf<Uint32Array<ArrayBuffer>[]>();
expectTypeOf([...batches]).toEqualTypeOf<Uint32Array<ArrayBuffer>[]>();
expectTypeOf(batches.indices()).toEqualTypeOf<Uint32Array<ArrayBuffer>>();
expectTypeOf(sampleWeights([1])).toEqualTypeOf<Float64Array<ArrayBuffer>>();

// fill gives back the caller's own array, shared or not
expectTypeOf(sampler.fill(new Uint32Array(2))).toEqualTypeOf<Uint32Array<ArrayBuffer>>();
expectTypeOf(sampler.fill(new Uint32Array(new SharedArrayBuffer(8)))).toEqualTypeOf<Uint32Array<SharedArrayBuffer>>();

expectTypeOf(sampler.draw()).toEqualTypeOf<number>();
expectTypeOf([...sampler]).toEqualTypeOf<number[]>();
expectTypeOf(sampler.length).toEqualTypeOf<number>();
expectTypeOf(sampler.seed).toEqualTypeOf<Seed>();
expectTypeOf<Seed>().toEqualTypeOf<number | bigint | string>();
expectTypeOf(sampler.backend).toEqualTypeOf<'wasm' | 'js'>();
expectTypeOf(sampler.epoch).toEqualTypeOf<number>();
expectTypeOf(sampler.position).toEqualTypeOf<number>();
expectTypeOf(sampler.state()).toEqualTypeOf<SamplerState>();
expectTypeOf(sampler.restore).parameters.toEqualTypeOf<[SamplerState]>();
expectTypeOf(sampler.skip).toEqualTypeOf<(count: number) => void>();

// samplers are samplers, and so is what has a length and gives indices
expectTypeOf<WeightedRandomSampler>().toExtend<Sampler>();
expectTypeOf<SequentialSampler>().toExtend<Sampler>();
expectTypeOf<number[]>().toExtend<Sampler>();
expectTypeOf<Uint32Array>().toExtend<Sampler>();
expectTypeOf<string[]>().not.toExtend<Sampler>();
expectTypeOf(SequentialSampler).toBeConstructibleWith({ length: 3 });
expectTypeOf(WeightedRandomSampler).toBeConstructibleWith(new Float32Array(2));
expectTypeOf(WeightedRandomSampler).toBeConstructibleWith({ length: 1, 0: 1 }, undefined, {});

// labels keep their type
const pets: ('cat' | 'dog')[] = ['cat', 'dog'];
expectTypeOf<Label>().toEqualTypeOf<string | number | bigint | boolean>();
expectTypeOf(classCounts(new BigInt64Array(1))).toEqualTypeOf<Map<bigint, number>>();
expectTypeOf(classWeights([5n] as bigint[], { target: { '5': 1 } })).toEqualTypeOf<Map<bigint, number>>();
expectTypeOf(classCounts(pets)).toEqualTypeOf<Map<'cat' | 'dog', number>>();
expectTypeOf(classWeights(pets)).toEqualTypeOf<Map<'cat' | 'dog', number>>();
expectTypeOf(classWeights(new Int8Array(2))).toEqualTypeOf<Map<number, number>>();
expectTypeOf(encodeLabels(pets)).toEqualTypeOf<{ codes: Int32Array<ArrayBuffer>; classes: ('cat' | 'dog')[] }>();
expectTypeOf(encodeLabels(pets, { classes: ['dog', 'cat'] }).classes).toEqualTypeOf<('cat' | 'dog')[]>();
expectTypeOf(classWeights(pets, { target: new Map([['cat', 1]]) })).toEqualTypeOf<Map<'cat' | 'dog', number>>();
expectTypeOf(
  WeightedRandomSampler.fromLabels(pets, { target: { cat: 1, dog: 2 }, numSamples: 3 }),
).toEqualTypeOf<WeightedRandomSampler>();

expectTypeOf(
  WeightedRandomSampler.fromLogits(new Float32Array(2), { temperature: 0.7, topK: 50, topP: 0.9, seed: 1 }),
).toEqualTypeOf<WeightedRandomSampler>();

const generator = new PcgGenerator(1, 2n);
expectTypeOf(generator.nextUint64()).toEqualTypeOf<bigint>();
expectTypeOf(generator.nextUint32()).toEqualTypeOf<number>();
expectTypeOf(generator.nextFloat()).toEqualTypeOf<number>();
expectTypeOf(generator.advance(3n)).toEqualTypeOf<PcgGenerator>();
expectTypeOf(generator.state()).toEqualTypeOf<PcgGeneratorState>();
expectTypeOf(generator.clone()).toEqualTypeOf<PcgGenerator>();
// @ts-expect-error the state of another generator
generator.restore(new TorchGenerator(1).state());

// a generator is PyTorch's, and excludes a seed only when it runs
expectTypeOf(new TorchGenerator(1n).nextFloat()).toEqualTypeOf<number>();
expectTypeOf(new TorchGenerator(1n).state()).toEqualTypeOf<TorchGeneratorState>();
expectTypeOf(TorchGenerator.fromTorchState(new TorchGenerator(1n).torchState())).toEqualTypeOf<TorchGenerator>();
expectTypeOf(new WeightedRandomSampler([1], 1, { generator: new TorchGenerator(1) }).generator).toEqualTypeOf<
  TorchGenerator | undefined
>();
// @ts-expect-error another generator
new WeightedRandomSampler([1], 1, { generator });

// a loader: item type in, batch type out
const batchOf = <T, B>(loader: DataLoader<T, B>) => loader.draw();
expectTypeOf(batchOf(new DataLoader([1, 2]))).toEqualTypeOf<Float32Array<ArrayBuffer>>();
expectTypeOf(batchOf(new DataLoader(new Uint8Array(2)))).toEqualTypeOf<Float32Array<ArrayBuffer>>();
expectTypeOf(batchOf(new DataLoader(pets))).toEqualTypeOf<('cat' | 'dog')[]>();
expectTypeOf(batchOf(new DataLoader([true]))).toEqualTypeOf<boolean[]>();
expectTypeOf(batchOf(new DataLoader([1, null]))).toEqualTypeOf<Float32Array<ArrayBuffer> | null[]>();
expectTypeOf(batchOf(new DataLoader([{} as { x?: number; y: string | null }]))).toEqualTypeOf<{
  x?: Float32Array<ArrayBuffer> | undefined[];
  y: (string | null)[];
}>();
expectTypeOf(batchOf(new DataLoader([[1, new Uint8Array(1)]]))).toEqualTypeOf<
  (Float32Array<ArrayBuffer> | Stacked<Uint8Array<ArrayBuffer>>)[]
>();
expectTypeOf(batchOf(new DataLoader([new Date()]))).toEqualTypeOf<Date[]>();
expectTypeOf(batchOf(new DataLoader([new Float32Array(2)]))).toEqualTypeOf<Stacked<Float32Array<ArrayBuffer>>>();
const images: { pixels: Uint8Array; label: number; meta: { name: string } }[] = [];
interface ImageBatch {
  pixels: Stacked<Uint8Array>;
  label: Float32Array<ArrayBuffer>;
  meta: { name: string[] };
}
expectTypeOf(batchOf(new DataLoader(images))).toEqualTypeOf<ImageBatch>();
const pairs: [Float64Array, string][] = [];
expectTypeOf(batchOf(new DataLoader(pairs))).toEqualTypeOf<[Stacked<Float64Array>, string[]]>();
const remote: Dataset<{ x: number }> = { length: 2, get: async (index) => ({ x: index }) };
expectTypeOf(new DataLoader(remote)).toEqualTypeOf<DataLoader<{ x: number }, { x: Float32Array<ArrayBuffer> }>>();
const inline = new DataLoader({
  length: 2,
  get: async (index: number, { signal }) => (signal.aborted ? '' : `${index}`),
});
expectTypeOf(inline).toEqualTypeOf<DataLoader<string, string[]>>();
expectTypeOf(inline[Symbol.asyncIterator]().next).returns.resolves.toEqualTypeOf<IteratorResult<string[], undefined>>();
// single items, and what a function of one's own makes
expectTypeOf(batchOf(new DataLoader([1, 2], { batchSize: null }))).toEqualTypeOf<number>();
expectTypeOf(batchOf(new DataLoader(images, { batchSize: null, shuffle: true }))).toEqualTypeOf<(typeof images)[0]>();
expectTypeOf(batchOf(new DataLoader(pets, { collate: (items) => items.length }))).toEqualTypeOf<number>();
expectTypeOf(new DataLoader(pets, { collate: async (items) => items.length })).toEqualTypeOf<
  DataLoader<'cat' | 'dog', number>
>();
expectTypeOf(new DataLoader(pets, { collate: (items, indices) => ({ items, indices }) }).draw()).toEqualTypeOf<{
  items: ('cat' | 'dog')[];
  indices: Uint32Array;
}>();
expectTypeOf(batchOf(new DataLoader([] as unknown[]))).toBeUnknown();
expectTypeOf(batchOf(new DataLoader([] as { toString(): string }[]))).not.toBeAny();
expectTypeOf(batchOf(new DataLoader([Promise.resolve('a')], { collate: ([item]) => item }))).toEqualTypeOf<string>();
expectTypeOf(batchOf(new DataLoader([Promise.resolve('a'), 'b']))).toEqualTypeOf<string[]>();
expectTypeOf(batchOf(new DataLoader([new Blob()]))).toEqualTypeOf<Blob[]>();
expectTypeOf(batchOf(new DataLoader(pets, { batchSize: null, collate: ([pet]) => [pet] }))).toEqualTypeOf<
  ('cat' | 'dog')[]
>();
// a data set that gives batches, and one that is iterable
expectTypeOf(batchOf(new DataLoader({ length: 2, getBatch: (of: Uint32Array) => [...of] }))).toEqualTypeOf<
  Float32Array<ArrayBuffer>
>();
const stored: BatchDataset<{ x: number }> = { length: 1, getBatch: async () => [{ x: 1 }] };
expectTypeOf(batchOf(new DataLoader(stored))).toEqualTypeOf<{ x: Float32Array<ArrayBuffer> }>();
expectTypeOf(batchOf(new DataLoader(new Set(['a'])))).toEqualTypeOf<string[]>();
expectTypeOf(batchOf(new DataLoader(new Map([['a', 1]])))).toEqualTypeOf<[string[], Float32Array<ArrayBuffer>]>();
async function* rows() {
  yield { x: 1, name: 'a' };
}
expectTypeOf(batchOf(new DataLoader(rows()))).toEqualTypeOf<{ x: Float32Array<ArrayBuffer>; name: string[] }>();
expectTypeOf(batchOf(new DataLoader(rows(), { batchSize: null }))).toEqualTypeOf<{ x: number; name: string }>();
expectTypeOf(new DataLoader(rows(), { collate: (items) => items.length }).draw()).toEqualTypeOf<number>();
const lines: StreamSource<string> = new ReadableStream<string>() as unknown as AsyncIterable<string>;
expectTypeOf(batchOf(new DataLoader(lines))).toEqualTypeOf<string[]>();
expectTypeOf(new DataLoader(pets, { timeout: 5 }).timeout).toEqualTypeOf<number>();
// items of different lengths
expectTypeOf(batchOf(new DataLoader([[1], [2, 3]], { collate: padCollate() }))).toEqualTypeOf<
  Padded<Float32Array<ArrayBuffer>>
>();
expectTypeOf(padCollate({ value: -100n, to: 'longest' })([{ ids: new BigInt64Array(1), label: 1 }])).toEqualTypeOf<{
  ids: Padded<BigInt64Array<ArrayBuffer>>;
  label: Float32Array<ArrayBuffer>;
}>();
expectTypeOf(padCollate()([{ data: new Int8Array(2), shape: [1, 2] }])).toEqualTypeOf<Padded<Int8Array<ArrayBuffer>>>();
expectTypeOf(padCollate()([[new Int8Array(2), 'a'] as [Int8Array, string]])).toEqualTypeOf<
  [Padded<Int8Array>, string[]]
>();
// @ts-expect-error no such length
padCollate({ to: 'max' });
// @ts-expect-error batches, or single items: not whichever it turns out to be
new DataLoader([1], { batchSize: null as number | null });
// @ts-expect-error an option that is not known
new DataLoader([1], { numWorkers: 2 });
// @ts-expect-error a data set has a length
new DataLoader({ get: (index: number) => index });

// a picker's items are what its table has: a record's keys, not any string
const record = WeightedPicker.from({ sword: 3, shield: 1 }, { seed: 1, backend: 'js' });
expectTypeOf(record).toEqualTypeOf<WeightedPicker<'sword' | 'shield'>>();
expectTypeOf(record.pick()).toEqualTypeOf<'sword' | 'shield'>();
expectTypeOf(record.picks(2)).toEqualTypeOf<('sword' | 'shield')[]>();
expectTypeOf(record.distinct(2)).toEqualTypeOf<('sword' | 'shield')[]>();
expectTypeOf(record.entries()).toEqualTypeOf<[item: 'sword' | 'shield', weight: number][]>();
expectTypeOf(record.set('sword', 1)).toEqualTypeOf<WeightedPicker<'sword' | 'shield'>>();
expectTypeOf(record.state()).toEqualTypeOf<PickerState>();
expectTypeOf(record.restore).parameter(1).toEqualTypeOf<{ weights?: 'same' | 'any' | undefined } | undefined>();
const table: Record<string, number> = { sword: 3 };
expectTypeOf(WeightedPicker.from(table)).toEqualTypeOf<WeightedPicker<string>>();
expectTypeOf(WeightedPicker.from({ 1: 2, 3: 4 })).toEqualTypeOf<WeightedPicker<string>>();
expectTypeOf(WeightedPicker.from<string>({ sword: 3 }).set('bow', 1)).toEqualTypeOf<WeightedPicker<string>>();
interface Loot {
  readonly coin: number;
  readonly crown: number;
}
expectTypeOf(WeightedPicker.from({ coin: 1, crown: 2 } as Loot)).toEqualTypeOf<WeightedPicker<keyof Loot>>();
expectTypeOf(WeightedPicker.from(new Map([[5, 0.5]]))).toEqualTypeOf<WeightedPicker<number>>();
expectTypeOf(WeightedPicker.from([[true, 1]])).toEqualTypeOf<WeightedPicker<boolean>>();
expectTypeOf(WeightedPicker.from([['a', 1]] as const)).toEqualTypeOf<WeightedPicker<'a'>>();
expectTypeOf(WeightedPicker.from(images, ({ label }) => label)).toEqualTypeOf<WeightedPicker<(typeof images)[0]>>();
expectTypeOf(WeightedPicker.from(new Set(pets), (_, i) => i, { seed: 1 })).toEqualTypeOf<
  WeightedPicker<'cat' | 'dog'>
>();
expectTypeOf(pickOne({ sword: 3, shield: 1 })).toEqualTypeOf<'sword' | 'shield'>();
expectTypeOf(pickOne(new Map([[5, 0.5]]), { seed: 1 })).toEqualTypeOf<number>();
expectTypeOf(pickOne(pets, (pet) => pet.length)).toEqualTypeOf<'cat' | 'dog'>();
// @ts-expect-error an item that is not in the table
record.set('bow', 1);
// @ts-expect-error items need weights
WeightedPicker.from(['a', 'b']);
// @ts-expect-error weights are numbers
WeightedPicker.from({ sword: '3' });
// @ts-expect-error only `from` makes pickers
new WeightedPicker({ sword: 3 });

// the build without WebAssembly has the same types
expectTypeOf(new js.WeightedRandomSampler([1]).take(1)).toEqualTypeOf<Uint32Array<ArrayBuffer>>();
expectTypeOf<keyof typeof js>().toEqualTypeOf<keyof typeof import('loaded-dice')>();

// a forecast is what the chart of it takes
expectTypeOf(coverage([1]).distribution(60)).toEqualTypeOf<EpochProbability[]>();
expectTypeOf(coverage([1]).density()).toEqualTypeOf<Density>();
expectTypeOf<EpochProbability>().toExtend<CoverageForecast>();
expectTypeOf<Density>().toExtend<CoverageCurve['kde']>();
expectTypeOf(shuffleBalance(['a', 'b'], 2)).toEqualTypeOf<ClassBalance<'a' | 'b'>[]>();

// labels of items keep their type
expectTypeOf(multiLabelWeights([['a'], ['a', 'b']]).reached).toEqualTypeOf<Map<'a' | 'b', number>>();
expectTypeOf(multiLabelWeights<'a' | 'b'>([['a'], ['b']], { target: { a: 0.5, b: 0.5 } }).infeasible).toEqualTypeOf<
  ('a' | 'b')[]
>();
expectTypeOf(repeatFactors([[1, 2], []], 0.1)).toEqualTypeOf<Float64Array<ArrayBuffer>>();
classWeights(['a'], { scheme: { effective: 0.99 } });
// @ts-expect-error no such scheme
classWeights(['a'], { scheme: 'log' });
// @ts-expect-error an item has an array of labels
multiLabelWeights([new Set(['a'])]);

// what throws when it runs is refused before
// @ts-expect-error PyTorch's third argument is replacement, ours are options
new WeightedRandomSampler([1], 1, true);
// @ts-expect-error an option that is not known
new WeightedRandomSampler([1], 1, { sed: 1 });
// @ts-expect-error weights are numbers
new WeightedRandomSampler(['1']);
// @ts-expect-error no such backend
new WeightedRandomSampler([1], 1, { backend: 'gpu' });
// @ts-expect-error labels are not null
classCounts(['a', null]);
// @ts-expect-error an array of another kind
sampler.fill(new Float64Array(2));
// @ts-expect-error a batch has a size
new BatchSampler(sampler);

expectTypeOf(new Subset(['a', 'b'], [0])).toEqualTypeOf<Subset<string>>();
expectTypeOf(new Subset([Promise.resolve(1)], [0]).get(0)).toEqualTypeOf<number | PromiseLike<number>>();
expectTypeOf(new ConcatDataset([['a'], ['b']])).toEqualTypeOf<ConcatDataset<string>>();
expectTypeOf(randomSplit(new Float32Array(3), [0.5, 0.5], { seed: '1' })).toEqualTypeOf<Subset<number>[]>();
expectTypeOf(new DataLoader(randomSplit([{ x: 1 }], [1])[0])[Symbol.iterator]().next().value).toEqualTypeOf<
  { x: Float32Array<ArrayBuffer> } | undefined
>();
// @ts-expect-error a list of data sets is expected
new ConcatDataset([1, 2]);
// @ts-expect-error an option that does not exist
randomSplit(['a'], [1], { rng: 1 });
