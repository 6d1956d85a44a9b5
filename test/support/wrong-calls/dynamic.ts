// Weights that change, which are refused: when a sampler is made.
import type { Row, Wrong } from './calls.js';

const made =
  (...given: [Wrong, Wrong?, Wrong?]): Row[1] =>
  ({ DynamicWeightedSampler }) =>
    new DynamicWeightedSampler(...given);

export const dynamicCalls: Row[] = [
  ['no weights', made(undefined), TypeError, /^weights must be an array or typed array, got undefined$/],
  ['weights that are a word', made('abc', 2), TypeError, /^weights must be an array or typed array, got "abc"$/],
  ['a weight NaN', made([1, Number.NaN]), RangeError, /^weights\[1\] must be a finite number of at least 0, got NaN/],
  ['a weight Infinity', made([Infinity]), RangeError, /^weights\[0\] must be a finite number .*, got Infinity/],
  ['a weight -1', made([0, 0, -1]), RangeError, /^weights\[2\] must be a finite number of at least 0, got -1/],
  ['a weight "1"', made([1, '1']), TypeError, /^weights\[1\] must be a finite number of at least 0, got "1"/],
  ['a weight 1n', made([1n]), TypeError, /^weights\[0\] must be a finite number of at least 0, got 1n/],
  ['a hole', made(new Array(2)), TypeError, /^weights\[0\] must be a finite number of at least 0, got a hole/],
  ['rows of weights', made([[1, 2]]), TypeError, /^weights\[0\] .*, got an Array \(PyTorch: ".*shape \(1, 2\)"\)/],
  [
    '2^31 weights',
    made({ length: 2 ** 31 }),
    RangeError,
    /^weights must have at most 260046848 entries, got 2147483648$/,
  ],
  ['no weights yet, and no numSamples', made([]), RangeError, /^numSamples must be given if there are no weights yet/],
  ['numSamples 0', made([1], 0), RangeError, /^numSamples must be a positive integer, got 0/],
  ['numSamples 1.5', made([1], 1.5), RangeError, /^numSamples must be a positive integer, got 1\.5/],
  ['numSamples "1"', made([1], '1'), TypeError, /^numSamples must be a positive integer, got "1"/],
  [
    'options for numSamples',
    made([1], {}),
    TypeError,
    /^numSamples .*, got an Object \(options come after numSamples\)/,
  ],
  ['a generator', made([1], 1, { generator: 1 }), TypeError, /^options has no "generator"; known are seed, backend$/],
  [
    'replacement',
    made([1], 1, { replacement: true }),
    TypeError,
    /^options has no "replacement"; known are seed, backend$/,
  ],
  ['a seed -1', made([1], 1, { seed: -1 }), RangeError, /^seed must be a non-negative integer .*, got -1$/],
  [
    'a backend "gpu"',
    made([1], 1, { backend: 'gpu' }),
    RangeError,
    /^backend must be 'auto' or 'wasm' or 'js', got "gpu"$/,
  ],
];
