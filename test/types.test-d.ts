// What the published types promise. tsc alone checks this file: nothing in it runs.
import {
  BatchSampler,
  classCounts,
  classWeights,
  encodeLabels,
  type Label,
  PcgGenerator,
  type Sampler,
  type SamplerState,
  type Seed,
  SequentialSampler,
  sampleWeights,
  WeightedRandomSampler,
} from 'loaded-dice';
import * as js from 'loaded-dice/js';
import { expectTypeOf } from 'vitest';

const sampler = new WeightedRandomSampler([1, 2], 5, { replacement: true, seed: 1n, backend: 'auto' });
const batches = new BatchSampler(sampler, 4, true);

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
expectTypeOf<Label>().toEqualTypeOf<string | number | boolean>();
expectTypeOf(classCounts(pets)).toEqualTypeOf<Map<'cat' | 'dog', number>>();
expectTypeOf(classWeights(pets)).toEqualTypeOf<Map<'cat' | 'dog', number>>();
expectTypeOf(classWeights(new Int8Array(2))).toEqualTypeOf<Map<number, number>>();
expectTypeOf(encodeLabels(pets)).toEqualTypeOf<{ codes: Int32Array<ArrayBuffer>; classes: ('cat' | 'dog')[] }>();
expectTypeOf(classWeights(pets, { target: new Map([['cat', 1]]) })).toEqualTypeOf<Map<'cat' | 'dog', number>>();
expectTypeOf(
  WeightedRandomSampler.fromLabels(pets, { target: { cat: 1, dog: 2 }, numSamples: 3 }),
).toEqualTypeOf<WeightedRandomSampler>();

const generator = new PcgGenerator(1, 2n);
expectTypeOf(generator.nextUint64()).toEqualTypeOf<bigint>();
expectTypeOf(generator.nextUint32()).toEqualTypeOf<number>();
expectTypeOf(generator.nextFloat()).toEqualTypeOf<number>();
expectTypeOf(generator.advance(3n)).toEqualTypeOf<PcgGenerator>();

// the build without WebAssembly has the same types
expectTypeOf(new js.WeightedRandomSampler([1]).take(1)).toEqualTypeOf<Uint32Array<ArrayBuffer>>();
expectTypeOf<keyof typeof js>().toEqualTypeOf<keyof typeof import('loaded-dice')>();

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
