import * as js from 'loaded-dice/js';
import { describe, expect, it } from 'vitest';
import * as source from '../../src/index.js';
import { allocationsOf } from '../support/allocations.js';

type Kind = typeof TypeError | typeof RangeError;
type Row = [what: string, call: (lib: typeof source) => unknown, kind: Kind, message: RegExp];
// biome-ignore lint/suspicious/noExplicitAny: these are the arguments that the types forbid
type Wrong = any;

const weights =
  (given: Wrong): Row[1] =>
  ({ WeightedRandomSampler }) =>
    new WeightedRandomSampler(given, 2, {});
const numSamples =
  (given: Wrong): Row[1] =>
  ({ WeightedRandomSampler }) =>
    new WeightedRandomSampler([1, 1], given, {});
const options =
  (given: Wrong): Row[1] =>
  ({ WeightedRandomSampler }) =>
    new WeightedRandomSampler([1, 1], 2, given);
const labeled =
  (given: Wrong): Row[1] =>
  ({ WeightedRandomSampler }) =>
    WeightedRandomSampler.fromLabels(['a', 'b'], given);
const batch =
  (...given: [Wrong, Wrong, Wrong?, Wrong?]): Row[1] =>
  ({ BatchSampler }) =>
    new BatchSampler(...given);
const sequence =
  (given: Wrong): Row[1] =>
  ({ SequentialSampler }) =>
    new SequentialSampler(given);
const torch =
  (given: Wrong): Row[1] =>
  ({ TorchGenerator }) =>
    new TorchGenerator(given);
const drawing =
  (given: Wrong, inner: Wrong = [1, 1]): Row[1] =>
  ({ WeightedRandomSampler }) =>
    new WeightedRandomSampler(inner, 2, given);
const loading =
  (given: Wrong, dataset: Wrong = [1, 2, 3]): Row[1] =>
  ({ DataLoader }) =>
    new DataLoader(dataset, given);
const generator = new source.TorchGenerator(1);
const pcg =
  (...given: [Wrong, Wrong?]): Row[1] =>
  ({ PcgGenerator }) =>
    new PcgGenerator(...given);

const holes = new Array(3);
holes[0] = 1;
const long = new Float64Array(1000).fill(1).fill(Number.NaN, 999);
const bigints = BigInt64Array.of(1n);
const floats = Float64Array.of(1, 2);

