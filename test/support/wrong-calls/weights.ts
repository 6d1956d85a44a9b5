// Weights, numbers of draws, options, seeds and backends that are refused.
import { labeled, numSamples, options, type Row, type Wrong, weights } from './calls.js';

const holes = new Array(3);
holes[0] = 1;
const long = new Float64Array(1000).fill(1).fill(Number.NaN, 999);
const bigints = BigInt64Array.of(1n);
const floats = Float64Array.of(1, 2);

export const weightCalls: Row[] = [
  ['weights NaN', weights([1, Number.NaN]), RangeError, /^weights\[1\] must be a finite number of at least 0, got NaN/],
  ['weights negative', weights([1, -1]), RangeError, /^weights\[1\] must be .*at least 0, got -1/],
  ['weights tiny negative', weights([-5e-324, 1]), RangeError, /^weights\[0\] must be .* got -5e-324/],
  ['weights infinite', weights([Infinity, 1]), RangeError, /^weights\[0\] must be a finite number.* got Infinity/],
  ['weights -Infinity', weights([1, -Infinity]), RangeError, /^weights\[1\] must be a finite number.* got -Infinity/],
  ['weights whose last is wrong', weights(long), RangeError, /^weights\[999\] must be .*, got NaN/],
  ['weights all zero', weights([0, 0, -0]), RangeError, /^weights must have a positive entry, got 3 zeros/],
  ['weights of one zero', weights([0]), RangeError, /^weights must have a positive entry, got one zero/],
  ['weights empty', weights([]), RangeError, /^weights must not be empty/],
  ['weights with a hole', weights(holes), TypeError, /^weights\[1\] must be .*, got a hole/],
  ['weights with undefined', weights([1, undefined]), TypeError, /^weights\[1\] must be .*, got undefined/],
  ['weights with null', weights([null, 1]), TypeError, /^weights\[0\] must be .*, got null$/],
  ['weights of strings', weights(['1', '2']), TypeError, /^weights\[0\] must be .*, got "1"/],
  ['weights of bigints', weights([1n]), TypeError, /^weights\[0\] must be .*, got 1n/],
  ['weights of booleans', weights([true]), TypeError, /^weights\[0\] must be .*, got true/],
  ['weights in a BigInt64Array', weights(bigints), TypeError, /^weights\[0\] must be .*, got 1n/],
  ['weights nested', weights([[1, 2]]), TypeError, /^weights\[0\] must be .*, got an Array .*1d sequence/],
  ['weights nested, typed', weights([floats]), TypeError, /^weights\[0\] must be .*, got a Float64Array .*1d sequence/],
  ['weights a word', weights('heavy'), TypeError, /^weights must be an array or typed array, got "heavy"/],
  ['weights missing', weights(undefined), TypeError, /^weights must be an array or typed array, got undefined/],
  ['weights null', weights(null), TypeError, /^weights must be an array or typed array, got null/],
  ['weights a number', weights(6), TypeError, /^weights must be an array or typed array, got 6/],
  ['weights a Map', weights(new Map()), TypeError, /^weights must be an array or typed array, got a Map$/],
  ['weights a Set', weights(new Set([1])), TypeError, /^weights must be an array or typed array, got a Set/],
  ['weights a function', weights((_: number) => 1), TypeError, /^weights must be .*, got a function/],
  ['weights a buffer', weights(floats.buffer), TypeError, /^weights must be .*, got an ArrayBuffer/],
  [
    'weights of length 2^40',
    weights({ length: 2 ** 40 }),
    RangeError,
    /^weights must have at most \d+ entries, got 1099511627776/,
  ],
  [
    'weights, one too many',
    weights({ length: 2 ** 28 - 2 ** 23 + 1 }),
    RangeError,
    /^weights must have at most 260046848 entries, got 260046849$/,
  ],
  [
    'the first of as many weights as there may be',
    weights({ length: 2 ** 28 - 2 ** 23 }),
    TypeError,
    /^weights\[0\] must be .*, got a hole$/,
  ],
  ['weights of length -1', weights({ length: -1 }), TypeError, /^weights must be .*length -1/],
  ['weights of length 1.5', weights({ length: 1.5 }), TypeError, /^weights must be .*length 1\.5/],
  ['weights of length "3"', weights({ length: '3' }), TypeError, /^weights must be .*length "3"/],
  ['weights of length NaN', weights({ length: Number.NaN }), TypeError, /^weights must be .*length NaN/],

  ...[0, -1, 2.5, Number.NaN, Infinity].map(
    (given): Row => [
      `numSamples ${given}`,
      numSamples(given),
      RangeError,
      new RegExp(`^numSamples must be a positive integer, got ${given} \\(PyTorch`),
    ],
  ),
  [
    'numSamples 2^53',
    numSamples(2 ** 53),
    RangeError,
    /^numSamples must be a positive integer .*2\^53 - 1.*got 9007199254740992/,
  ],
  ['numSamples true', numSamples(true), TypeError, /^numSamples must be a positive integer, got true \(PyTorch/],
  ['numSamples "10"', numSamples('10'), TypeError, /^numSamples must be a positive integer, got "10"/],
  ['numSamples null', numSamples(null), TypeError, /^numSamples must be a positive integer, got null \(PyTorch/],
  ['numSamples 2n', numSamples(2n), TypeError, /^numSamples must be a positive integer, got 2n/],
  [
    'options for numSamples',
    numSamples({ seed: 1 }),
    TypeError,
    /^numSamples must be a positive integer, got an Object \(options come after numSamples\) \(PyTorch/,
  ],
  [
    'more draws without replacement than positive weights',
    (lib) => new lib.WeightedRandomSampler([1, 0, 2], 3, { replacement: false }),
    RangeError,
    new RegExp(
      '^numSamples must be at most the number of positive weights, 2, to draw without replacement, got 3 ' +
        '\\(PyTorch: "cannot sample n_sample > prob_dist\\.size\\(-1\\) samples without replacement"\\)$',
    ),
  ],
  ['numSamples 0 of labels', labeled({ numSamples: 0 }), RangeError, /^numSamples must be a positive integer, got 0/],

  [
    'options true, as PyTorch’s replacement',
    options(true),
    TypeError,
    /^options must be an object like \{ replacement: … \}, got true/,
  ],
  ['options null', options(null), TypeError, /^options must be an object .*, got null/],
  ['options a list', options(['wasm']), TypeError, /^options must be an object .*, got an Array/],
  ['options a number', options(7), TypeError, /^options must be an object .*, got 7/],
  ['options a Map', options(new Map([['seed', 1]])), TypeError, /^options must be an object .*, got a Map/],
  [
    'an unknown option',
    options({ sed: 1 }),
    TypeError,
    /^options has no "sed"; known are replacement, seed, generator, backend/,
  ],
  [
    'an unknown option of labels',
    labeled({ targets: {} }),
    TypeError,
    /^options has no "targets"; known are .*target, numSamples/,
  ],
  ['labels’ options true', labeled(true), TypeError, /^options must be an object .*, got true/],
  [
    'classWeights’ options',
    (lib) => lib.classWeights(['a'], { a: 1 } as Wrong),
    TypeError,
    /^options has no "a"; known are target/,
  ],
  [
    'sampleWeights’ options',
    (lib) => lib.sampleWeights(['a'], true as Wrong),
    TypeError,
    /^options must be .* target.*, got true/,
  ],

  ['replacement 1', options({ replacement: 1 }), TypeError, /^replacement must be a boolean, got 1/],
  ['replacement null', options({ replacement: null }), TypeError, /^replacement must be a boolean, got null/],
  ['replacement "yes"', options({ replacement: 'yes' }), TypeError, /^replacement must be a boolean, got "yes"/],

  ...[1.5, -1, 2 ** 53, Number.NaN, Infinity].map(
    (seed): Row => [
      `seed ${seed}`,
      options({ seed }),
      RangeError,
      new RegExp(`^seed must be a non-negative integer of at most 2\\^53 - 1.* got ${seed}$`),
    ],
  ),
  ['seed -1n', options({ seed: -1n }), RangeError, /^seed must be .* got -1n/],
  ['seed 2n ** 60n', options({ seed: 2n ** 60n }), RangeError, /^seed must be .* got 1152921504606846976n/],
  ['seed 2n ** 53n + 1n', options({ seed: 2n ** 53n + 1n }), RangeError, /^seed must be .* got 9007199254740993n/],
  ['seed true', options({ seed: true }), TypeError, /^seed must be .* got true/],
  ['seed null', options({ seed: null }), TypeError, /^seed must be .* got null/],
  ['seed {}', options({ seed: {} }), TypeError, /^seed must be .* got an Object/],
  ['seed of labels', labeled({ seed: -1 }), RangeError, /^seed must be .* got -1/],

  ['backend "gpu"', options({ backend: 'gpu' }), RangeError, /^backend must be 'auto' or 'wasm' or 'js', got "gpu"/],
  ['backend 1', options({ backend: 1 }), TypeError, /^backend must be 'auto' or 'wasm' or 'js', got 1/],
  ['backend null', options({ backend: null }), TypeError, /^backend must be .*, got null/],
  ['backend of labels', labeled({ backend: 'GPU' }), RangeError, /^backend must be .*, got "GPU"/],
];
