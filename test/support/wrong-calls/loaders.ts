// Arguments of a DataLoader that are refused.
import { generator, loading, type Row, type Wrong } from './calls.js';

export const loaderCalls: Row[] = [
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
  ['a loader’s seed -1 and generator 5', loading({ seed: -1, generator: 5 }), TypeError, /^seed and generator exclude/],
  ...(
    [{ seed: 5 }, { seed: 5, shuffle: false }, { seed: -1, batchSize: 0 }, { seed: 5, batchSize: null }] as const
  ).map(
    (given): Row => [
      `a seed without shuffle: ${JSON.stringify(given)}`,
      loading(given),
      TypeError,
      /^seed is for shuffle: give shuffle: true, or no seed$/,
    ],
  ),
  ['a data set of null', loading({}, null), TypeError, /^dataset must be an array, .* got null$/],
  [
    'a data set of 5',
    loading({}, 5),
    TypeError,
    /^dataset must be an array, a typed array, an iterable, or an object .* got 5$/,
  ],
  ['a data set of a word', loading({}, 'abc'), TypeError, /^dataset must be .* got "abc"$/],
  ['a data set of a length "3"', loading({}, { length: '3' }), TypeError, /^dataset must be .* with length "3"$/],
  ['a data set of a length -1', loading({}, { length: -1 }), RangeError, /^dataset must be .* with length -1$/],
  ['a data set whose get is 1', loading({}, { length: 1, get: 1 }), TypeError, /^dataset must be .* whose get is 1$/],
  ['an option of DataLoader', loading({ workers: 2 }), TypeError, /^options has no "workers"; known are batchSize,/],
  ...(
    [
      ['batch_size', 'batchSize'],
      ['drop_last', 'dropLast'],
      ['collate_fn', 'collate'],
    ] as const
  ).map(
    ([key, known]): Row => [
      `PyTorch’s name of an option, ${key}`,
      loading({ [key]: 1 }),
      TypeError,
      new RegExp(`^options has no "${key}": did you mean ${known}\\?; known are batchSize, .*, generator$`),
    ],
  ),
  ['an option with _fn inside', loading({ colla_fnte: 1 }), TypeError, /^options has no "colla_fnte"; known are batch/],
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
  ['shuffle 1', loading({ shuffle: 1 }), TypeError, /^shuffle must be a boolean, got 1$/],
  [
    'a loader’s dropLast null',
    loading({ dropLast: null }),
    TypeError,
    /^dropLast must be a boolean, got null.*drop_last should/,
  ],
  ['collate of a word', loading({ collate: 'stack' }), TypeError, /^collate must be a function, got "stack"/],
  ...(
    [
      [-1, RangeError, /^timeout must be .* got -1 \(PyTorch: "timeout option should be non-negative"\)$/],
      [
        Infinity,
        RangeError,
        /^timeout must be a number of milliseconds in \[0, 2\^31 - 1\], 0 for none, got Infinity$/,
      ],
      [2 ** 31, RangeError, /^timeout must be .* got 2147483648$/],
      [Number.NaN, RangeError, /^timeout must be .* got NaN$/],
      ['5', TypeError, /^timeout must be .* got "5"$/],
      [null, TypeError, /^timeout must be .* got null$/],
      [true, TypeError, /^timeout must be .* got true$/],
      [5n, TypeError, /^timeout must be .* got 5n$/],
    ] as const
  ).map(([timeout, kind, message]): Row => [`timeout ${String(timeout)}`, loading({ timeout }), kind, message]),
  ...(['a data set whose getBatch is 5', 'a data set with get whose getBatch is 5'] as const).map(
    (name, i): Row => [
      name,
      loading({}, { length: 1, getBatch: 5, ...(i > 0 && { get: () => 1 }) }),
      TypeError,
      /^dataset must be .* or getBatch\(indices\), got an Object whose getBatch is 5$/,
    ],
  ),
  ...(
    [
      ['shuffle', true, 'shuffle', 'true'],
      ['shuffle', 'yes', 'shuffle', '"yes"'],
      ['sampler', [1], 'sampler', 'an Array'],
      ['sampler', null, 'sampler', 'null'],
      ['batchSampler', [[1]], 'batch_sampler', 'an Array'],
      ['seed', 5, undefined, '5'],
      ['generator', generator, undefined, 'a TorchGenerator'],
    ] as const
  ).flatMap(([option, given, name, said]) =>
    [new Set([1]), { [Symbol.asyncIterator]: () => {} }].map(
      (dataset): Row => [
        `an iterable data set and ${option} ${said}`,
        loading({ [option]: given }, dataset),
        TypeError,
        new RegExp(
          `^${option} is not available with an iterable data set, which decides its own order, got ${said}: .*` +
            (name
              ? `"DataLoader with IterableDataset: expected unspecified ${name} option, but got ${name}="\\)$`
              : 'length and get\\(index\\)$'),
        ),
      ],
    ),
  ),
  ...[-1, 1.5, Number.NaN].map(
    (length): Row => [
      `an iterable data set of length ${length}`,
      loading({}, { length, *[Symbol.iterator]() {} }),
      RangeError,
      new RegExp(`^dataset must be .* with length ${length}$`),
    ],
  ),
  [
    'an iterable’s batchSize 0',
    loading({ batchSize: 0 }, new Set()),
    RangeError,
    /^batchSize must be a pos.*batch_size/,
  ],
  ['an iterable’s dropLast 1', loading({ dropLast: 1 }, new Set()), TypeError, /^dropLast must be a boolean, got 1/],
  [
    'an iterable’s batchSize null and dropLast',
    loading({ batchSize: null, dropLast: true }, new Set()),
    TypeError,
    /^batchSize null and dropLast exclude each other/,
  ],
  ...(
    [
      [5, TypeError, /^options must be an object like \{ value: … \}, got 5$/],
      [null, TypeError, /^options must be an object like .*, got null$/],
      [{ pad: 1 }, TypeError, /^options has no "pad"; known are value, to$/],
      [{ value: '0' }, TypeError, /^value must be a number or a bigint, got "0"$/],
      [{ value: null }, TypeError, /^value must be a number or a bigint, got null$/],
      [{ to: 'max' }, RangeError, /^to must be a positive integer or 'longest', got "max"$/],
      [{ to: 0 }, RangeError, /^to must be a positive integer, got 0$/],
      [{ to: 1.5 }, RangeError, /^to must be a positive integer, got 1.5$/],
      [{ to: true }, TypeError, /^to must be a positive integer, got true$/],
      [{ to: null }, TypeError, /^to must be a positive integer, got null$/],
    ] as const
  ).map(
    ([given, kind, message]): Row => [
      `padCollate of ${JSON.stringify(given)}`,
      (lib) => lib.padCollate(given as Wrong),
      kind,
      message,
    ],
  ),
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
    /^seed is for shuffle: give the sampler the seed$/,
  ],
  ...[{ batchSize: 2 }, { shuffle: true }, { sampler: [1] }, { dropLast: true }, { batchSize: null }].map(
    (more): Row => [
      `batchSampler and ${Object.keys(more)}`,
      loading({ batchSampler: [[1]], ...more }),
      TypeError,
      new RegExp(
        '^batchSampler excludes .*"batch_sampler option is mutually exclusive with batch_size, ' +
          'shuffle, sampler, and drop_last"',
      ),
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
    /^batchSampler must be .* got a \w+, which gives single indices: pass it as sampler$/,
  ],
  [
    'a shuffled loader of nothing',
    loading({ shuffle: true }, []),
    RangeError,
    /^source must not be empty \(PyTorch: "num_samples should be a positive integer value, but got num_samples=0"\)$/,
  ],
];