const rows: Row[] = [
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
  ['weights with null', weights([null, 1]), TypeError, /^weights\[0\] must be .*, got null/],
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
  ['weights a Map', weights(new Map()), TypeError, /^weights must be an array or typed array, got a Map/],
  ['weights a Set', weights(new Set([1])), TypeError, /^weights must be an array or typed array, got a Set/],
  ['weights a function', weights((_: number) => 1), TypeError, /^weights must be .*, got a function/],
  ['weights a buffer', weights(floats.buffer), TypeError, /^weights must be .*, got an ArrayBuffer/],
  [
    'weights of length 2^40',
    weights({ length: 2 ** 40 }),
    RangeError,
    /^weights must have at most \d+ entries, got 1099511627776/,
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
  ['numSamples true', numSamples(true), TypeError, /^numSamples must be a positive integer, got true/],
  ['numSamples "10"', numSamples('10'), TypeError, /^numSamples must be a positive integer, got "10"/],
  ['numSamples null', numSamples(null), TypeError, /^numSamples must be a positive integer, got null/],
  ['numSamples 2n', numSamples(2n), TypeError, /^numSamples must be a positive integer, got 2n/],
  [
    'options for numSamples',
    numSamples({ seed: 1 }),
    TypeError,
    /^numSamples must be a positive integer, got an Object/,
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

  ...[0, -3, 1.5].map(
    (size): Row => [
      `batchSize ${size}`,
      batch([1, 2], size),
      RangeError,
      new RegExp(`^batchSize must be a positive integer, got ${size} \\(PyTorch`),
    ],
  ),
  ['batchSize "4"', batch([1, 2], '4'), TypeError, /^batchSize must be a positive integer, got "4"/],
  ['batchSize true', batch([1, 2], true), TypeError, /^batchSize must be a positive integer, got true/],
  ['batchSize missing', batch([1, 2], undefined), TypeError, /^batchSize must be a positive integer, got undefined/],
  ['batchSize 2^32', batch([1, 2], 2 ** 32), RangeError, /^batchSize must fit one Uint32Array .*got 4294967296/],
  ['dropLast 1', batch([1, 2], 2, 1), TypeError, /^dropLast must be a boolean, got 1/],
  ['dropLast null', batch([1, 2], 2, null), TypeError, /^dropLast must be a boolean, got null/],
  ['dropLast options', batch([1, 2], 2, { dropLast: true }), TypeError, /^dropLast must be a boolean, got an Object/],
  ['an option of BatchSampler', batch([1, 2], 2, false, { unique: true }), TypeError, /^options has no "unique"/],
  ['batches of a number', batch(10, 2), TypeError, /^sampler must be a sampler or an iterable of indices, got 10/],
  ['batches of null', batch(null, 2), TypeError, /^sampler must be .*, got null/],
  ['batches of a word', batch('abc', 2), TypeError, /^sampler must be .*, got "abc"/],
  ['batches of what has a length', batch({ length: 4 }, 2), TypeError, /^sampler must be .*, got an Object/],

  ['a sequence of -1', sequence(-1), RangeError, /^source must be a non-negative integer .*, got -1/],
  ['a sequence of 1.5', sequence(1.5), RangeError, /^source must be a non-negative integer .*, got 1\.5/],
  ['a sequence of NaN', sequence(Number.NaN), RangeError, /^source must be .*, got NaN/],
  ['a sequence of 2^33', sequence(2 ** 33), RangeError, /^source must have at most 2\^32 - 1 indices, got 8589934592/],
  ['a sequence of a word', sequence('x'), TypeError, /^source must be .*, got "x"/],
  ['a sequence of nothing', sequence(undefined), TypeError, /^source must be .*, got undefined/],
  ['a sequence of null', sequence(null), TypeError, /^source must be .*, got null/],
  ['a sequence of a length "3"', sequence({ length: '3' }), TypeError, /^source must be .*"3"/],
  ['a sequence of a length -2', sequence({ length: -2 }), RangeError, /^source must be .*-2/],

  ['a generator’s seed -1', pcg(-1), RangeError, /^seed must be a non-negative integer below 2\^64.*got -1/],
  ['a generator’s seed 2n ** 64n', pcg(2n ** 64n), RangeError, /^seed must be .*got 18446744073709551616n/],
  ['a generator’s seed "1"', pcg('1'), TypeError, /^seed must be .*got "1"/],
  ['a generator’s stream 0.5', pcg(1, 0.5), RangeError, /^stream must be .*got 0\.5/],
  ['a generator’s stream null', pcg(1, null), TypeError, /^stream must be .*got null/],

  ['a TorchGenerator’s seed 0.5', torch(0.5), RangeError, /^seed must be an integer in \[-2\^63, 2\^64\).*got 0\.5/],
  ['a TorchGenerator’s seed 2 ** 53', torch(2 ** 53), RangeError, /^seed must be .*got 9007199254740992/],
  ['a TorchGenerator’s seed 2n ** 64n', torch(2n ** 64n), RangeError, /^seed must be .*got 18446744073709551616n/],
  ['a TorchGenerator’s seed -1n - 2n ** 63n', torch(-1n - 2n ** 63n), RangeError, /^seed must be .*got -9223/],
  ['a TorchGenerator’s seed "1"', torch('1'), TypeError, /^seed must be .*got "1"/],
  ['a TorchGenerator without a seed', torch(undefined), TypeError, /^seed must be .*got undefined/],
  ['a number as generator', drawing({ generator: 5 }), TypeError, /^generator must be a TorchGenerator, got 5/],
  ['null as generator', drawing({ generator: null }), TypeError, /^generator must be a TorchGenerator, got null/],
  [
    'a PcgGenerator as generator',
    drawing({ generator: new source.PcgGenerator(1) }),
    TypeError,
    /^generator must be a TorchGenerator, got a PcgGenerator/,
  ],
  [
    'a seed beside a generator',
    drawing({ generator, seed: 1 }),
    TypeError,
    /^seed and generator exclude each other, got 1 and a TorchGenerator/,
  ],
  ...['RandomSampler', 'SubsetRandomSampler', 'multinomial'].map(
    (name): Row => [
      `a seed beside a generator of ${name}`,
      (lib) => {
        const options = { generator, seed: 1 };
        if (name === 'multinomial') lib.multinomial([1, 2], 1, options);
        else if (name === 'RandomSampler') new lib.RandomSampler(4, options);
        else new lib.SubsetRandomSampler([4, 5], options);
      },
      TypeError,
      /^seed and generator exclude each other/,
    ],
  ),
  ['weights that overflow a sum', drawing({ generator }, [1e308, 1e308]), RangeError, /^weights must sum to less than/],
  [
    'more draws than are kept',
    ({ RandomSampler }) => new RandomSampler(100, { generator, numSamples: 2 ** 32 }),
    RangeError,
    /^numSamples must be at most 2\^32 - 1 with a generator, whose epochs are kept, got 4294967296/,
  ],

  ...[-1, -(2 ** 40), -0.5, 2, 7, 1.5].map(
    (rank): Row => [
      `rank ${rank} of 2`,
      (lib) => new lib.DistributedSampler(new lib.SequentialSampler(4), { numReplicas: 2, rank }),
      RangeError,
      Number.isInteger(rank)
        ? new RegExp(`got ${rank} \\(PyTorch: "Invalid rank ${rank}, rank should be in the interval \\[0, 1\\]"\\)$`)
        : /^rank must be a non-negative integer, got -?\d\.5$/,
    ],
  ),
  ...[0, -1, -0].map(
    (count): Row => [
      `multinomial of ${count}`,
      ({ multinomial }) => multinomial([1, 2], count),
      RangeError,
      /^numSamples must be a positive integer, got -?\d \(PyTorch: "cannot sample n_sample <= 0 samples"\)$/,
    ],
  ),
  ...([[undefined], [null], ['3', '"3"'], [2n, '2n'], [true], [{}, 'an Object']] as [Wrong, string?][]).map(
    ([count, said = String(count)]): Row => [
      `multinomial of ${typeof count} ${said}`,
      ({ multinomial }) => multinomial([1, 2], count),
      TypeError,
      // with no sentence of a sampler's
      new RegExp(`^numSamples must be a positive integer, got ${said}( \\(options come after it\\))?$`),
    ],
  ),
  [
    'multinomial of 2^60',
    ({ multinomial }) => multinomial([1, 2], 2 ** 60),
    RangeError,
    /^numSamples must be a positive integer and a safe integer \(at most 2\^53 - 1\), got 1152921504606847000$/,
  ],
  ...[2.5, Number.NaN, Infinity, -1.5].map(
    (count): Row => [
      `multinomial of ${count}`,
      ({ multinomial }) => multinomial([1, 2], count),
      RangeError,
      /^numSamples must be .* \(PyTorch: "multinomial\(\): argument 'num_samples' \(position 2\) must be int, not float"\)$/,
    ],
  ),
  ...(
    [
      [null, 'None'],
      [Number.NaN, 'nan'],
      [-Infinity, '-inf'],
      [1.5, '1.5'],
      [true, 'True'],
      ['yes', 'yes'],
      [[], 'an Array'],
    ] as const
  ).map(
    ([value, printed]): Row => [
      `PyTorch’s sentence for ${printed}`,
      numSamples(value),
      Error as never,
      new RegExp(`"num_samples should be a positive integer value, but got num_samples=${printed}"\\)$`),
    ],
  ),
  ...(
    [
      { sampler: 5, shuffle: 1 },
      { sampler: null, shuffle: 'yes', batchSize: 0 },
      { sampler: [1], shuffle: true, prefetch: -1, seed: -1, collate: 5 },
    ] as Wrong[]
  ).map(
    (given): Row => [
      `what excludes each other before what is wrong: ${JSON.stringify(given)}`,
      loading(given),
      TypeError,
      /^sampler and shuffle exclude each other/,
    ],
  ),
  ['batchSampler 5, batchSize "2"', loading({ batchSampler: 5, batchSize: '2' }), TypeError, /^batchSampler excludes/],
  [
    'batchSize null, dropLast 1',
    loading({ batchSize: null, dropLast: 1 }),
    TypeError,
    /^batchSize null and dropLast excl/,
  ],
  ['seed -1 and generator 5', drawing({ seed: -1, generator: 5 }), TypeError, /^seed and generator exclude each other/],
  ['a loader’s seed -1 and generator 5', loading({ seed: -1, generator: 5 }), TypeError, /^seed and generator exclude/],

  ...(
    [
      ['weights', (lib, both) => new lib.WeightedRandomSampler('x' as never, 1, both)],
      ['numSamples', (lib, both) => new lib.WeightedRandomSampler([1], 0, both)],
      ['replacement', (lib, both) => new lib.WeightedRandomSampler([1], 1, { ...both, replacement: 0 as never })],
      ['backend', (lib, both) => new lib.WeightedRandomSampler([1], 1, { ...both, backend: 'gpu' as never })],
      ['labels', (lib, both) => lib.WeightedRandomSampler.fromLabels(null as never, both)],
      ['numSamples of labels', (lib, both) => lib.WeightedRandomSampler.fromLabels([1], { ...both, numSamples: 0 })],
      ['target', (lib, both) => lib.WeightedRandomSampler.fromLabels([1], { ...both, target: 3 as never })],
      ['source', (lib, both) => new lib.RandomSampler(-1, both)],
      ['replacement of a RandomSampler', (lib, both) => new lib.RandomSampler(3, { ...both, replacement: 0 as never })],
      ['numSamples of a RandomSampler', (lib, both) => new lib.RandomSampler(3, { ...both, numSamples: 0 })],
      ['indices', (lib, both) => new lib.SubsetRandomSampler('a' as never, both)],
      ['numSamples of multinomial', (lib, both) => lib.multinomial([1], 0, both)],
      ['weights of multinomial', (lib, both) => lib.multinomial([], 1, both)],
      ['a data set', (lib, both) => new lib.DataLoader(5 as never, { ...both, shuffle: true })],
      ['prefetch', (lib, both) => new lib.DataLoader([1], { ...both, shuffle: true, prefetch: -1 })],
    ] as [string, (lib: Parameters<Row[1]>[0], both: { seed: never; generator: never }) => void][]
  ).flatMap(([name, make]) =>
    [
      { seed: 1, generator },
      { seed: -1, generator: 5 },
    ].map(
      (both): Row => [
        `what excludes each other, seed ${both.seed}, before wrong ${name}`,
        (lib) => make(lib, both as never),
        TypeError,
        /^seed and generator exclude each other, got -?1 and (a TorchGenerator|5)$/,
      ],
    ),
  ),
  ...(
    [{ seed: 5 }, { seed: 5, shuffle: false }, { seed: -1, batchSize: 0 }, { seed: 5, batchSize: null }] as const
  ).map(
    (given): Row => [
      `a seed without shuffle: ${JSON.stringify(given)}`,
      loading(given),
      TypeError,
      /^seed is the shuffle’s: give shuffle: true, or no seed$/,
    ],
  ),
  [
    'a batchSize that is missing',
    ({ BatchSampler }) => new (BatchSampler as never as new (sampler: number[]) => unknown)([1]),
    TypeError,
    /^batchSize must be a positive integer, got undefined$/,
  ],

  ['a data set of null', loading({}, null), TypeError, /^dataset must be an array, .* got null$/],
  ['a data set of 5', loading({}, 5), TypeError, /^dataset must be an array, a typed array or an object .* got 5$/],
  ['a data set of a word', loading({}, 'abc'), TypeError, /^dataset must be .* got "abc"$/],
  ['a data set of a Map', loading({}, new Map()), TypeError, /^dataset must be .* got a Map with length undefined$/],
  ['a data set of a length "3"', loading({}, { length: '3' }), TypeError, /^dataset must be .* with length "3"$/],
  ['a data set of a length -1', loading({}, { length: -1 }), RangeError, /^dataset must be .* with length -1$/],
  ['a data set whose get is 1', loading({}, { length: 1, get: 1 }), TypeError, /^dataset must be .* whose get is 1$/],
  [
    'an option of DataLoader',
    loading({ numWorkers: 2 }),
    TypeError,
    /^options has no "numWorkers"; known are batchSize,/,
  ],
  ['options of a DataLoader 32', loading(32), TypeError, /^options must be an object like \{ batchSize: … \}, got 32/],
  ...[0, -3, 1.5].map(
    (size): Row => [
      `a loader’s batchSize ${size}`,
      loading({ batchSize: size }),
      RangeError,
      /^batchSize must be a pos.*batch_size should be/,
    ],
  ),
  ['a shuffled loader’s batchSize 0', loading({ batchSize: 0, shuffle: true }), RangeError, /^batchSize must be a pos/],
  [
    'a loader’s batchSize "4"',
    loading({ batchSize: '4' }),
    TypeError,
    /^batchSize must be a positive integer, got "4"/,
  ],
  ['shuffle 1', loading({ shuffle: 1 }), TypeError, /^shuffle must be a boolean, got 1/],
  [
    'a loader’s dropLast null',
    loading({ dropLast: null }),
    TypeError,
    /^dropLast must be a boolean, got null.*drop_last should/,
  ],
  ['collate of a word', loading({ collate: 'stack' }), TypeError, /^collate must be a function, got "stack"/],
  ['prefetch -1', loading({ prefetch: -1 }), RangeError, /^prefetch must be a non-negative integer, got -1/],
  ['prefetch true', loading({ prefetch: true }), TypeError, /^prefetch must be a non-negative integer, got true/],
  ['a loader’s seed -1', loading({ seed: -1, shuffle: true }), RangeError, /^seed must be a non-negative integer/],
  [
    'a loader’s generator',
    loading({ generator: 1, shuffle: true }),
    TypeError,
    /^generator must be a TorchGenerator, got 1/,
  ],
  [
    'a loader’s seed and generator',
    loading({ seed: 1, generator }),
    TypeError,
    /^seed and generator exclude each other/,
  ],
  ['a sampler of 3', loading({ sampler: 3 }), TypeError, /^sampler must be a sampler or an iterable of indices, got 3/],
  [
    'a sampler of null',
    loading({ sampler: null }),
    TypeError,
    /^sampler must be a sampler or an iterable .*, got null/,
  ],
  [
    'sampler and shuffle',
    loading({ sampler: [1], shuffle: true }),
    TypeError,
    /^sampler and shuffle exclude each other \(PyTorch: "sampler option is mutually exclusive with shuffle"\)$/,
  ],
  [
    'sampler and seed',
    loading({ sampler: [1], seed: 1 }),
    TypeError,
    /^seed is the shuffle’s: give the sampler its own$/,
  ],
  ...[{ batchSize: 2 }, { shuffle: true }, { sampler: [1] }, { dropLast: true }, { batchSize: null }].map(
    (more): Row => [
      `batchSampler and ${Object.keys(more)}`,
      loading({ batchSampler: [[1]], ...more }),
      TypeError,
      /^batchSampler excludes .*"batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last"/,
    ],
  ),
  [
    'batchSize null and dropLast',
    loading({ batchSize: null, dropLast: true }),
    TypeError,
    /"batch_size=None option disables auto-batching and is mutually exclusive with drop_last"\)$/,
  ],
  [
    'a batchSampler of 3',
    loading({ batchSampler: 3 }),
    TypeError,
    /^batchSampler must be a BatchSampler or .*, got 3$/,
  ],
  ['a batchSampler of null', loading({ batchSampler: null }), TypeError, /^batchSampler must be .*, got null$/],
  [
    'a sampler as batchSampler',
    (lib) => new lib.DataLoader([1], { batchSampler: new lib.SequentialSampler(1) as Wrong }),
    TypeError,
    /^batchSampler must be .* got a \w+, which gives single ones: that is a sampler$/,
  ],
  [
    'a shuffled loader of nothing',
    loading({ shuffle: true }, []),
    RangeError,
    /^source must not be empty \(PyTorch: "num_samples should be a positive integer value, but got num_samples=0"\)$/,
  ],
];

const entries: [string, typeof source][] = [
  ['loaded-dice', source],
  ['loaded-dice/js', js as never],
];

describe.each(entries)('%s refuses, before it allocates anything,', (_, lib) => {
  it.each(rows)('%s', (_, call, kind, message) => {
    const start = performance.now();
    const { error, allocations } = allocationsOf(() => call(lib));
    expect(error).toBeInstanceOf(kind);
    expect((error as Error).message).toMatch(message);
    expect(allocations).toEqual([]);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  // what says that the count above can be anything but none
  it.each(['wasm', 'js'] as const)('but allocates for a sampler, %s', (backend) => {
    const { error, allocations } = allocationsOf(() => new lib.WeightedRandomSampler([1, 2], 2, { seed: 1, backend }));
    const available = lib === source || backend === 'js';
    expect(error === undefined).toBe(available);
    expect(allocations.includes(backend === 'wasm' ? 'Memory' : 'ArrayBuffer')).toBe(available);
  });

  it('a wrong label', () => {
    const labels = ['a', 'b', null] as Wrong;
    for (const call of [
      () => lib.encodeLabels(labels),
      () => lib.classCounts(labels),
      () => lib.sampleWeights(labels),
      () => lib.WeightedRandomSampler.fromLabels(labels),
    ]) {
      const { error, allocations } = allocationsOf(call);
      expect(error).toBeInstanceOf(TypeError);
      expect(allocations).toEqual([]);
    }
  });
});

it.each(entries)('%s takes -0 for the zero it is', (_, lib) => {
  const sampler = new lib.WeightedRandomSampler([-0, 1], 20, { seed: 1, backend: 'js' });
  expect(new Set(sampler)).toEqual(new Set([1]));
});
