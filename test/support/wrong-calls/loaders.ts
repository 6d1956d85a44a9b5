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
