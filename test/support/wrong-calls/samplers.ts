// Batches, sequences, generators, ranks and one-off draws that are refused.
import * as source from '../../../src/index.js';
import { batch, drawing, generator, numSamples, pcg, type Row, sequence, torch, type Wrong } from './calls.js';

export const samplerCalls: Row[] = [
  ...[0, -3, 1.5].map(
    (size): Row => [
      `batchSize ${size}`,
      batch([1, 2], size),
      RangeError,
      new RegExp(`^batchSize must be a positive integer, got ${size} \\(PyTorch`),
    ],
  ),
  ['batchSize "4"', batch([1, 2], '4'), TypeError, /^batchSize must be a positive integer, got "4"/],
  ['batchSize {}', batch([1, 2], {}), TypeError, /^batchSize must be a positive integer, got an Object \(PyTorch/],
  ['batchSize true', batch([1, 2], true), TypeError, /^batchSize must be a positive integer, got true/],
  ['batchSize missing', batch([1, 2], undefined), TypeError, /^batchSize must be a positive integer, got undefined/],
  ['batchSize 2^32', batch([1, 2], 2 ** 32), RangeError, /^batchSize must fit one Uint32Array .*got 4294967296/],
  ['dropLast 1', batch([1, 2], 2, 1), TypeError, /^dropLast must be a boolean, got 1/],
  ['dropLast null', batch([1, 2], 2, null), TypeError, /^dropLast must be a boolean, got null/],
  ['dropLast options', batch([1, 2], 2, { dropLast: true }), TypeError, /^dropLast must be a boolean, got an Object/],
  ['an option of BatchSampler', batch([1, 2], 2, false, { unique: true }), TypeError, /^options has no "unique"/],
  ['distinct 1', batch([1, 2], 2, false, { distinct: 1 }), TypeError, /^distinct must be a boolean, got 1$/],
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
    /^numSamples must be at most 2\^32 - 1 with a generator, which stores whole epochs, got 4294967296/,
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
  ...(
    [
      [null, 'null'],
      [0, '0'],
      ['false', '"false"'],
      [{}, 'an Object'],
    ] as [Wrong, string][]
  ).flatMap(([pad, said]): Row[] => {
    const says = new RegExp(`^pad must be a boolean, got ${said}$`);
    const options = { numReplicas: 2, rank: 0, pad };
    return [
      [
        `pad ${said}`,
        (lib) => new lib.DistributedSampler(new lib.SequentialSampler(4), options as never),
        TypeError,
        says,
      ],
      [`pad ${said} of batches`, (lib) => new lib.DistributedBatchSampler([[1]], options as never), TypeError, says],
    ];
  }),
  [
    'pad: false and dropLast',
    (lib) =>
      new lib.DistributedSampler(new lib.SequentialSampler(4), { numReplicas: 0, rank: 9, dropLast: true, pad: false }),
    TypeError,
    /^dropLast and pad: false exclude each other: give pad: false alone for every draw once, or dropLast: true alone/,
  ],
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
      // without a sentence about samplers
      new RegExp(`^numSamples must be a positive integer, got ${said}( \\(options come after numSamples\\))?$`),
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
      new RegExp(
        "^numSamples must be .* \\(PyTorch: \"multinomial\\(\\): argument 'num_samples' \\(position 2\\) " +
          'must be int, not float"\\)$',
      ),
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
  ['seed -1 and generator 5', drawing({ seed: -1, generator: 5 }), TypeError, /^seed and generator exclude each other/],

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
  [
    'a batchSize that is missing',
    ({ BatchSampler }) => new (BatchSampler as never as new (sampler: number[]) => unknown)([1]),
    TypeError,
    /^batchSize must be a positive integer, got undefined$/,
  ],
];
