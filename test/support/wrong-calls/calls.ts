// Calls with arguments that the types forbid.
import * as source from '../../../src/index.js';

export type Kind = typeof TypeError | typeof RangeError;
/** What is wrong, a call that does it, and the error that it throws. */
export type Row = [what: string, call: (lib: typeof source) => unknown, kind: Kind, message: RegExp];
// biome-ignore lint/suspicious/noExplicitAny: these are the arguments that the types forbid
export type Wrong = any;

export const weights =
  (given: Wrong): Row[1] =>
  ({ WeightedRandomSampler }) =>
    new WeightedRandomSampler(given, 2, {});
export const numSamples =
  (given: Wrong): Row[1] =>
  ({ WeightedRandomSampler }) =>
    new WeightedRandomSampler([1, 1], given, {});
export const options =
  (given: Wrong): Row[1] =>
  ({ WeightedRandomSampler }) =>
    new WeightedRandomSampler([1, 1], 2, given);
export const labeled =
  (given: Wrong): Row[1] =>
  ({ WeightedRandomSampler }) =>
    WeightedRandomSampler.fromLabels(['a', 'b'], given);
export const batch =
  (...given: [Wrong, Wrong, Wrong?, Wrong?]): Row[1] =>
  ({ BatchSampler }) =>
    new BatchSampler(...given);
export const sequence =
  (given: Wrong): Row[1] =>
  ({ SequentialSampler }) =>
    new SequentialSampler(given);
export const mixture =
  (sources: Wrong, given: Wrong = { weights: [1, 1] }): Row[1] =>
  ({ MixtureSampler }) =>
    new MixtureSampler(sources, given);
export const torch =
  (given: Wrong): Row[1] =>
  ({ TorchGenerator }) =>
    new TorchGenerator(given);
export const drawing =
  (given: Wrong, inner: Wrong = [1, 1]): Row[1] =>
  ({ WeightedRandomSampler }) =>
    new WeightedRandomSampler(inner, 2, given);
export const loading =
  (given: Wrong, dataset: Wrong = [1, 2, 3]): Row[1] =>
  ({ DataLoader }) =>
    new DataLoader(dataset, given);
export const generator = new source.TorchGenerator(1);
export const pcg =
  (...given: [Wrong, Wrong?]): Row[1] =>
  ({ PcgGenerator }) =>
    new PcgGenerator(...given);
